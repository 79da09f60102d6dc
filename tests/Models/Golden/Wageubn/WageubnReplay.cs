using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Traces.Wageubn;

namespace WageSim.Tests.Models.Golden.Wageubn;

/// <summary>Runs the golden trainer of WAGEUBN over a trace and compares every tensor, and the logits in the end.</summary>
internal static class WageubnReplay
{
    /// <summary>Returns the number of values compared.</summary>
    public static long Check(WageubnTrace trace)
    {
        var trainer = new WageubnTrainer(trace.Parameters);
        var state = trace.StartState;
        long compared = 0;
        for (int step = 0; step < trace.Steps; step++)
        {
            int s = step;
            var made = trainer.Step(state, trace.BatchOf(s), trace.RateOf(s), layer => trace.Draws(s, layer));
            compared += Tensors.AssertSame(trace.Expected(s), made.Tensors, $"step {s}");
        }
        long[] logits = trainer.Infer(state, trace.BatchOf(0).Inputs, trace.Batch);
        return compared + Tensors.AssertSame([trace.Inference], [trace.Inference with { Values = logits }], "inference");
    }
}
