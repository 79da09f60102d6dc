using WageSim.Models.Golden.Niti;
using WageSim.Models.Traces.Niti;

namespace WageSim.Tests.Models.Golden.Niti;

/// <summary>Runs the golden trainer of NITI over a trace and compares every tensor.</summary>
internal static class NitiReplay
{
    /// <summary>Returns the number of values compared.</summary>
    public static long Check(NitiTrace trace)
    {
        var trainer = new NitiTrainer(trace.Parameters);
        int[][] weights = trace.StartWeights;
        long compared = 0;
        for (int s = 0; s < trace.Steps; s++)
        {
            var made = trainer.Step(weights, trace.BatchOf(s), trace.InputExponent(s), trace.GradientBits(s), trace.Draws(s));
            compared += Tensors.AssertSame(trace.Expected(s), made.Tensors, $"step {s}");
        }
        return compared;
    }
}
