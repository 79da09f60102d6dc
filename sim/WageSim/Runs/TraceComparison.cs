using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Traces;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>A golden trace step by step on golden model, machine and interpreter, each from its own state.</summary>
internal sealed class TraceComparison
{
    private readonly ValidateSettings settings;
    private readonly ITrainingTrace trace;
    private readonly Chip chip;
    private readonly Team team;
    private readonly StepEngine engine;
    private readonly MachineState interpreted;
    private readonly IGoldenTrainer golden;
    private readonly int[][] goldenState;
    private readonly Dictionary<(TensorKind Kind, int Index), (int Tensors, long Values)> compared = [];

    public TraceComparison(ValidateSettings settings, ITrainingTrace trace, Chip chip, Team team)
    {
        (this.settings, this.trace, this.chip, this.team) = (settings, trace, chip, team);
        var scheme = SchemeCatalogue.Of(trace.Parameters);
        bool comparesWords = trace.Expected(0).Any(tensor => tensor.Kind is TensorKind.ErrorAccumulator or TensorKind.WideError);
        engine = Engine(new(trace.Batch, ExternalDraws: true, KeepWords: comparesWords)
        {
            ErrorPass = scheme.Pass(settings.ErrorPass), Saved = scheme.Saved(settings.Saved),
        });
        interpreted = new(chip, engine.Program.DramBytes) { Plain = true };
        engine.Memory.SetState(trace.StartState);
        Interpreted.SetState(trace.StartState);
        golden = scheme.Golden(trace.Parameters);
        goldenState = trace.StartState;
    }

    /// <summary>Tensors of each kind that the machine leaves, and their values, that were equal.</summary>
    public IReadOnlyDictionary<(TensorKind Kind, int Index), (int Tensors, long Values)> Compared => compared;

    /// <summary>Tensors, and their values, that the machine does not leave and the golden model makes as the trace has them.</summary>
    public (int Tensors, long Values) OnGoldenModel { get; private set; }

    /// <summary>Cycles of the machine.</summary>
    public long Cycles { get; private set; }

    /// <summary>Runs a step.</summary>
    /// <returns>The first difference from the trace, or null.</returns>
    public Mismatch? Step(int step, CancellationToken cancellation)
    {
        int[][] before = engine.Memory.State();
        var (probes, interpretedProbes) = (Recorder(), Recorder());
        Prepare(engine.Memory, step);
        Cycles += engine.RunInTime(cancellation, probes).Cycles;
        Prepare(Interpreted, step);
        new Interpreter(engine.Program, interpreted)
        {
            Observe = (command, sequencer) => interpretedProbes.Record(command, sequencer.Iterations(), interpreted),
        }.Run();
        var made = golden.Step(goldenState, trace.BatchOf(step), trace.Rate(step), trace.StepDraws(step))
            .Tensors.ToDictionary(tensor => (tensor.Kind, tensor.Layer));
        foreach (var expected in trace.Expected(step))
        {
            var software = made[(expected.Kind, expected.Layer)];
            if (engine.Memory.Tensor(expected.Kind, expected.Layer, probes) is not { } actual)
            {
                if (expected.FirstDifference(software) is >= 0 and var differs) return OfGoldenModel(step, expected, software, differs);
                OnGoldenModel = (OnGoldenModel.Tensors + 1, OnGoldenModel.Values + expected.Values.Length);
                continue;
            }
            if (expected.FirstDifference(actual) is >= 0 and var index)
                return TensorComparison.Explain(engine, () => Restore(before, step), step, expected, actual, index);
            // Should one of them differ where the machine does not, that is ours to find out.
            CheckAgrees("interpreter", step, expected, Interpreted.Tensor(expected.Kind, expected.Layer, interpretedProbes)!);
            CheckAgrees("golden model", step, expected, software);
            Count(expected);
        }
        return null;

        ProbeRecorder Recorder() => new(engine.Program, trace.Parameters.Network, trace.Batch);
    }

    /// <summary>Runs an inference pass of step 0's images with the state that was reached, if the trace has one.</summary>
    /// <returns>The first difference from the trace, or null.</returns>
    public Mismatch? Infer(CancellationToken cancellation)
    {
        if (trace.Inference is not { } expected) return null;
        var inference = Engine(new(trace.Batch, Inference: true) { ErrorPass = settings.ErrorPass });
        var plain = new MachineState(chip, inference.Program.DramBytes) { Plain = true };
        Load(inference.Memory);
        Cycles += inference.RunInTime(cancellation).Cycles;
        var actual = expected with { Values = inference.Memory.Output() };
        int last = trace.Steps - 1;
        if (expected.FirstDifference(actual) is >= 0 and var index)
        {
            // The logits are the last layer's sums.
            var sums = expected with { Kind = TensorKind.Accumulator };
            return TensorComparison.Explain(inference, () => Load(inference.Memory), last, sums, actual, index) with
            {
                Tensor = NamedTensor.TraceName(expected.Kind), Phase = NamedTensor.TraceName(expected.Kind),
            };
        }
        var memory = new StepMemory(inference.Program, plain, trace.Parameters);
        Load(memory);
        new Interpreter(inference.Program, plain).Run();
        CheckAgrees("interpreter", last, expected, expected with { Values = memory.Output() });
        CheckAgrees("golden model", last, expected, expected with { Values = golden.Infer(goldenState, trace.BatchOf(0)) });
        Count(expected);
        return null;

        void Load(StepMemory memory)
        {
            memory.SetState(engine.Memory.State());
            memory.SetBatch(trace.BatchOf(0), labels: false);
        }
    }

    private StepMemory Interpreted => new(engine.Program, interpreted, trace.Parameters);

    private StepEngine Engine(CompileOptions options) => new(trace.Parameters, chip, options, settings.Clock, team, settings.Fidelity);

    private void Restore(int[][] state, int step)
    {
        engine.Memory.SetState(state);
        Prepare(engine.Memory, step);
    }

    private void Prepare(StepMemory memory, int step)
    {
        memory.SetBatch(trace.BatchOf(step));
        memory.SetDraws(trace.StepDraws(step));
        memory.SetScalars(0, (uint)step, trace.Rate(step));
    }

    private void Count(NamedTensor tensor)
    {
        var (tensors, values) = compared.GetValueOrDefault((tensor.Kind, tensor.Layer));
        compared[(tensor.Kind, tensor.Layer)] = (tensors + 1, values + tensor.Values.Length);
    }

    private Mismatch OfGoldenModel(int step, NamedTensor expected, NamedTensor actual, int index) => new(
        step, trace.PlaceOf(expected.Kind, expected.Layer), "golden model", NamedTensor.TraceName(expected.Kind), expected.Position(index),
        expected.Values[index], actual.Values[index], -1, "none", 0);

    private static void CheckAgrees(string who, int step, NamedTensor expected, NamedTensor actual)
    {
        if (expected.FirstDifference(actual) is >= 0 and var at)
            throw new InvalidOperationException($"the {who} differs from the machine: step {step}, {expected}{expected.Position(at)}");
    }
}
