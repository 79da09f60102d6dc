using WageSim.Isa.Execution;
using WageSim.Models.Hardware;

namespace WageSim.Isa;

// ── Vector unit: tensors of 8-bit codes with one power-of-two exponent ──

[Opcode(0x40, UnitKind.Vector, "vrange",
    "Range estimate of a tensor, and the shift that it decides: n = max(0, ceil(log2 scalar[max]) - bits - (rate ? scalar[31] : 0)), " +
    "0 if scalar[max] ≤ 1, and with `pair` 2 instead of 1; " +
    "scalar[shift] = n; then scalar[exponent] += n + plus.")]
public sealed record VectorRange(
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "scalar register of the shift")] int Shift,
    [Bits(5, "scalar register of the exponent")] int Exponent,
    [Bits(6, "magnitude bits to keep", Signed = true)] int Bits,
    [Bits(1, "scalar[31] more bits to keep")] bool Rate,
    [Bits(1, "a shift of 1 is made one of 2")] bool Pair,
    [Bits(8, "added to the exponent beside the shift", Signed = true)] int Plus) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatDefinitions.Run(this, machine);
}

[Opcode(0x41, UnitKind.Vector, "vput", "The 32-bit word at `spad` = the lower 32 bits of scalar[s].")]
public sealed record VectorPut(
    [Bits(5, "scalar register")] int Scalar,
    [At(24, "scratchpad address of the word")] Address Spad) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatDefinitions.Run(this, c, machine);
}

[Opcode(0x42, UnitKind.Vector, "vround",
    "Codes of a byte from 32-bit words: with n = scalar[shift], code = clip(away(x, n), 127), or clip(pseudo(x, n), 127) if `pseudo`; " +
    "for n ≤ 0 min(max(x, -128), 127). Codes may be written over the words from the first one on.")]
public sealed record VectorRound(
    [At(24, "scratchpad address of the words")] Address Spad,
    [At(24, "scratchpad address of the codes")] Address To,
    [Bits(24, "elements", Min = 1)] int Count,
    [Bits(5, "scalar register of the shift")] int Shift,
    [Bits(1, "pseudo-stochastic instead of halves away from zero")] bool Pseudo) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad), sequencer.At(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatPasses.Run(this, c, machine);
}

[Opcode(0x43, UnitKind.Vector, "vroundsum", "Codes of sums, as `vround` makes them, written densely.")]
public sealed record VectorRoundSum(
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [At(24, "scratchpad address of the codes")] Address Spad,
    [Bits(5, "scalar register of the shift")] int Shift,
    [Bits(1, "pseudo-stochastic instead of halves away from zero")] bool Pseudo) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Acc), sequencer.At(Spad), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatPasses.Run(this, c, machine);
}

[Opcode(0x44, UnitKind.Vector, "vrelu",
    "Forward output: c = code of a sum as `vround` makes it; z = the largest max(c, 0) of each size × size window, windows side by side, " +
    "the first in row-major order of equal ones; code z; mask byte = [z > 0] + 2 + 4·(row · size + column in the window). " +
    "Both are written densely; what no window reaches is left out. With `words`, sums are 32-bit words at `source`, row after row, " +
    "over which codes and masks may be written from the first one on.")]
public sealed record VectorRelu(
    [At(24, "accumulator row, or scratchpad address of the words")] Address Source,
    [Bits(5, "walk: counts of channels, width, height, images before the pool")] int Walk,
    [Bits(5, "scalar register of the shift")] int Shift,
    [Bits(1, "pseudo-stochastic instead of halves away from zero")] bool Pseudo,
    [Bits(4, "rows and columns of a window: at most 8, 1 without a pool", Min = 1)] int Size,
    [At(24, "scratchpad address of the codes")] Address Act,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [Bits(1, "32-bit words instead of sums")] bool Words = false) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Source), sequencer.At(Act), sequencer.At(Mask), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatPasses.Run(this, c, machine);
}

[Opcode(0x45, UnitKind.Vector, "vdrop",
    "Dropout of codes of a byte, in place: feature f = r[index] + row · pitch + n, the same in all images; code = 0 where the top bit of " +
    "its 16-bit draw is 0. The draw is hash(scalar[29] seed, scalar[30] step, tensor, f), or the f-th word at `draws` if `external`.")]
public sealed record VectorDrop(
    [At(24, "scratchpad address of the codes")] Address Spad,
    [Bits(5, "walk: counts of features side by side, rows of an image, images")] int Walk,
    [Bits(24, "features from one row of an image to the next")] int Pitch,
    [Bits(5, "register: index of the first feature")] int Index,
    [Bits(6, "tensor number of the draws")] int Tensor,
    [Bits(1, "draws from memory")] bool External,
    [At(24, "scratchpad address of the draw of feature 0")] Address Draws) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes from the draw of the command's first feature to its last one's.</summary>
    public long DrawBytes(Walk walk) => 2 * ((walk.Count1 - 1L) * Pitch + walk.Run);
    // The second address is that of the command's first draw, so that what is read follows from addresses alone.
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Draws) + (External ? 2 * sequencer.Register(Index) : 0),
            Mode: sequencer.Register(Index), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatPasses.Run(this, c, machine);
}

[Opcode(0x46, UnitKind.Vector, "vchance",
    "Codes of a byte from 32-bit words, stochastically: code = clip(stochastic(x, shift, draw), 127). The 16-bit draw of element i is " +
    "hash(scalar[29] seed, scalar[30] step, tensor, r[index] + i), or the i-th word at `draws` if `external`. " +
    "Codes may be written over the words from the first one on.")]
public sealed record VectorChance(
    [At(24, "scratchpad address of the words")] Address Spad,
    [At(24, "scratchpad address of the codes")] Address To,
    [At(24, "scratchpad address of the draws")] Address Draws,
    [Bits(5, "walk: count of elements")] int Walk,
    [Bits(5, "register: index of the first element")] int Index,
    [Bits(6, "tensor number of the draws")] int Tensor,
    [Bits(1, "draws from memory")] bool External,
    [Bits(5, "right shift: at most 16", Min = 1)] int Shift) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(To), sequencer.At(Draws), sequencer.Register(Index), sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatPasses.Run(this, c, machine);
}

[Opcode(0x47, UnitKind.Vector, "vstep",
    "Weight update, in place: n = scalar[shift]; g = 0 if scalar[max] ≤ 1, else pseudo(gradient, n), for n ≤ 0 the gradient itself; " +
    "w = clip(w - g, 127). Weights are bytes.")]
public sealed record VectorStep(
    [At(24, "scratchpad address of the gradients")] Address Gradient,
    [At(24, "scratchpad address of the weights, updated in place")] Address Weight,
    [Bits(5, "walk: count of elements")] int Walk,
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "scalar register of the shift")] int Shift,
    [Bits(1, "64-bit gradients")] bool Wide) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Gradient), sequencer.At(Weight), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => BlockFormatPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => BlockFormatPasses.Run(this, c, machine);
}
