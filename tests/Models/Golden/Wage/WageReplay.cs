using WageSim.Models.Golden.Wage;
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
            compared += Tensors.AssertSame(trace.Expected(s), made.Tensors, $"step {s}");
        }
        return compared;
    }
}
