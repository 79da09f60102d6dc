using WageSim.Machine;
using WageSim.Reports;

namespace WageSim.Runs;

/// <summary>Products with a zero operand as results.</summary>
internal static class ZeroResults
{
    /// <summary>Of counted runs, or null where there are none.</summary>
    /// <param name="runs">Steps or passes of the whole run.</param>
    /// <param name="counted">Time and counts of those that were counted together.</param>
    public static ZeroResult? Of(ZeroTally tally, long runs, MachineResult counted)
    {
        if (tally.Runs == 0) return null;
        ZeroLayerResult[] layers =
        [
            .. LayerPhases.Of(counted).Where(part => part.PeProducts > 0).Select(part =>
            {
                long zeros = tally.Of(part.Layer, part.Phase);
                return new ZeroLayerResult(part.Layer, part.Phase, part.PeProducts, zeros, (double)zeros / part.PeProducts);
            }),
        ];
        long total = tally.Total();
        return new(tally.Runs, runs, counted.PeProducts, total, (double)total / Math.Max(1, counted.PeProducts), layers);
    }
}
