using BenchmarkDotNet.Attributes;
using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Benchmarks;

/// <summary>The vector instructions of block formats on 256 positions of a row of sums of chip base, as a layer's blocks are.</summary>
public class BlockFormatInstructions
{
    private const int Max = 2, Shift = 3, Codes = 200_000, Masks = 230_000, Side = 16;

    private readonly Dictionary<string, Command> commands = [];
    private MachineState state = null!;

    [Params("vround", "vround pseudo", "vroundsum", "vrelu", "vrelu pool", "vrelu pool words", "vdrop", "vchance", "vstep")]
    public string Instruction { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var chip = ChipFile.Load("base", []);
        state = new(chip, 0);
        var random = new Random(1);
        int positions = Side * Side, count = positions * chip.Cols;
        foreach (ref int sum in state.Accumulator.AsSpan()) sum = random.Next(-1 << 20, 1 << 20);
        for (int i = 0; i < count; i++) BitConverter.TryWriteBytes(state.Scratchpad.AsSpan(4 * i), random.Next(-1 << 20, 1 << 20));
        (state.Scalars[Max], state.Scalars[Shift]) = (1 << 20, 13);
        Walk image = Walk.Unit with { Run = chip.Cols, Count1 = Side, Count2 = Side }, row = Walk.Unit with { Run = count };
        commands["vround"] = new(0, new VectorRound(0, 0, count, Shift, Pseudo: false), 0, Codes);
        commands["vround pseudo"] = new(0, new VectorRound(0, 0, count, Shift, Pseudo: true), 0, Codes);
        commands["vroundsum"] = new(0, new VectorRoundSum(0, 0, 0, Shift, Pseudo: false), 0, Codes, W0: image);
        commands["vrelu"] = new(0, new VectorRelu(0, 0, Shift, Pseudo: false, Size: 1, 0, 0), 0, Codes, Masks, W0: image);
        commands["vrelu pool"] = new(0, new VectorRelu(0, 0, Shift, Pseudo: false, Size: 2, 0, 0), 0, Codes, Masks, W0: image);
        commands["vrelu pool words"] = new(0, new VectorRelu(0, 0, Shift, Pseudo: false, Size: 2, 0, 0, true), 0, Codes, Masks, W0: image);
        commands["vdrop"] = new(0, new VectorDrop(0, 0, chip.Cols, 0, 1, External: false, 0), Codes, W0: image);
        commands["vchance"] = new(0, new VectorChance(0, 0, 0, 0, 0, 1, External: false, 4), 0, Codes, W0: row);
        commands["vstep"] = new(0, new VectorStep(0, 0, 0, Max, Shift, Wide: false), 0, Codes, W0: row);
    }

    [Benchmark]
    public void Execute()
    {
        var command = commands[Instruction];
        command.Instruction.Execute(command, state);
    }
}
