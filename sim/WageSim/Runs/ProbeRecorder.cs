using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Golden;
using WageSim.Models.Networks;

namespace WageSim.Runs;

/// <summary>Collects the sums that only ever live in the accumulators, where the vector unit reads them.</summary>
public sealed class ProbeRecorder
{
    private readonly Dictionary<int, Probe> probes;
    private readonly Network network;
    private readonly long[][] sums;
    private readonly int batch;

    public ProbeRecorder(Program program, Network network, int batch)
    {
        this.network = network;
        probes = program.Probes.ToDictionary(probe => probe.Pc);
        sums = [.. network.Layers.Select(layer => new long[batch * layer.Accumulator.Count])];
        this.batch = batch;
    }

    /// <summary>Whether the command is one that is probed.</summary>
    public bool Knows(int pc) => probes.ContainsKey(pc);

    /// <summary>Takes the block that the command is about to read.</summary>
    public void Record(in Command command, int[] iterations, MachineState machine)
    {
        if (!probes.TryGetValue(command.Pc, out var probe)) return;
        for (int row = 0; row < command.W0!.Positions; row++)
        {
            long to = Index(probe, iterations, row);
            for (int n = 0; n < command.W0.Run; n++) sums[probe.Layer][to + n] = SumReading.Of(command, machine, row, n);
        }
    }

    /// <summary>The accumulator row in which the command reads one value of a layer's sums, or null.</summary>
    public int? RowOf(in Command command, int[] iterations, int layer, int index)
    {
        if (!probes.TryGetValue(command.Pc, out var probe) || probe.Layer != layer) return null;
        for (int row = 0; row < command.W0!.Positions; row++)
        {
            long at = Index(probe, iterations, row);
            if (index >= at && index < at + command.W0.Run) return (int)command.A + row;
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

    /// <summary>The collected tensor of a layer.</summary>
    public NamedTensor Tensor(int layer) =>
        new(TensorKind.Accumulator, layer, network.Layers[layer].BatchDimensions(batch, network.Layers[layer].Accumulator), sums[layer]);
}
