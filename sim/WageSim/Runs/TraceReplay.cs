using WageSim.CommandLine;
using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Traces;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>Reproduces a golden trace with the golden model, on the machine and on the interpreter, tensor by tensor.</summary>
internal static class TraceReplay
{
    private sealed record Result(
        string Trace, string Scheme, string Formats, string Network, string Chip, string Clock,
        int Steps, int TensorsCompared, long ValuesCompared, long Cycles, Mismatch? Mismatch);

    public static int Execute(ValidateSettings settings, string folder, string? json, CancellationToken cancellation)
    {
        var scheme = SchemeCatalogue.Get(TraceScheme.Of(folder));
        var trace = scheme.Trace(folder);
        var chip = ChipFile.Load(settings.Chip, settings.Overrides);
        using var team = new Team(settings.Threads);
        bool comparesWords = trace.Expected(0).Any(tensor => tensor.Kind == TensorKind.ErrorAccumulator);
        var options = new CompileOptions(trace.Batch, ExternalDraws: true, KeepWords: comparesWords) { ErrorPass = settings.ErrorPass };
        var engine = new StepEngine(trace.Parameters, chip, options, settings.Clock, team, settings.Fidelity);
        var interpreted = new MachineState(chip, engine.Program.DramBytes) { Plain = true };
        var network = trace.Parameters.Network;
        engine.Memory.SetState(trace.StartState);
        new StepMemory(engine.Program, interpreted, trace.Parameters).SetState(trace.StartState);
        var golden = scheme.Golden(trace.Parameters);
        int[][] goldenState = trace.StartState;
        var compared = new Dictionary<(TensorKind Kind, int Layer), (int Tensors, long Values)>();
        Mismatch? mismatch = null;
        long cycles = 0;
        int steps = 0;
        for (; steps < trace.Steps && mismatch is null; steps++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[][] before = engine.Memory.State();
            var probes = new ProbeRecorder(engine.Program, network, trace.Batch);
            var interpretedProbes = new ProbeRecorder(engine.Program, network, trace.Batch);
            Prepare(engine.Memory, steps);
            cycles += engine.RunInTime(cancellation, probes).Cycles;
            var other = new StepMemory(engine.Program, interpreted, trace.Parameters);
            Prepare(other, steps);
            new Interpreter(engine.Program, interpreted)
            {
                Observe = (command, sequencer) => interpretedProbes.Record(command, sequencer.Iterations(), interpreted),
            }.Run();
            var made = golden.Step(goldenState, trace.BatchOf(steps), trace.Rate(steps), trace.StepDraws(steps))
                .Tensors.ToDictionary(tensor => (tensor.Kind, tensor.Layer));
            foreach (var expected in trace.Expected(steps))
            {
                if (engine.Memory.Tensor(expected.Kind, expected.Layer, probes) is not { } actual) continue;
                int index = expected.FirstDifference(actual);
                int step = steps;
                if (index >= 0)
                {
                    mismatch = TensorComparison.Explain(engine, () => Restore(before, step), step, expected, actual, index);
                    break;
                }
                // Should one of them differ where the machine does not, that is ours to find out.
                CheckAgrees("interpreter", expected, other.Tensor(expected.Kind, expected.Layer, interpretedProbes)!, step);
                CheckAgrees("golden model", expected, made[(expected.Kind, expected.Layer)], step);
                var (tensors, values) = compared.GetValueOrDefault((expected.Kind, expected.Layer));
                compared[(expected.Kind, expected.Layer)] = (tensors + 1, values + expected.Values.Length);
            }
        }
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        Output.Table($"{name}: {network}, {scheme.Name} {trace.Parameters.Formats}, batch {trace.Batch}, on chip {chip.Name}",
            [("tensor", false), ("layer", false), ("steps equal", true), ("values", true)],
            compared.OrderBy(entry => entry.Key).Select(entry => (string[])
            [
                NamedTensor.TraceName(entry.Key.Kind), network.Layers[entry.Key.Layer].Name,
                Format.Count(entry.Value.Tensors), Format.Count(entry.Value.Values),
            ]));
        var result = new Result(
            folder, scheme.Name, trace.Parameters.Formats, network.Notation, chip.Name, settings.Clock.ToString().ToLowerInvariant(),
            trace.Steps, compared.Values.Sum(c => c.Tensors), compared.Values.Sum(c => c.Values), cycles, mismatch);
        OutputFile.WriteJson(json, result);
        Output.Line(mismatch is null
            ? $"trace = golden model = interpreter = machine in {Format.Count(result.TensorsCompared)} tensors, " +
              $"{Format.Count(result.ValuesCompared)} values, {trace.Steps} steps, {Format.Count(cycles)} cycles"
            : $"differs: {mismatch}");
        return mismatch is null ? ExitCode.Good : ExitCode.CheckFailed;

        static void CheckAgrees(string who, NamedTensor expected, NamedTensor actual, int step)
        {
            if (expected.FirstDifference(actual) is >= 0 and var at)
                throw new InvalidOperationException($"the {who} differs from the machine: step {step}, {expected}{expected.Position(at)}");
        }

        void Restore(int[][] state, int step)
        {
            engine.Memory.SetState(state);
            Prepare(engine.Memory, step);
        }

        void Prepare(StepMemory memory, int step)
        {
            memory.SetBatch(trace.BatchOf(step));
            memory.SetDraws(trace.StepDraws(step));
            memory.SetScalars(0, (uint)step, trace.Rate(step));
        }
    }
}
