using WageSim.CommandLine;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Traces;

namespace WageSim.Runs;

/// <summary>Reproduces a WAGEUBN trace on the golden model, tensor by tensor; the machine does not execute WAGEUBN.</summary>
internal static class WageubnTraceReplay
{
    private sealed record Difference(int Step, string Layer, string Tensor, string Index, long Expected, long Actual)
    {
        public override string ToString() => $"step {Step}, {Layer}: {Tensor}{Index} is {Actual}, expected {Expected}";
    }

    private sealed record Result(
        string Trace, string Scheme, string Network, int? ActivationClip, string ComparedWith,
        int Steps, int TensorsCompared, long ValuesCompared, Difference? Mismatch);

    public static int Execute(string folder, string? json, CancellationToken cancellation)
    {
        var trace = WageubnTrace.Load(folder);
        var network = trace.Parameters.Residual;
        var compared = new Dictionary<(TensorKind Kind, int Index), (int Tensors, long Values)>();
        var mismatch = LongTask.Run("replay", "steps", trace.Steps, task => Compare(trace, compared, task, cancellation));

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        Output.Table($"{name}: WAGEUBN, {network}, batch {trace.Batch}, on the golden model",
            [("tensor", false), ("layer", false), ("steps equal", true), ("values", true)],
            compared.OrderBy(entry => entry.Key).Select(entry => (string[])
            [
                NamedTensor.TraceName(entry.Key.Kind), trace.PlaceOf(entry.Key.Kind, entry.Key.Index),
                Format.Count(entry.Value.Tensors), Format.Count(entry.Value.Values),
            ]));
        var result = new Result(
            folder, TraceScheme.Wageubn, network.Notation, trace.Parameters.ActivationClip, "golden model",
            trace.Steps, compared.Values.Sum(c => c.Tensors), compared.Values.Sum(c => c.Values), mismatch);
        OutputFile.WriteJson(json, result);
        Output.Line(mismatch is null
            ? $"golden model = trace in {Format.Count(result.TensorsCompared)} tensors, " +
              $"{Format.Count(result.ValuesCompared)} values, {trace.Steps} steps"
            : $"differs: {mismatch}");
        Output.Line("WAGEUBN runs on the golden model only: the machine does not execute it yet");
        return mismatch is null ? ExitCode.Good : ExitCode.CheckFailed;
    }

    private static Difference? Compare(
        WageubnTrace trace, Dictionary<(TensorKind, int), (int Tensors, long Values)> compared, LongTask task,
        CancellationToken cancellation)
    {
        var trainer = new WageubnTrainer(trace.Parameters);
        var state = trace.StartState;
        for (int step = 0; step < trace.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            int s = step;
            var made = trainer.Step(state, trace.BatchOf(s), trace.RateOf(s), layer => trace.Draws(s, layer))
                .Tensors.ToDictionary(tensor => (tensor.Kind, tensor.Layer));
            foreach (var expected in trace.Expected(s))
            {
                if (Differs(s, expected, made[(expected.Kind, expected.Layer)]) is { } difference) return difference;
            }
            task.Advance(1);
        }
        long[] logits = trainer.Infer(state, trace.BatchOf(0).Inputs, trace.Batch);
        return Differs(trace.Steps - 1, trace.Inference, trace.Inference with { Values = logits });

        Difference? Differs(int step, NamedTensor expected, NamedTensor actual)
        {
            int index = expected.FirstDifference(actual);
            if (index >= 0)
                return new(step, trace.PlaceOf(expected.Kind, expected.Layer), NamedTensor.TraceName(expected.Kind),
                    expected.Position(index), expected.Values[index], actual.Values[index]);
            var (tensors, values) = compared.GetValueOrDefault((expected.Kind, expected.Layer));
            compared[(expected.Kind, expected.Layer)] = (tensors + 1, values + expected.Values.Length);
            return null;
        }
    }
}
