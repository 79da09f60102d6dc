using BenchmarkDotNet.Attributes;
using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Benchmarks;

/// <summary>The vector instructions of normalisation on 16 × 16 pixels of 64 channels, by kernels and by definitions.</summary>
public class NormalisationInstructions
{
    private const int Channels = 64, Side = 16, Table = 66_000, Sums = 68_000, To = 70_000, Places = 160_000;

    private readonly Dictionary<string, Command> commands = [];
    private MachineState state = null!;

    [Params("vnarrow", "vjoin", "vpeak", "vstat", "vnorm", "vscale", "vmoment", "vaverage")]
    public string Instruction { get; set; } = "";

    [Params(false, true)]
    public bool Plain { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        state = new(ChipFile.Load("base", []), 0) { Plain = Plain };
        var random = new Random(1);
        const int count = Side * Side * Channels;
        for (int i = 0; i < count; i++) BitConverter.TryWriteBytes(state.Scratchpad.AsSpan(4 * i), random.Next(-1 << 18, 1 << 18));
        int[] largest = [1 << 10, 1 << 17, 256, 64];
        for (int kind = 0; kind < largest.Length; kind++)
            for (int n = 0; n < Channels; n++)
                BitConverter.TryWriteBytes(state.Scratchpad.AsSpan(Table + 4 * (kind * Channels + n)), random.Next(largest[kind]));
        Walk image = Walk.Unit with { Run = Channels, Count1 = Side, Count2 = Side };
        commands["vnarrow"] = new(0, new VectorNarrow(0, 0, count, 16, 8), 0, To);
        commands["vjoin"] = new(0, new VectorJoin(0, 0, 0, 0, Both: true, 24), 0, To, To, W0: Walk.Unit with { Run = count });
        commands["vpeak"] = new(0, new VectorPeak(0, 0, 3, 2, 0, 0, 0, 0), 0, To, Places, W0: image);
        commands["vstat"] = new(0, new VectorStatistics(0, 0, 0), 0, Sums, W0: image);
        commands["vnorm"] = new(0, new VectorNormalise(0, 0, 0, 0, 1023, 7), 0, Table, To, W0: image);
        commands["vscale"] = new(0, new VectorScale(0, 0, 0, 0, 1023, 3), 0, Table, To, W0: image);
        commands["vmoment"] = new(0, new VectorMoment(0, 0, Channels, Side * Side), Sums, Table);
        commands["vaverage"] = new(0, new VectorAverage(0, 0, 0), 0, To,
            W0: Walk.Unit with { Run = Channels, Count1 = Side * Side });
    }

    [Benchmark]
    public void Execute()
    {
        var command = commands[Instruction];
        command.Instruction.Execute(command, state);
    }
}
