namespace WageSim.Reports.Pages;

/// <summary>The style sheet of pages; colours are the charts' variables.</summary>
internal static class PageStyle
{
    public const string Css = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--back);color:var(--ink);
          font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
        main,header.top,footer{max-width:1128px;margin:0 auto;padding:0 24px}
        header.top{padding-top:24px;position:relative}
        h1{font-size:24px;line-height:1.25;margin:0 120px 12px 0;overflow-wrap:anywhere}
        h2{font-size:19px;margin:36px 0 6px;padding-top:12px;border-top:1px solid var(--grid)}
        h3{font-size:15px;margin:20px 0 2px}
        p{margin:4px 0 10px;max-width:80ch}
        a{color:inherit;text-decoration-color:var(--axis)}
        .soft,figcaption,.note{color:var(--soft)}
        figcaption,.note{font-size:13px}
        #theme{position:absolute;right:24px;top:24px;font:13px/1 inherit;font-family:inherit;color:var(--ink);background:var(--panel);
          border:1px solid var(--axis);border-radius:6px;padding:8px 12px;cursor:pointer}
        dl.facts{display:grid;grid-template-columns:fit-content(17em) 1fr;gap:2px 16px;margin:0 0 16px}
        dl.facts dt{color:var(--soft);overflow-wrap:anywhere}
        dl.facts dd{margin:0;overflow-wrap:anywhere;min-width:0}
        nav{font-size:13px;display:flex;flex-wrap:wrap;gap:2px 14px;margin:12px 0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px;margin:8px 0 14px}
        .tile{background:var(--panel);border:1px solid var(--grid);border-radius:8px;padding:9px 12px;min-width:0}
        .tile b{display:block;font-size:20px;line-height:1.3;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        .tile b.long{font-size:15.5px;line-height:1.68}
        .tile span{display:block;font-size:12.5px;color:var(--soft);overflow-wrap:anywhere}
        .blocks{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:14px 24px;align-items:start}
        .blocks>*{grid-column:1/-1;min-width:0}
        .blocks>figure.half{grid-column:auto}
        figure{margin:0}
        figure svg{display:block;width:100%;height:auto}
        figure .narrow{display:none}
        .scroll{overflow-x:auto;border:1px solid var(--grid);border-radius:6px;margin:6px 0 4px;width:fit-content;max-width:100%}
        .tall{max-height:640px;overflow-y:auto}
        .tall thead th{position:sticky;top:0;z-index:1}
        table{border-collapse:separate;border-spacing:0;font-size:13px;min-width:min(420px,100%);font-variant-numeric:tabular-nums}
        th,td{padding:4px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid)}
        tbody tr:last-child td{border-bottom:0}
        th{font-weight:600;background:var(--panel);vertical-align:bottom}
        th[title]{cursor:help}
        td.n,th.n{text-align:right;white-space:nowrap}
        th.n{white-space:normal}
        td.t{max-width:min(46em,calc(70em / var(--sentences)));overflow-wrap:break-word}
        td.s{white-space:nowrap}
        tr.total td{font-weight:600;border-top:2px solid var(--axis)}
        tr.marked td{background:var(--panel);font-weight:600}
        dl.glossary{columns:2;column-gap:32px;font-size:13px;margin:0}
        dl.glossary div{break-inside:avoid;margin:0 0 8px}
        dl.glossary dt{font-weight:600}
        dl.glossary dd{margin:0;color:var(--soft)}
        footer{padding-top:20px;padding-bottom:32px;font-size:13px;color:var(--soft)}
        #tip{position:fixed;z-index:9;pointer-events:none;max-width:300px;padding:5px 9px;border-radius:6px;font-size:13px;
          background:var(--ink);color:var(--back);display:none;overflow-wrap:anywhere}
        @media screen and (min-width:641px){
          table.dense{font-size:12px}
          table.dense th,table.dense td{padding:4px 5px}
        }
        @media screen and (max-width:1000px){
          .blocks>figure.half{grid-column:1/-1}
          figure svg.chart{max-width:760px}
        }
        @media screen and (max-width:640px){
          main,header.top,footer{padding-left:14px;padding-right:14px}
          #theme{right:14px;top:16px}
          h1{font-size:20px;margin-right:96px}
          .tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
          .tile b{font-size:17px}
          .tile b.long{font-size:15.5px;line-height:1.43}
          dl.facts{grid-template-columns:minmax(0,1fr)}
          dl.facts dd{margin-bottom:6px}
          dl.glossary{columns:1}
          figure .full{display:none}
          figure .narrow{display:block}
          .scroll{width:100%}
          .tall{max-height:70vh}
          td.t{max-width:14em}
          table:not(.cards) td:first-child,table:not(.cards) th:first-child{position:sticky;left:0;background:var(--panel)}
          table:not(.cards) th:first-child{z-index:2}
          table:not(.cards) td.m:first-child{white-space:normal;min-width:8em}
          th,td{padding:4px 7px}
          table.cards,table.cards tbody,table.cards tr,table.cards td{display:block}
          table.cards thead{position:absolute;left:-9999px}
          table.cards tr{padding:6px 10px;border-bottom:1px solid var(--axis)}
          table.cards td{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:10px;padding:1px 0;border:0;text-align:left;
            white-space:normal;overflow-wrap:anywhere;min-width:0;max-width:none}
          table.cards td:empty{display:none}
          table.cards td::before{content:attr(data-label);color:var(--soft)}
          table.cards td:first-child{display:block;font-weight:600}
          table.cards td:first-child::before{content:none}
        }
        @media print{
          body{font-size:10.5px}
          #theme,nav,#tip{display:none!important}
          h1{margin-right:0}
          h2{break-after:avoid}
          figure,.tile,tr{break-inside:avoid}
          .scroll{overflow:visible;border:0;max-height:none}
          .tall thead th{position:static}
          h3{font-size:12px;break-after:avoid}
          figcaption,.note{font-size:9.5px}
          table{font-size:clamp(4px,calc((690px / var(--columns) - 8px) / 6.8),8.5px);min-width:0}
          th,td{padding:2px 4px;overflow-wrap:anywhere}
          td.t{white-space:normal;overflow-wrap:anywhere}
          main,header.top,footer{max-width:none;padding:0}
          *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }
        """;
}
