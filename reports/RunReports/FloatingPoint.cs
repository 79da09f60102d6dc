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
            "8-bit integers beside 16-bit floating point that they save roughly 5 times in energy and area. Words of sums and of " +
            "WAGEUBN's tensors, which have 16 or 32 bits as integers, are widened like the others: for them floating point is an upper " +
            "bound.";
        if (set.Runs.All(run => run.Result.FloatingPoint.Count == 0))
            return new("floating-point", "The same work in floating point", explanation,
                [new Paragraph("The results have no comparison.")]);
        List<IBlock> blocks =
        [
            set.Each(MacForms.Of),
            .. set.Runs.SelectMany(run => run.Result.FloatingPoint.Where(one => one.Format == "FP16").Select(one => Claim(set, run, one))),
            .. set.Runs.Select((run, i) => (run, i)).Where(at => at.run.Result.FloatingPoint.Count > 0)
                .Select(at => Chart(set, at.run, at.i)),
            set.Each(Energies), set.Each(Areas),
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
            new("multiply", "Multiply", Quantity.Energy, "All MACs' multiplications."),
            new("add", "Add", Quantity.Energy, "All MACs' additions."),
            new("memory", "Memory", Quantity.Energy, "Scratchpad, staging pages and DRAM, with operands of the format's width."),
            new("other", "Other", Quantity.Energy, "Everything else, as on the chip."),
            new("total", "Total", Quantity.Energy, "The sum of those four."),
            new("ratio", "beside INT8", Quantity.Ratio, "The total: how many times INT8's."),
        ],
        [.. run.Result.FloatingPoint.Select(one => (object?[])
        [
            one.Format, one.MultiplyPicojoules, one.AddPicojoules, one.MemoryPicojoules, one.OtherPicojoules, one.TotalPicojoules,
            one.EnergyRatio,
        ])]);

    private static Table Areas(ReportRun run) => new("floating-point-area", "Area by number format", "",
        [
            new("format", "Format", Quantity.Text, "Number format of operands: 8-bit integers, or floating point of 16 or 32 bits."),
            new("multiply", "Multipliers", Quantity.Area, "All PEs' multipliers."),
            new("add", "Adders", Quantity.Area, "All PEs' adders."),
            new("memory", "Memory", Quantity.Area, "Scratchpad and staging pages, with operands of the format's width."),
            new("other", "Other", Quantity.Area, "Everything else, as on the chip."),
            new("total", "Total", Quantity.Area, "The sum of those four."),
            new("ratio", "beside INT8", Quantity.Ratio, "The total: how many times INT8's."),
        ],
        [.. run.Result.FloatingPoint.Select(one => (object?[])
        [
            one.Format, one.MultiplySquareMicrons, one.AddSquareMicrons, one.MemorySquareMicrons, one.OtherSquareMicrons,
            one.TotalSquareMicrons, one.AreaRatio,
        ])]);

    private static Paragraph Claim(RunSet set, ReportRun run, FloatingPointResult fp16) => new(
        $"{(set.IsOne ? "" : $"{run.Name}: ")}A MAC in FP16 takes {Show(fp16.MacEnergyRatio)} the energy and " +
        $"{Show(fp16.MacAreaRatio)} the area of one in INT8 with the 32-bit sum that training needs, and " +
        $"{Show(fp16.NarrowMacEnergyRatio)} and {Show(fp16.NarrowMacAreaRatio)} those of one with an 8-bit sum, all that the paper's " +
        "table has; the paper says roughly 5×. " +
        "Memories of operands only double and all else is left as it is, so the whole run takes " +
        $"{Show(fp16.EnergyRatio)} the energy, and the whole chip {Show(fp16.AreaRatio)} the area.");

    private static string Show(decimal? ratio) => Quantity.Ratio.Show(ratio);

    private static Table Sums(RunSet set) => set.Each(run => new("floating-point-arithmetic", "The arithmetic", "",
        [
            new("format", "Format", Quantity.Text, "Number format of operands: 8-bit integers, or floating point of 16 or 32 bits."),
            new("arithmetic", "How it follows", Quantity.Text, "Counts, prices and sums."),
        ],
        [.. run.Result.FloatingPoint.SelectMany(one => one.Arithmetic.Select(line => (object?[])[one.Format, line]))]));
}
