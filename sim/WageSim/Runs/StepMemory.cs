using WageSim.Isa;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes.Wageubn;

namespace WageSim.Runs;

/// <summary>A compiled step's DRAM as the host sees it: what goes in before a step, and the tensors that come out.</summary>
public sealed class StepMemory(Program program, MachineState machine, SchemeParameters parameters)
{
    private readonly Symbol?[] state = [.. parameters.State.Select(tensor =>
        program.Symbols.FirstOrDefault(symbol => symbol.Name == tensor.Name))];

    /// <summary>The state's arrays; those that the program does not read, as inference does not read momenta, have no place.</summary>
    public void SetState(int[][] arrays)
    {
        for (int i = 0; i < state.Length; i++) state[i]?.Write(machine.Dram, arrays[i]);
    }

    /// <summary>The state's arrays, of a program that has all of them.</summary>
    public int[][] State()
    {
        int[][] arrays = [.. parameters.State.Select(tensor => new int[tensor.Count])];
        ReadState(arrays);
        return arrays;
    }

    /// <summary>The state's arrays into arrays of the caller's.</summary>
    public void ReadState(int[][] arrays)
    {
        for (int i = 0; i < state.Length; i++) state[i]!.Read<int>(machine.Dram, arrays[i]);
    }

    /// <summary>Images with their exponent and, in a training program, classes.</summary>
    public void SetBatch(TrainingBatch batch, bool labels = true)
    {
        var input = program.Find("input");
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<sbyte>(batch.Inputs).CopyTo(machine.Dram.AsSpan((int)input.Address));
        machine.Scalars[MachineState.ExponentScalar] = batch.Exponent;
        if (labels) program.Find("label").Write(machine.Dram, batch.Labels);
    }

    /// <summary>The random numbers of a step, for a program that reads them from memory.</summary>
    public void SetDraws(StepDraws draws)
    {
        foreach (var (tensor, values) in draws.Tensors) program.Find(tensor).Write(machine.Dram, Array.ConvertAll(values, v => (int)v));
    }

    /// <summary>The registers that a step reads: seed and number of the step for the draws, and how far it goes.</summary>
    public void SetScalars(uint seed, uint step, StepRate rate)
    {
        machine.Scalars[MachineState.SeedScalar] = seed;
        machine.Scalars[MachineState.StepScalar] = step;
        machine.Scalars[MachineState.RateScalar] = rate.Rate;
        machine.Scalars[MachineState.RangeScalar] = rate.RangeLog2;
    }

    /// <summary>What the last layer left, images × classes: its sums, or in training with SSE the errors before quantisation.</summary>
    public long[] Output() => program.Find("output").Read(machine.Dram);

    /// <summary>The exponent of what the last layer left; 0 where the scheme has none.</summary>
    public int OutputExponent()
    {
        var symbol = program.Symbols.FirstOrDefault(symbol => symbol.Name == "activation_exponent");
        return symbol is null ? 0 : (int)symbol.Read(machine.Dram)[^1];
    }

    /// <summary>A tensor of the step just run, from DRAM or the probes; null where the program leaves none.</summary>
    public NamedTensor? Tensor(TensorKind kind, int layer, ProbeRecorder? probes)
    {
        if (probes?.Tensor(kind, layer) is { } probed) return probed;
        var (name, index) = Place(kind, layer, parameters.Network);
        if (program.Symbols.FirstOrDefault(symbol => symbol.Name == name) is not { } symbol) return null;
        long[] values = symbol.Read(machine.Dram);
        return index is { } i ? new(kind, layer, [], [values[i]]) : new(kind, layer, symbol.Shape, values);
    }

    /// <summary>Those tensors that a step leaves in DRAM or the probes.</summary>
    public IEnumerable<NamedTensor> Left(IEnumerable<NamedTensor> tensors, ProbeRecorder probes) => tensors.Where(tensor =>
        probes.Knows(tensor.Kind, tensor.Layer)
        || program.Symbols.Any(symbol => symbol.Name == Place(tensor.Kind, tensor.Layer, parameters.Network).Symbol));

    /// <summary>The symbol of a tensor in DRAM, and which of its elements if the tensor is a scalar.</summary>
    public static (string Symbol, int? Element) Place(TensorKind kind, int layer, Network network) =>
        network.Residual is { } residual && WageubnPlaces.Of(kind, layer, residual) is { } place
            ? place
            : Place(kind, layer, network.Layers);

    private static (string Symbol, int? Element) Place(TensorKind kind, int layer, IReadOnlyList<WeightLayer> layers) => kind switch
    {
        TensorKind.WeightMomentum or TensorKind.Gamma or TensorKind.Beta or TensorKind.GammaMomentum or TensorKind.BetaMomentum
            or TensorKind.RunningMean or TensorKind.RunningDeviation => (WageubnState.NameOf(kind, layer), null),
        TensorKind.Activation => ($"activation/{layer}", null),
        TensorKind.Accumulator => (WordTensor.Sums(layer), null),
        TensorKind.Error => ($"error/{layer}", null),
        TensorKind.Gradient => ($"gradient/{layer}", null),
        TensorKind.Code when layers[layer].IsLast => ("output", null),
        TensorKind.LossError => ("loss", null),
        TensorKind.ErrorAccumulator => (WordTensor.ErrorSums(layer), null),
        TensorKind.ActivationShift => ("activation_shift", layer),
        TensorKind.ActivationExponent => ("activation_exponent", layer),
        TensorKind.ErrorShift => ("error_shift", layer),
        TensorKind.GradientShift => ("gradient_shift", layer),
        TensorKind.Weight => ($"weight/{layer}", null),
        _ => (NamedTensor.TraceName(kind), null),
    };
}
