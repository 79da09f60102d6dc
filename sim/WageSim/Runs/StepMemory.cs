using WageSim.Isa;
using WageSim.Models.Golden;
using WageSim.Models.Schemes;

namespace WageSim.Runs;

/// <summary>A compiled step's DRAM as the host sees it: what goes in before a step, and the tensors that come out.</summary>
public sealed class StepMemory(Program program, MachineState machine, SchemeParameters parameters)
{
    /// <summary>Stored weight codes of all layers.</summary>
    public void SetWeights(int[][] weights)
    {
        for (int l = 0; l < weights.Length; l++) program.Find($"weight/{l}").Write(machine.Dram, weights[l]);
    }

    public int[][] Weights()
    {
        int[][] weights = [.. parameters.Network.Layers.Select(layer => new int[layer.WeightCount])];
        ReadWeights(weights);
        return weights;
    }

    /// <summary>Stored weight codes of all layers into arrays of the caller's.</summary>
    public void ReadWeights(int[][] weights)
    {
        for (int l = 0; l < weights.Length; l++) program.Find($"weight/{l}").Read<int>(machine.Dram, weights[l]);
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

    /// <summary>The registers that a step reads: seed and number of the step for the draws, and the scheme's rate.</summary>
    public void SetScalars(uint seed, uint step, int rate)
    {
        machine.Scalars[MachineState.SeedScalar] = seed;
        machine.Scalars[MachineState.StepScalar] = step;
        machine.Scalars[MachineState.RateScalar] = rate;
    }

    /// <summary>What the last layer left, images × classes: its sums, or in training with SSE the errors before quantisation.</summary>
    public long[] Output() => program.Find("output").Read(machine.Dram);

    /// <summary>The exponent of what the last layer left; 0 where the scheme has none.</summary>
    public int OutputExponent()
    {
        var symbol = program.Symbols.FirstOrDefault(symbol => symbol.Name == "activation_exponent");
        return symbol is null ? 0 : (int)symbol.Read(machine.Dram)[^1];
    }

    /// <summary>A tensor of the step just run; sums come from the probes.</summary>
    public NamedTensor Tensor(TensorKind kind, int layer, ProbeRecorder probes)
    {
        if (kind == TensorKind.Accumulator) return probes.Tensor(layer);
        var symbol = program.Find(SymbolName(kind, layer));
        return new(kind, layer, symbol.Shape, symbol.Read(machine.Dram));
    }

    /// <summary>Where a tensor lives in DRAM.</summary>
    public static string SymbolName(TensorKind kind, int layer) => kind switch
    {
        TensorKind.Activation => $"activation/{layer}",
        TensorKind.Error => $"error/{layer}",
        TensorKind.Gradient => $"gradient/{layer}",
        _ => $"weight/{layer}",
    };
}
