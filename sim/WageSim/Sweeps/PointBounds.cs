using WageSim.Models.Hardware;
using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>The constraints of a sweep at a point.</summary>
internal static class PointBounds
{
    /// <summary>The first constraint that the chip alone breaks, in words, or null.</summary>
    public static string? BrokenBefore(SweepPlan plan, PointSetup setup) => Broken(
        plan.Constraints.Where(constraint => constraint.Figure.BeforeRun), figure => Value(figure, setup));

    /// <summary>The first constraint that the results break, in words, or null.</summary>
    public static string? BrokenAfter(SweepPlan plan, SweepFigures figures) => Broken(
        plan.Constraints.Where(constraint => !constraint.Figure.BeforeRun), figure => SweepFigure.Value(figure, figures));

    private static decimal Value(FigureOfMerit figure, PointSetup setup)
    {
        var chip = setup.Chip;
        return figure.Name switch
        {
            "area" => new PointCosts(chip, setup.Prices, null).AreaComponents().Values.Sum(),
            "pes" => (long)chip.Arrays * chip.Rows * chip.Cols,
            "sram" => (long)chip.Scratchpad.TotalBytes + chip.Accumulator.TotalBytes,
            "bandwidth" => PeakBytesPerSecond(chip.Dram),
            var other => throw new ArgumentException($"{other} needs a run", nameof(figure)),
        };
    }

    /// <summary>Bytes a second of a DRAM at best: two transfers in each clock cycle.</summary>
    public static decimal PeakBytesPerSecond(DramTiming dram) =>
        dram.Channels * (dram.BusBits / 8) * 2 * 1e12m / dram.ClockPicoseconds;

    private static string? Broken(IEnumerable<Constraint> constraints, Func<FigureOfMerit, decimal> value)
    {
        foreach (var constraint in constraints)
        {
            decimal found = value(constraint.Figure);
            if (!constraint.Allows(found)) return $"{constraint.Text}: {constraint.Figure} is {constraint.Figure.Show(found)}";
        }
        return null;
    }
}
