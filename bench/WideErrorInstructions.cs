using BenchmarkDotNet.Attributes;
using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Hardware;

namespace WageSim.Benchmarks;

/// <summary>
/// The vector instructions of wide errors, normalisation backward and momentum on 16 × 16 pixels of 64 channels, by kernels and
/// by definitions.
/// </summary>
public class WideErrorInstructions
{
    private const int Channels = 64, Side = 16, Count = Side * Side * Channels, Words = 0, Table = 70_000, Operands = 80_000, To = 140_000;

    private readonly Dictionary<string, Command> commands = [];
    private MachineState state = null!;

    [Params("vclip", "vflag", "vblend", "vspread", "vchannel", "vnormback", "vmomentum")]
    public string Instruction { get; set; } = "";

    [Params(false, true)]
    public bool Plain { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        state = new(ChipFile.Load("base", []), 0) { Plain = Plain };
        var random = new Random(1);
        for (int i = 0; i < Count; i++)
        {
            BitConverter.TryWriteBytes(state.Scratchpad.AsSpan(Words + 4 * i), random.Next(-1 << 24, 1 << 24));
            BitConverter.TryWriteBytes(state.Scratchpad.AsSpan(Operands + 2 * i), (short)random.Next(-600, 600));
            state.Scratchpad[Operands + 2 * Count + i] = (byte)random.Next(-127, 128);
        }
        for (int n = 0; n < Channels; n++)
        {
            BitConverter.TryWriteBytes(At(NormTable.Deviations(Channels) + 4 * n), random.Next(1 << 16));
            BitConverter.TryWriteBytes(At(NormTable.Scales(Channels) + 4 * n), random.Next(1, 256));
            BitConverter.TryWriteBytes(At(NormTable.ErrorSums(Channels) + 8 * n), random.NextInt64(1 << 20));
            BitConverter.TryWriteBytes(At(NormTable.ProductSums(Channels) + 8 * n), random.NextInt64(1 << 28));
        }
        // Maximum, shifts, values of a channel, guard bits; range of steps and learning-rate code.
        (state.Scalars[0], state.Scalars[1], state.Scalars[2], state.Scalars[3], state.Scalars[4]) = (1 << 24, 0, 3, 64 * Side * Side, 10);
        (state.Scalars[MachineState.RangeScalar], state.Scalars[MachineState.RateScalar]) = (7, 26);
        Walk image = Walk.Unit with { Run = Channels, Count1 = Side, Count2 = Side }, all = Walk.Unit with { Run = Count };
        commands["vclip"] = new(0, new VectorClip(0, 0, Count, Wide: false, 5), Words, To);
        commands["vflag"] = new(0, new VectorFlag(0, 0, Count, 0), Words, To);
        commands["vblend"] = new(0, new VectorBlend(0, 0, 0, 0, 1, 5), Words, Words, To, W0: all);
        commands["vspread"] = new(0, new VectorSpread(0, 0, 0, 5), Words, To, W0: Walk.Unit with { Run = Channels, Count1 = Side * Side });
        commands["vchannel"] = new(0, new VectorChannel(0, 0, 0), Operands, Table, W0: image);
        commands["vnormback"] = new(0, new VectorNormBackward(0, 0, 0, 0, 3, 4, 5), Operands, Table, To, W0: image);
        commands["vmomentum"] = new(0, new VectorMomentum(0, 0, 0, 0, 0, 0, 0, Wide: false, External: false), Words, To, W0: all);

        Span<byte> At(long offset) => state.Scratchpad.AsSpan(Table + (int)offset);
    }

    [Benchmark]
    public void Execute()
    {
        var command = commands[Instruction];
        command.Instruction.Execute(command, state);
    }
}
