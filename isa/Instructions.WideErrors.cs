using WageSim.Isa.Execution;
using WageSim.Models.Hardware;

namespace WageSim.Isa;

// ── Vector unit: wide errors, tensors of 32-bit codes with one exponent ──

[Opcode(0x5b, UnitKind.Vector, "vclip",
    "Words of 32 bits from words of 64, or of 32: x = clip(word, 2^31 - 1); scalar[max] = max(scalar[max], |x|). " +
    "They may be written over the words from the first one on.")]
public sealed record VectorClip(
    [At(24, "scratchpad address of the words")] Address Spad,
    [At(24, "scratchpad address of the clipped words")] Address To,
    [Bits(24, "elements", Min = 1)] int Count,
    [Bits(1, "64-bit words")] bool Wide,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad), sequencer.At(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => WideErrorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => WideErrorPasses.Run(this, c, machine);
}

[Opcode(0x5c, UnitKind.Vector, "vflag",
    "Operands of 15 bits in 2 bytes from 32-bit words: M = scalar[max], n = round(log2 M) - 7, m = |x|; " +
    "where m ≥ 2^n (for n < 0 where m > 0) sign(x) · 128 · min(rne(m, n), 127), elsewhere sign(x) · rne(m, n - 7); 0 if M = 0. " +
    "They may be written over the words from the first one on.")]
public sealed record VectorFlag(
    [At(24, "scratchpad address of the words")] Address Spad,
    [At(24, "scratchpad address of the operands")] Address To,
    [Bits(24, "elements", Min = 1)] int Count,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad), sequencer.At(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => WideErrorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => WideErrorPasses.Run(this, c, machine);
}

[Opcode(0x62, UnitKind.Vector, "vmatch",
    "Exponent of the sum of two tensors of words, q and p theirs, M and N their maxima: e = p if M = 0, else q if N = 0, " +
    "else max(min(q, p), max(q + bits of M, p + bits of N) - 29); scalar[to] = e, scalar[to + 1] = e - q, scalar[to + 2] = e - p.")]
public sealed record VectorMatch(
    [Bits(5, "scalar register of the first exponent")] int XExponent,
    [Bits(5, "scalar register of the first maximum")] int XMax,
    [Bits(5, "scalar register of the second exponent")] int YExponent,
    [Bits(5, "scalar register of the second maximum")] int YMax,
    [Bits(5, "first of three scalar registers: at most 29")] int To) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override void List(in Command c, Chip chip, ref AccessList accesses) => WideErrorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => WideErrorDefinitions.Run(this, machine);
}

[Opcode(0x63, UnitKind.Vector, "vblend",
    "Sum of two tensors of 32-bit words: clip(rne(x, scalar[shifts]) + rne(y, scalar[shifts + 1]), 2^31 - 1), both shifts taken as " +
    "at least -31; scalar[max] = max(scalar[max], |sum|). Sums may be written over either.")]
public sealed record VectorBlend(
    [At(24, "scratchpad address of the first words")] Address X,
    [At(24, "scratchpad address of the second words")] Address Y,
    [At(24, "scratchpad address of the sums")] Address To,
    [Bits(5, "walk: count of elements")] int Walk,
    [Bits(5, "first of two scalar registers of the shifts: at most 30")] int Shifts,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(X), sequencer.At(Y), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => WideErrorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => WideErrorPasses.Run(this, c, machine);
}

[Opcode(0x64, UnitKind.Vector, "vspread",
    "Average pool backward: with f = floor(log2 pixels) every pixel of a channel of an image gets its 32-bit word d as " +
    "d · 2^f / pixels, to nearest, halves to even; scalar[max] = max(scalar[max], |result|). Written densely.")]
public sealed record VectorSpread(
    [At(24, "scratchpad address of the words, a row of channels an image")] Address Spad,
    [Bits(5, "walk: counts of channels, pixels of an image, images")] int Walk,
    [At(24, "scratchpad address of the result")] Address To,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => WideErrorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => WideErrorPasses.Run(this, c, machine);
}

[Opcode(0x65, UnitKind.Vector, "vunpeak",
    "Error backward through a padded max pool: each place of an image gets the sum of rne(x, n), n = scalar[shift] taken as at least 0, " +
    "of the 32-bit words of all windows whose place byte says that it was their maximum; 0 where there is none; within ±(2^31 - 1). " +
    "Window (r, c) begins at row r · step - top, column c · step - left; there are ⌈height / step⌉ · ⌈width / step⌉ an image. " +
    "scalar[max] = max(scalar[max], |sum|). Written densely.")]
public sealed record VectorUnpeak(
    [At(24, "scratchpad address of the words")] Address Spad,
    [At(24, "scratchpad address of the places: row · size + column in the window")] Address Place,
    [At(24, "scratchpad address of the result")] Address To,
    [Bits(5, "walk: counts of channels, width, height, images after the pool is undone")] int Walk,
    [Bits(4, "rows and columns of a window", Min = 1)] int Size,
    [Bits(4, "rows and columns from one window to the next", Min = 1)] int Step,
    [Bits(3, "rows of the first window above the image: below size")] int Top,
    [Bits(3, "columns of the first window left of the image: below size")] int Left,
    [Bits(5, "scalar register of the shift")] int Shift,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Place), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => WideErrorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => WideErrorPasses.Run(this, c, machine);
}
