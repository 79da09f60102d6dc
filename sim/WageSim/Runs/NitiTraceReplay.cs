using WageSim.CommandLine;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Schemes;
using WageSim.Models.Traces;

namespace WageSim.Runs;

/// <summary>Reproduces a NITI trace on the golden model, tensor by tensor; the machine does not execute NITI.</summary>
internal static class NitiTraceReplay
{
    private sealed record Difference(int Step, string Layer, string Tensor, string Index, long Expected, long Actual)
    {
        public override string ToString() => $"step {Step}, {Layer}: {Tensor}{Index} is {Actual}, expected {Expected}";
    }

    private sealed record Result(
        string Trace, string Scheme, string Network, string Rounding, string Loss, string ComparedWith,
        int Steps, int TensorsCompared, long ValuesCompared, Difference? Mismatch);

    public static int Execute(string folder, string? json, CancellationToken cancellation)
    {
        var trace = NitiTrace.Load(folder);
        var (network, parameters) = (trace.Parameters.Network, trace.Parameters);
        var compared = new Dictionary<(TensorKind Kind, int Layer), (int Tensors, long Values)>();
        var mismatch = LongTask.Run("replay", "steps", trace.Steps, task => Compare(trace, compared, task, cancellation));

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        string variant = $"{NitiNames.Of(parameters.Rounding)}, {NitiNames.Of(parameters.Loss)}";
        Output.Table($"{name}: NITI ({variant}), {network}, batch {trace.Batch}, on the golden model",
            [("tensor", false), ("layer", false), ("steps equal", true), ("values", true)],
            compared.OrderBy(entry => entry.Key).Select(entry => (string[])
            [
                NamedTensor.TraceName(entry.Key.Kind), network.Layers[entry.Key.Layer].Name,
                Format.Count(entry.Value.Tensors), Format.Count(entry.Value.Values),
            ]));
        var result = new Result(
            folder, TraceScheme.Niti, network.Notation, NitiNames.Of(parameters.Rounding), NitiNames.Of(parameters.Loss), "golden model",
            trace.Steps, compared.Values.Sum(c => c.Tensors), compared.Values.Sum(c => c.Values), mismatch);
        OutputFile.WriteJson(json, result);
        Output.Line(mismatch is null
            ? $"golden model = trace in {Format.Count(result.TensorsCompared)} tensors, " +
              $"{Format.Count(result.ValuesCompared)} values, {trace.Steps} steps"
            : $"differs: {mismatch}");
        Output.Line("NITI runs on the golden model only: the machine does not execute it yet");
        return mismatch is null ? ExitCode.Good : ExitCode.CheckFailed;
    }

    private static Difference? Compare(
        NitiTrace trace, Dictionary<(TensorKind, int), (int Tensors, long Values)> compared, LongTask task, CancellationToken cancellation)
    {
        var trainer = new NitiTrainer(trace.Parameters);
        int[][] weights = trace.StartWeights;
        for (int step = 0; step < trace.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var made = trainer.Step(weights, trace.BatchOf(step), trace.InputExponent(step), trace.GradientBits(step), trace.Draws(step))
                .Tensors.ToDictionary(tensor => (tensor.Kind, tensor.Layer));
            foreach (var expected in trace.Expected(step))
            {
                var actual = made[(expected.Kind, expected.Layer)];
                int index = expected.FirstDifference(actual);
                if (index >= 0)
                    return new(step, trace.Parameters.Network.Layers[expected.Layer].Name, NamedTensor.TraceName(expected.Kind),
                        expected.Position(index), expected.Values[index], actual.Values[index]);
                var (tensors, values) = compared.GetValueOrDefault((expected.Kind, expected.Layer));
                compared[(expected.Kind, expected.Layer)] = (tensors + 1, values + expected.Values.Length);
            }
            task.Advance(1);
        }
        return null;
    }
}
