namespace WageSim.Models.Costs;

/// <summary>What was done in some time: the counts that energy is charged for.</summary>
/// <param name="Cycles">Chip cycles that it took.</param>
/// <param name="ZeroProducts">PE products with an operand of zero; null where they were not counted.</param>
public sealed record WorkCounts(ActivityCounts Activity, long Cycles, long? ZeroProducts = null)
{
    /// <summary>The same several times over.</summary>
    public static WorkCounts operator *(WorkCounts work, long times) =>
        new(work.Activity * times, checked(work.Cycles * times), checked(work.ZeroProducts * times));
}
