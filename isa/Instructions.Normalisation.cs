using WageSim.Isa.Execution;
using WageSim.Models.Hardware;
using WageSim.Models.Numerics;

namespace WageSim.Isa;

// ── Vector unit: streams of 32-bit words, their statistics and their normalisation ──

[Opcode(0x50, UnitKind.Vector, "vnarrow",
    "Codes of fewer bits from 32-bit words: code = clip(rne(x, shift), 2^(bits-1) - 1); of up to 8 bits a byte, of up to 16 " +
    "a 16-bit word, wider ones, and all with `words`, 32-bit words. Codes may be written over the words from the first one on.")]
public sealed record VectorNarrow(
    [At(24, "scratchpad address of the words")] Address Spad,
    [At(24, "scratchpad address of the codes")] Address To,
    [Bits(24, "elements", Min = 1)] int Count,
    [Bits(5, "right shift")] int Shift,
    [Bits(6, "bits of a code: at most 32", Min = 2)] int Bits,
    [Bits(1, "codes are 32-bit words")] bool Words = false) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes of a code.</summary>
    public int CodeBytes => Words || Bits > 16 ? 4 : new FixedFormat(Bits).Bytes;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad), sequencer.At(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => StreamPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => StreamPasses.Run(this, c, machine);
}

[Opcode(0x51, UnitKind.Vector, "vjoin",
    "Residual addition: z = clip(a + b, 2^(bits-1) - 1) of 32-bit words, or clip(a, 2^(bits-1) - 1) without `both`; " +
    "z may be written over a or b.")]
public sealed record VectorJoin(
    [At(24, "scratchpad address of a")] Address A,
    [At(24, "scratchpad address of b")] Address B,
    [At(24, "scratchpad address of the result")] Address To,
    [Bits(5, "walk: count of elements")] int Walk,
    [Bits(1, "add b")] bool Both,
    [Bits(6, "bits of the result: at most 32", Min = 2)] int Bits) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(A), sequencer.At(B), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => StreamPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => StreamPasses.Run(this, c, machine);
}

[Opcode(0x52, UnitKind.Vector, "vpeak",
    "Max pool of 32-bit words whose windows may hang over: ⌈height / step⌉ × ⌈width / step⌉ windows, the first one begins " +
    "at (-top, -left); z = the largest word of a window, the first in row-major order on ties, what lies outside the image never wins; " +
    "place byte = row · size + column in the window. Both are written densely.")]
public sealed record VectorPeak(
    [At(24, "scratchpad address of the words")] Address Spad,
    [Bits(5, "walk: counts of channels, width, height, images before the pool")] int Walk,
    [Bits(4, "rows and columns of a window", Min = 1)] int Size,
    [Bits(4, "rows and columns from one window to the next", Min = 1)] int Step,
    [Bits(3, "rows of the first window above the image: below size")] int Top,
    [Bits(3, "columns of the first window left of the image: below size")] int Left,
    [At(24, "scratchpad address of the result")] Address To,
    [At(24, "scratchpad address of the places")] Address Place) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(To), sequencer.At(Place), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => StreamPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => StreamPasses.Run(this, c, machine);
}

[Opcode(0x53, UnitKind.Vector, "vstat",
    "Sums of a stream of 32-bit words, of each channel: S1 += Σx, 64 bits, and S2 += Σx², 128 bits. At `sums` lie all S1, then all S2.")]
public sealed record VectorStatistics(
    [At(24, "scratchpad address of the words")] Address Spad,
    [Bits(5, "walk: counts of channels and pixels")] int Walk,
    [At(24, "scratchpad address of the sums, 24 bytes a channel")] Address Sums) : Instruction
{
    /// <summary>Bytes of a channel's two sums.</summary>
    public const int SumBytes = 8 + 16;

    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Sums), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => StatisticsPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => StatisticsPasses.Run(this, c, machine);
}

[Opcode(0x54, UnitKind.Vector, "vmoment",
    "Mean and standard deviation of n words, of each channel, in half their unit: D = n · S2 - S1², 0 if that is negative; " +
    "mean = clip(rdiv(2 · S1, n), 2^24 - 1), std = 2 · √D / n rounded half to even, of 16 · D / n² at most 2^50 - 1. " +
    "At `table` lie all means, then all deviations, 32-bit words.")]
public sealed record VectorMoment(
    [At(24, "scratchpad address of the sums as `vstat` leaves them")] Address Sums,
    [At(24, "scratchpad address of the means and deviations")] Address Table,
    [Bits(16, "channels", Min = 1)] int Count,
    [Bits(24, "words of a channel", Min = 1)] int N) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Sums), sequencer.At(Table));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => StatisticsPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => StatisticsDefinitions.Run(this, c, machine);
}

