using WageSim.CommandLine;
using WageSim.Isa.Execution;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Traces;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>Reproduces a golden trace with the golden model, on the machine and on the interpreter, tensor by tensor.</summary>
internal static class TraceReplay
{
    private sealed record Result(
        string Trace, string Scheme, string Formats, string Network, string Chip, string Clock,
        int Steps, int TensorsCompared, long ValuesCompared, int TensorsOnGoldenModel, long ValuesOnGoldenModel, long Cycles,
        Mismatch? Mismatch);

    public static int Execute(ValidateSettings settings, string folder, string? json, CancellationToken cancellation)
    {
        var scheme = SchemeCatalogue.Get(TraceScheme.Of(folder));
        var trace = scheme.Trace(folder);
        var chip = ChipFile.Load(settings.Chip, settings.Overrides);
        using var team = new Team(settings.Threads);
        var comparison = new TraceComparison(settings, trace, chip, team);
        var mismatch = LongTask.Run("replay", "steps", trace.Steps, task => Run(trace, comparison, task, cancellation));

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var (parameters, compared, other) = (trace.Parameters, comparison.Compared, comparison.OnGoldenModel);
        Output.Table($"{name}: {parameters.Network}, {scheme.Name} {parameters.Formats}, batch {trace.Batch}, on chip {chip.Name}",
            [("tensor", false), ("layer", false), ("steps equal", true), ("values", true)],
            compared.OrderBy(entry => entry.Key).Select(entry => (string[])
            [
                NamedTensor.TraceName(entry.Key.Kind), trace.PlaceOf(entry.Key.Kind, entry.Key.Index),
                Format.Count(entry.Value.Tensors), Format.Count(entry.Value.Values),
            ]));
        var result = new Result(
            folder, scheme.Name, parameters.Formats, parameters.Network.Notation, chip.Name, settings.Clock.ToString().ToLowerInvariant(),
            trace.Steps, compared.Values.Sum(c => c.Tensors), compared.Values.Sum(c => c.Values), other.Tensors, other.Values,
            comparison.Cycles, mismatch);
        OutputFile.WriteJson(json, result);
        if (other.Tensors > 0)
            Output.Line($"trace = golden model in {Format.Count(other.Tensors)} more tensors, {Format.Count(other.Values)} values, " +
                "which the machine does not leave");
        Output.Line(mismatch is null
            ? $"trace = golden model = interpreter = machine in {Format.Count(result.TensorsCompared)} tensors, " +
              $"{Format.Count(result.ValuesCompared)} values, {trace.Steps} steps, {Format.Count(comparison.Cycles)} cycles"
            : $"differs: {mismatch}");
        return mismatch is null ? ExitCode.Good : ExitCode.CheckFailed;
    }

    private static Mismatch? Run(ITrainingTrace trace, TraceComparison comparison, LongTask task, CancellationToken cancellation)
    {
        for (int step = 0; step < trace.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (comparison.Step(step, cancellation) is { } mismatch) return mismatch;
            task.Advance(1);
        }
        return comparison.Infer(cancellation);
    }
}
