using System.Text;

namespace WageSim.Reports.Charts;

/// <summary>The style sheet of all charts, in pages and in files of their own.</summary>
public static class ChartStyle
{
    /// <summary>Variables of the light and the dark theme, and the classes that charts use.</summary>
    public static string Css { get; } = Write();

    /// <summary>A chart as a file that is viewed by itself.</summary>
    public static string Standalone(string svg)
    {
        int end = svg.IndexOf('>') + 1;
        return $"{svg[..end]}<style>{Css}svg.chart{{background:var(--back)}}</style>{svg[end..]}\n";
    }

    private static string Write()
    {
        string light = Variables(Palette.Light, Palette.LightBackground, "#1a1d21", "#555b63", "#e3e6ea", "#9aa1a9", "#f4f6f8");
        string dark = Variables(Palette.Dark, Palette.DarkBackground, "#e8eaed", "#a9b0b8", "#2b3037", "#6c747d", "#1e2228");
        var css = new StringBuilder();
        css.Append($":root{{color-scheme:light;{light}}}");
        css.Append("@media screen and (prefers-color-scheme:dark){");
        css.Append($":root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}");
        css.Append($"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}");
        css.Append("svg.chart{font:12px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Liberation Sans\",Arial,sans-serif;max-width:100%}");
        css.Append("svg.chart text{fill:var(--ink)}svg.chart .q{fill:var(--soft)}");
        css.Append("svg.chart .e{text-anchor:end}svg.chart .c{text-anchor:middle}");
        css.Append("svg.chart .g{stroke:var(--grid);stroke-width:1;fill:none}svg.chart .a{stroke:var(--axis);stroke-width:1;fill:none}");
        css.Append("svg.chart .l{fill:none;stroke-width:2;stroke-linejoin:round}svg.chart .o{fill:none;stroke:var(--axis);stroke-width:1}");
        css.Append("svg.chart .r{stroke:var(--ink);stroke-width:1.5;fill:none}svg.chart .k{stroke:var(--back);stroke-width:1}");
        css.Append("svg.chart .h{fill-opacity:.35;stroke-width:1.5}svg.chart .m:hover{opacity:.75}");
        css.Append("svg.chart .w{fill:#fff}svg.chart .x{fill:var(--panel)}svg.chart .z{stroke:var(--axis)}");
        css.Append("svg.chart .p{fill-opacity:.28;stroke-width:1}svg.chart .t{font-size:13.5px;font-weight:600}");
        css.Append("svg.chart .v{font-size:11px}svg.chart .g,svg.chart .a{pointer-events:none}");
        css.Append("svg.chart .d1{stroke-dasharray:7 3}svg.chart .d2{stroke-dasharray:2 3}svg.chart .d3{stroke-dasharray:9 3 2 3}");
        for (int i = 0; i < Palette.Light.Count; i++)
        {
            css.Append($"svg.chart .f{i}{{fill:var(--c{i})}}svg.chart .s{i}{{stroke:var(--c{i})}}");
            css.Append($"svg.chart .h.f{i}{{stroke:var(--c{i})}}");
        }
        return css.ToString();
    }

    private static string Variables(
        IReadOnlyList<string> colours, string back, string ink, string soft, string grid, string axis, string panel) =>
        $"--back:{back};--ink:{ink};--soft:{soft};--grid:{grid};--axis:{axis};--panel:{panel};" +
        string.Concat(colours.Select((colour, i) => $"--c{i}:{colour};"));
}
