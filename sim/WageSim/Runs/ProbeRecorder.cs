using WageSim.Isa;
using WageSim.Models.Golden;
using WageSim.Models.Networks;

namespace WageSim.Runs;

/// <summary>Collects the sums that only ever live in the accumulators, where the vector unit reads them.</summary>
public sealed class ProbeRecorder
{
    private readonly Dictionary<int, Probe> probes;
    private readonly Network network;
    private readonly long[][] sums;

    public ProbeRecorder(Program program, Network network, int batch)
    {
        this.network = network;
        probes = program.Probes.ToDictionary(probe => probe.Pc);
        sums = [.. network.Layers.Select(layer => new long[batch * layer.Accumulator.Count])];
        Batch = batch;
    }

    private int Batch { get; }

    /// <summary>Whether the command is one that is probed.</summary>
    public bool Knows(int pc) => probes.ContainsKey(pc);

    /// <summary>Takes the block that the command is about to read.</summary>
    public void Record(in Command command, int[] iterations, MachineState machine)
    {
        if (!probes.TryGetValue(command.Pc, out var probe)) return;
        var shape = network.Layers[probe.Layer].Accumulator;
        int image = At(probe.Image, probe.ImageSteps), channel = At(probe.Channel, probe.ChannelSteps), cols = machine.Chip.Cols;
        for (int row = 0; row < command.W0!.Positions; row++)
            for (int n = 0; n < command.W0.Run; n++)
                sums[probe.Layer][((long)image * shape.Height * shape.Width + row) * shape.Channels + channel + n] = machine.Accumulator[(command.A + row) * cols + n];

        int At(int start, int[] steps)
        {
            for (int i = 0; i < steps.Length; i++) start += steps[i] * iterations[i];
            return start;
        }
    }

    /// <summary>The collected tensor of a layer.</summary>
    public NamedTensor Tensor(int layer) =>
        new(TensorKind.Accumulator, layer, network.Layers[layer].BatchDimensions(Batch, network.Layers[layer].Accumulator), sums[layer]);
}
