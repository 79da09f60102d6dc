using WageSim.Models.Golden;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Wage;

namespace WageSim.Tests.Models.Golden.Wage;

/// <summary>Runs the golden trainer over a trace and compares every tensor.</summary>
internal static class WageReplay
{
    /// <summary>Returns the number of values compared.</summary>
    public static long Check(WageTrace trace)
    {
        var trainer = new WageTrainer(trace.Parameters);
        int[][] weights = trace.StartWeights;
        long compared = 0;
        for (int step = 0; step < trace.Steps; step++)
        {
            int s = step;
            var made = trainer.Step(weights, trace.BatchOf(s), trace.LearningRateLog2(s), layer => trace.Draws(s, layer));
            compared += SameTensors(trace.Expected(s), made.Tensors, $"step {s}");
        }
        return compared;
    }

    /// <summary>Same tensors in the same order, or fails at the first value that differs.</summary>
    public static long SameTensors(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual, string where)
    {
        Assert.Equal(expected.Select(tensor => tensor.ToString()), actual.Select(tensor => tensor.ToString()));
        long compared = 0;
        foreach (var (want, got) in expected.Zip(actual))
        {
            int index = want.FirstDifference(got);
            if (index >= 0)
                Assert.Fail($"{where}, {want}, at {want.Position(index)}: expected {want.Values[index]}, got {got.Values[index]}");
            compared += want.Values.Length;
        }
        return compared;
    }
}
