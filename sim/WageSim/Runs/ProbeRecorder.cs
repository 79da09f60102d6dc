using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Golden;
using WageSim.Models.Networks;

namespace WageSim.Runs;

/// <summary>Collects the tensors that are never stored, where the vector unit reads or makes them.</summary>
public sealed class ProbeRecorder
{
    private readonly Dictionary<int, Probe> probes;
    private readonly Network network;
    private readonly Dictionary<(string Tensor, int Layer), long[]> tensors = [];
    private readonly int batch;

    public ProbeRecorder(Program program, Network network, int batch)
    {
        (this.network, this.batch) = (network, batch);
        probes = program.Probes.ToDictionary(probe => probe.Pc);
        foreach (var probe in program.Probes)
            tensors.TryAdd((probe.Tensor, probe.Layer), new long[DimensionsOf(probe.Tensor, probe.Layer).Aggregate(1, (a, b) => a * b)]);
    }

    /// <summary>Whether the command is one that is probed.</summary>
    public bool Knows(int pc) => probes.ContainsKey(pc);

    /// <summary>Whether a tensor is one that is probed.</summary>
    public bool Knows(TensorKind kind, int layer) => tensors.ContainsKey((NamedTensor.TraceName(kind), layer));

    /// <summary>Takes the block that the command is about to read or to make.</summary>
    public void Record(in Command command, int[] iterations, MachineState machine)
    {
        if (!probes.TryGetValue(command.Pc, out var probe)) return;
        long[] values = tensors[(probe.Tensor, probe.Layer)];
        for (int row = 0; row < command.W0!.Positions; row++)
        {
            long to = Index(probe, iterations, row);
            for (int n = 0; n < command.W0.Run; n++) values[to + n] = SumReading.Of(command, machine, row, n);
        }
    }

    /// <summary>The row of the command's block in which one value of a tensor is, or null.</summary>
    public int? RowOf(in Command command, int[] iterations, TensorKind kind, int layer, int index)
    {
        if (!probes.TryGetValue(command.Pc, out var probe)) return null;
        if (probe.Layer != layer || probe.Tensor != NamedTensor.TraceName(kind)) return null;
        for (int row = 0; row < command.W0!.Positions; row++)
        {
            long at = Index(probe, iterations, row);
            if (index >= at && index < at + command.W0.Run) return row;
        }
        return null;
    }

    // Rows of a block are consecutive pixels.
    private long Index(Probe probe, int[] iterations, int row)
    {
        long pixel = (long)At(probe.Pixel, probe.PixelSteps) + row;
        return pixel * network.Layers[probe.Layer].OutputChannels + At(probe.Channel, probe.ChannelSteps);

        int At(int start, int[] steps)
        {
            for (int i = 0; i < steps.Length; i++) start += steps[i] * iterations[i];
            return start;
        }
    }

    // A layer's weights are the rows of its inputs, so they take the same addresses.
    private int[] DimensionsOf(string tensor, int layer)
    {
        var of = network.Layers[layer];
        return tensor == NamedTensor.TraceName(TensorKind.Update) ? of.WeightDimensions : of.BatchDimensions(batch, of.Accumulator);
    }

    /// <summary>A tensor of a layer, if the program makes one that is never stored.</summary>
    public NamedTensor? Tensor(TensorKind kind, int layer)
    {
        string name = NamedTensor.TraceName(kind);
        return tensors.TryGetValue((name, layer), out long[]? values) ? new(kind, layer, DimensionsOf(name, layer), values) : null;
    }
}
