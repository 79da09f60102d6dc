using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;

namespace WageSim.Runs;

/// <summary>The first value in which a run differs from what was expected.</summary>
public sealed record Mismatch(
    int Step, string Layer, string Phase, string Tensor, string Index, long Expected, long Actual,
    int Instruction, string Text, long Cycle)
{
    public override string ToString() =>
        $"step {Step}, {Layer} {Phase}: {Tensor}{Index} is {Actual}, expected {Expected}; " +
        $"written by instruction {Instruction} '{Text}' started in cycle {Cycle}";
}

/// <summary>Compares a step's tensors, and finds who wrote the first value that differs.</summary>
public static class TensorComparison
{
    /// <summary>The first tensor that differs, in the order expected, and the flat index; null where all are equal.</summary>
    /// <param name="actual">The same tensor of the run, or null where it leaves none.</param>
    public static (NamedTensor Expected, NamedTensor Actual, int Index)? FirstDifference(
        IEnumerable<NamedTensor> expected, Func<NamedTensor, NamedTensor?> actual)
    {
        foreach (var tensor in expected)
        {
            if (actual(tensor) is not { } other) continue;
            int index = tensor.FirstDifference(other);
            if (index >= 0) return (tensor, other, index);
        }
        return null;
    }

    /// <summary>Runs the step again and watches the place.</summary>
    /// <param name="prepare">Restores the step's start state.</param>
    public static Mismatch Explain(StepEngine engine, Action prepare, int step, NamedTensor expected, NamedTensor actual, int index)
    {
        prepare();
        (int Pc, Cycle Start) writer = (-1, default);
        var lastWriter = new (int, Cycle)[engine.State.Chip.AccumulatorRows];
        var probes = new ProbeRecorder(engine.Program, engine.Parameters.Network, engine.Options.Batch);
        long address = -1;
        if (probes.Tensor(expected.Kind, expected.Layer) is null)
        {
            var (name, element) = StepMemory.Place(expected.Kind, expected.Layer, engine.Parameters.Network);
            var symbol = engine.Program.Find(name);
            address = symbol.Address + (long)(element ?? index) * symbol.ElementBytes;
        }
        engine.RunInTime(default, observe: (command, iterations, start) =>
        {
            switch (command.Instruction)
            {
                case Store when address >= 0 && command.W1!.ShapedAs(command.W0!).Meets(command.B, address, address + 1):
                    writer = (command.Pc, start);
                    break;
                case WeightStationary:
                    lastWriter.AsSpan((int)command.B, command.W0!.Positions).Fill((command.Pc, start));
                    break;
                default:
                    if (address < 0 && probes.RowOf(command, iterations!, expected.Kind, expected.Layer, index) is { } row)
                        writer = expected.Kind == TensorKind.Accumulator ? lastWriter[(int)command.A + row] : (command.Pc, start);
                    break;
            }
        });
        string layer = PlaceOf(engine.Parameters.Network, expected);
        string text = writer.Pc < 0 ? "none" : InstructionSet.Print(engine.Program.Instructions[writer.Pc]);
        string phase = expected.Kind switch
        {
            TensorKind.Accumulator or TensorKind.Activation or TensorKind.Code => "forward",
            TensorKind.ActivationShift or TensorKind.ActivationExponent => "forward",
            TensorKind.Stream or TensorKind.Mean or TensorKind.Deviation or TensorKind.Normalised or TensorKind.Pooled => "forward",
            TensorKind.WideError or TensorKind.OperandError or TensorKind.ActivationError => "error",
            TensorKind.LossError => "loss",
            TensorKind.Error or TensorKind.ErrorAccumulator or TensorKind.ErrorShift => "error",
            TensorKind.Gradient => "gradient",
            _ => "update",
        };
        return new(
            step, layer, phase, NamedTensor.TraceName(expected.Kind), expected.Position(index),
            expected.Values[index], actual.Values[index], writer.Pc, text, writer.Start.Value);
    }

    /// <summary>What a tensor's index counts: conv3, fc4, or, of a residual network, norm2.</summary>
    public static string PlaceOf(Network network, NamedTensor tensor) =>
        network.Residual is { } residual && WageubnState.IsOfNorm(tensor.Kind)
            ? residual.Norms[tensor.Layer].Name : network.Layers[tensor.Layer].Name;
}
