using WageSim.CommandLine;
using WageSim.Workloads.Compiler;

namespace WageSim.Commands;

/// <summary>The compiler's bound analysis as a table and as data.</summary>
internal static class BoundsTable
{
    public static void Print(IReadOnlyList<HeldSum> sums) => Output.Table(
        "Worst-case sums: largest codes, products that may differ from zero, and what accumulators of 32 bits hold",
        [
            ("layer", false), ("phase", false), ("code", true), ("other code", true), ("terms", true), ("largest sum", true),
            ("signed bits", true), ("word bits", true), ("held in", false),
        ],
        sums.Select(sum => (string[])
        [
            sum.Bound.Layer, sum.Bound.Phase, Format.Count(sum.Bound.CutCode), Format.Count(sum.Bound.OtherCode),
            Format.Count(sum.Bound.Terms), Format.Count((long)sum.Bound.Worst), $"{sum.Bound.SignedBits}", $"{8 * sum.Bound.WordBytes}",
            sum.Text,
        ]));

    public static object Json(IReadOnlyList<HeldSum> sums) => sums.Select(sum => new
    {
        sum.Bound.Layer,
        sum.Bound.Phase,
        Code = sum.Bound.CutCode,
        sum.Bound.OtherCode,
        sum.Bound.Terms,
        LargestSum = (long)sum.Bound.Worst,
        sum.Bound.SignedBits,
        WordBits = 8 * sum.Bound.WordBytes,
        sum.Form.Parts,
        sum.Turns,
    });
}