[Opcode(0x55, UnitKind.Vector, "vdecay",
    "Running statistics, in place: r = clip(r - rne(r, shift) + x, 2^31 - 1), 32-bit words.")]
public sealed record VectorDecay(
    [At(24, "scratchpad address of the running values, updated in place")] Address Running,
    [At(24, "scratchpad address of the new values")] Address New,
    [Bits(16, "channels", Min = 1)] int Count,
    [Bits(4, "right shift of the decay")] int Shift) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Running), sequencer.At(New));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => StatisticsPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => StatisticsDefinitions.Run(this, c, machine);
}

[Opcode(0x56, UnitKind.Vector, "vnorm",
    "Normalisation with ReLU: xh = clip(rdiv(128 · (2 · z - mean), max(std, 0) + 1), 2047), y = xh · G + 128 · B, " +
    "a = min(rne(max(y, 0), 7), clip), mask byte = [y > 0]. At `table` lie all means, deviations, G and B of the channels, 32-bit words. " +
    "Written densely, one behind the other, are those that `outputs` names: xh and a as 16-bit words, masks as bytes.")]
public sealed record VectorNormalise(
    [At(24, "scratchpad address of z, 32-bit words")] Address Z,
    [At(24, "scratchpad address of the channels' table, 16 bytes a channel")] Address Table,
    [At(24, "scratchpad address of the results")] Address To,
    [Bits(5, "walk: counts of channels and pixels")] int Walk,
    [Bits(15, "largest a", Min = 1)] int Clip,
    [Bits(3, "1 xh, 2 a, 4 masks, and their sums", Min = 1)] int Outputs) : Instruction
{
    /// <summary>Bytes of a channel's mean, deviation, G and B.</summary>
    public const int ConstantBytes = 4 * 4;

    /// <summary>Bits of `outputs`.</summary>
    public const int Normalised = 1, Activations = 2, Masks = 4;

    public override Unit Target => Unit.Vector;

    /// <summary>Whether an output is written.</summary>
    public bool Writes(int output) => (Outputs & output) != 0;

    /// <summary>Where an output lies from `to` on, in bytes an element; the bytes of all are those before an output of no bit.</summary>
    public int Before(int output) => (output > Normalised && Writes(Normalised) ? 2 : 0) +
        (output > Activations && Writes(Activations) ? 2 : 0) + (output > Masks && Writes(Masks) ? 1 : 0);

    /// <summary>Bytes of an element's outputs.</summary>
    public int OutputBytes => Before(2 * Masks);

    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Z), sequencer.At(Table), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => NormPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => NormPasses.Run(this, c, machine);
}

[Opcode(0x67, UnitKind.Vector, "vscale",
    "The second half of `vnorm`, of normalised codes xh that were kept: y = xh · G + 128 · B, a = min(rne(max(y, 0), 7), clip), " +
    "mask byte = [y > 0]. At `table` lie all G and B of the channels, 32-bit words. Written densely, one behind the other, are those " +
    "that `outputs` names: a as 16-bit words, masks as bytes.")]
public sealed record VectorScale(
    [At(24, "scratchpad address of xh, 16-bit words")] Address X,
    [At(24, "scratchpad address of the channels' table, 8 bytes a channel")] Address Table,
    [At(24, "scratchpad address of the results")] Address To,
    [Bits(5, "walk: counts of channels and pixels")] int Walk,
    [Bits(15, "largest a", Min = 1)] int Clip,
    [Bits(2, "1 a, 2 masks, 3 both", Min = 1)] int Outputs) : Instruction
{
    /// <summary>Bytes of a channel's G and B.</summary>
    public const int ConstantBytes = 2 * 4;

    /// <summary>Bits of `outputs`.</summary>
    public const int Activations = 1, Masks = 2;

    public override Unit Target => Unit.Vector;

    /// <summary>Whether an output is written.</summary>
    public bool Writes(int output) => (Outputs & output) != 0;

    /// <summary>Where masks lie from `to` on, in bytes an element.</summary>
    public int BeforeMasks => Writes(Activations) ? 2 : 0;

    /// <summary>Bytes of an element's outputs.</summary>
    public int OutputBytes => BeforeMasks + (Writes(Masks) ? 1 : 0);

    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(X), sequencer.At(Table), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => NormPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => NormPasses.Run(this, c, machine);
}

[Opcode(0x57, UnitKind.Vector, "vaverage",
    "Average pool: rdiv(Σx, pixels) over the pixels of an image, of each channel; 16-bit words without sign.")]
public sealed record VectorAverage(
    [At(24, "scratchpad address of x")] Address Spad,
    [Bits(5, "walk: counts of channels, pixels, images")] int Walk,
    [At(24, "scratchpad address of the averages")] Address To) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => StreamPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => StreamDefinitions.Run(this, c, machine);
}
