using WageSim.Reports.Charts;
using WageSim.Reports.Pages;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>The same work with MACs of other number formats.</summary>
internal static class FloatingPoint
{
    public static Section Of(RunSet set)
    {
        const string explanation =
            "The same network and the same counts, with multiplications, additions and memory words of each format. The paper says of " +
            "8-bit integers beside 16-bit floating point that they save roughly 5 times in energy and area.";
        if (set.Runs.All(run => run.Result.FloatingPoint.Count == 0))
            return new("floating-point", "The same work in floating point", explanation,
                [new Paragraph("The results have no comparison.")]);
        List<IBlock> blocks =
        [
            .. set.Runs.Where(run => run.Result.FloatingPoint.Count > 0).Select((run, i) => Chart(set, run, i)),
            set.Each(Energies), set.Each(Areas),
            .. set.Runs.SelectMany(run => run.Result.FloatingPoint.Where(one => one.Format == "FP16").Select(one => Claim(set, run, one))),
            Sums(set),
        ];
        return new("floating-point", "The same work in floating point", explanation, blocks);
    }

    private static Figure Chart(RunSet set, ReportRun run, int i)
    {
        string title = $"Energy by number format{(set.IsOne ? "" : $": {run.Name}")}";
        return new(set.IsOne ? "floating-point" : $"floating-point-{RunSet.Letter(i)}", title,
            "What the run would cost with MACs and memory words of each format; other parts stay as they are.",
            width => BarChart.Stacked(title, new("energy", Quantity.Energy), ["multiply", "add", "memory", "other"],
                [.. run.Result.FloatingPoint.Select(one =>
                    new BarGroup(one.Format, (double)one.MultiplyPicojoules, (double)one.AddPicojoules,
                    (double)one.MemoryPicojoules, (double)one.OtherPicojoules))], width)) { IsWide = true };
    }

    private static Table Energies(ReportRun run) => new("floating-point-energy", "Energy by number format", "",
        [
            new("format", "Format", Quantity.Text, "Number format of operands: 8-bit integers, or floating point of 16 or 32 bits."),
            new("multiplyEach", "One multiplication", Quantity.Energy, "Price of a multiplication."),
            new("addEach", "One addition", Quantity.Energy, "Price of an addition to the sum."),
            new("macRatio", "MAC beside INT8", Quantity.Ratio, "Multiplication and addition of a MAC: how many times INT8's."),
            new("multiply", "Multiply", Quantity.Energy, "All MACs' multiplications."),
            new("add", "Add", Quantity.Energy, "All MACs' additions."),
            new("memory", "Memory", Quantity.Energy, "Scratchpad, staging pages and DRAM, with operands of the format's width."),
            new("other", "Other", Quantity.Energy, "Everything else, as on the chip."),
            new("total", "Total", Quantity.Energy, "The sum of those four."),
            new("ratio", "beside INT8", Quantity.Ratio, "The total: how many times INT8's."),
        ],
        [.. run.Result.FloatingPoint.Select(one => (object?[])
        [
            one.Format, one.MultiplyPicojoulesEach, one.AddPicojoulesEach, one.MacEnergyRatio, one.MultiplyPicojoules, one.AddPicojoules,
            one.MemoryPicojoules, one.OtherPicojoules, one.TotalPicojoules, one.EnergyRatio,
        ])]);

    private static Table Areas(ReportRun run) => new("floating-point-area", "Area by number format", "",
        [
            new("format", "Format", Quantity.Text, "Number format of operands: 8-bit integers, or floating point of 16 or 32 bits."),
            new("macRatio", "MAC beside INT8", Quantity.Ratio, "Multiplier and adder of a MAC: how many times INT8's."),
            new("multiply", "Multipliers", Quantity.Area, "All PEs' multipliers."),
            new("add", "Adders", Quantity.Area, "All PEs' adders."),
            new("memory", "Memory", Quantity.Area, "Scratchpad and staging pages, with operands of the format's width."),
            new("other", "Other", Quantity.Area, "Everything else, as on the chip."),
            new("total", "Total", Quantity.Area, "The sum of those four."),
            new("ratio", "beside INT8", Quantity.Ratio, "The total: how many times INT8's."),
        ],
        [.. run.Result.FloatingPoint.Select(one => (object?[])
        [
            one.Format, one.MacAreaRatio, one.MultiplySquareMicrons, one.AddSquareMicrons, one.MemorySquareMicrons, one.OtherSquareMicrons,
            one.TotalSquareMicrons, one.AreaRatio,
        ])]);

    private static Paragraph Claim(RunSet set, ReportRun run, FloatingPointResult fp16) => new(
        $"{(set.IsOne ? "" : $"{run.Name}: ")}FP16 beside INT8: a MAC takes {Quantity.Ratio.Show(fp16.MacEnergyRatio)} the energy and " +
        $"{Quantity.Ratio.Show(fp16.MacAreaRatio)} the area; the whole run with memory and control takes " +
        $"{Quantity.Ratio.Show(fp16.EnergyRatio)} the energy, and the whole chip {Quantity.Ratio.Show(fp16.AreaRatio)} the area. " +
        "The paper's figure is roughly 5×.");

    private static Table Sums(RunSet set) => set.Each(run => new("floating-point-arithmetic", "The arithmetic", "",
        [
            new("format", "Format", Quantity.Text, "Number format of operands: 8-bit integers, or floating point of 16 or 32 bits."),
            new("arithmetic", "How it follows", Quantity.Text, "Counts, prices and sums."),
        ],
        [.. run.Result.FloatingPoint.SelectMany(one => one.Arithmetic.Select(line => (object?[])[one.Format, line]))]));
}
