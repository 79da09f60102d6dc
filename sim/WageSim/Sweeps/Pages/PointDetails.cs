using System.Text;
using WageSim.CommandLine;
using WageSim.Models.Hardware;
using WageSim.Reports;

namespace WageSim.Sweeps.Pages;

/// <summary>A point on a page: closed, its parameters and figures on a line; open, its chip, layers and what limits them.</summary>
internal static class PointDetails
{
    /// <summary>Points that a page shows one by one at most.</summary>
    public const int Most = 400;

    /// <summary>The chip of a point that was run.</summary>
    public static Chip Chip(SweepPoint point) => ChipFile.Parse(point.Figures!.Chip, $"point {point.Point}", []);

    public static string Html(SweepPoint point, bool isOnFront)
    {
        var figures = point.Figures!;
        var (chip, html) = (Chip(point), new StringBuilder());
        string parameters = string.Join(" ", point.Parameters.Select(entry => $"{entry.Key}={entry.Value}"));
        string place = isOnFront ? "on the front · " : "";
        html.Append($"<details class=\"point\" id=\"point-{point.Point}\"><summary><b>{point.Point}</b> {place}{Escape(Summary(figures))}");
        html.Append($" · <span class=\"soft\">{Escape(parameters)}</span></summary>\n<dl class=\"facts\">");
        foreach (var (name, value) in Facts(chip, figures)) html.Append($"<dt>{Escape(name)}</dt><dd>{Escape(value)}</dd>");
        html.Append("</dl>\n<div class=\"scroll\"><table><thead><tr><th>layer</th><th>phase</th><th class=\"n\">cycles</th>" +
            "<th class=\"n\">share</th><th class=\"n\">utilisation</th><th class=\"n\">energy</th><th>limited by</th></tr></thead><tbody>");
        foreach (var (layer, limit) in figures.Layers.Zip(Bottleneck.Of(figures)))
        {
            string[] words = [layer.Layer, layer.Phase];
            string[] numbers = [Format.Count(layer.Cycles), Format.Share(layer.Cycles, figures.Cycles), Format.Percent(layer.Utilization),
                Format.Energy((double)layer.EnergyPicojoules)];
            html.Append("<tr>").AppendJoin("", words.Select(word => $"<td>{Escape(word)}</td>"))
                .AppendJoin("", numbers.Select(number => $"<td class=\"n\">{Escape(number)}</td>"))
                .Append($"<td>{Escape(limit)}</td></tr>");
        }
        return html.Append("</tbody></table></div></details>\n").ToString();
    }

    private static string Summary(SweepFigures figures) => string.Join(" · ",
        Format.Time(figures.Seconds), Format.Energy((double)figures.EnergyPicojoules), FigureOfMerit.Area.Show(figures.AreaSquareMicrons));

    private static IEnumerable<(string, string)> Facts(Chip chip, SweepFigures figures) =>
    [
        ("arrays", $"{chip.Arrays} of {chip.Rows}×{chip.Cols} PEs, {chip.MacBits} bits, {chip.ClockMegahertz} MHz"),
        ("scratchpad", Sram(chip.Scratchpad)), ("accumulators", Sram(chip.Accumulator)), ("vector unit", $"{chip.Vector.Lanes} lanes"),
        ("DRAM", $"{chip.Dram.Name}, DMA of {chip.Dma.Pages} pages of {chip.Dma.PageBytes} bytes"),
        ("all cycles", $"{Format.Count(figures.Cycles)}, utilisation {Format.Percent(figures.Utilization)}"),
        ("limited by", Bottleneck.Of(figures.States, figures.Cycles)),
        ("energy in", string.Join(", ", figures.EnergyComponents.Where(part => part.Value > 0).OrderByDescending(part => part.Value).Take(4)
            .Select(part => $"{part.Key} {Format.Share((double)part.Value, (double)figures.EnergyPicojoules)}"))),
    ];

    private static string Sram(SramConfig sram) => $"{sram.Banks} banks of {sram.BankKiB} KiB, ports of {sram.PortBits} bits";

    private static string Escape(string text) => Reports.Pages.Html.Escape(text);
}
