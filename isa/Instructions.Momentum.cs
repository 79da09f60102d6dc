using WageSim.Isa.Execution;
using WageSim.Models.Hardware;

namespace WageSim.Isa;

// ── Vector unit: batch normalisation backward, and updates with momentum ──
// A channel table has C int32 values each of mean, deviation, gamma and beta, then C int64 values each of Σe, Σe·x̂ and the largest |e|.

[Opcode(0x5d, UnitKind.Vector, "vchannel",
    "Sums of errors of a batch normalisation, added to those in the channel table: Se += e, P += e · x̂, m = max(m, |e|) of each " +
    "channel, modulo 2^64.")]
public sealed record VectorChannel(
    [At(24, "scratchpad address of the int16 x̂ of all elements, and behind them of the int8 e")] Address Spad,
    [Bits(5, "walk: counts of channels and pixels")] int Walk,
    [At(24, "scratchpad address of the channel table, 40 bytes a channel")] Address Table) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Table), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => NormBackwardPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => NormBackwardPasses.Run(this, c, machine);
}

[Opcode(0x5e, UnitKind.Vector, "vlive",
    "Guard bits of a batch normalisation's error: h = the largest of bits of m + bits of |G| - bits of S + 1 over the live channels, " +
    "those with m, G and deviation S not 0; scalar[guard] = F = 11 - h, scalar[exponent] += -6 - F. " +
    "Without a live channel scalar[guard] = -128, scalar[exponent] = 0. With `more` other channels of the same error have left " +
    "scalar[guard]: unless it is -128, h is at least 11 - scalar[guard].")]
public sealed record VectorLive(
    [At(24, "scratchpad address of the channel table")] Address Table,
    [Bits(16, "channels", Min = 1)] int Count,
    [Bits(5, "scalar register of the guard bits")] int Guard,
    [Bits(5, "scalar register of the exponent")] int Exponent,
    [Bits(1, "the guard bits of other channels are there")] bool More) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Table));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => NormBackwardPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => NormBackwardDefinitions.Run(this, c, machine);
}

[Opcode(0x5f, UnitKind.Vector, "vnormback",
    "Batch normalisation backward: with N the lower 24 bits of scalar[n], F = scalar[guard] taken as -64…40, S the deviation + 1, " +
    "u = G · ((N · e - Se) · 2^14 - x̂ · P) · 2^F / (N · S), to nearest, halves to even, within ±(2^31 - 1); " +
    "0 where the deviation is not above 0, and everywhere if scalar[guard] = -128 or N = 0. " +
    "Written densely as 32-bit words; scalar[max] = max(scalar[max], |u|).")]
public sealed record VectorNormBackward(
    [At(24, "scratchpad address of the int16 x̂ of all elements, and behind them of the int8 e")] Address Spad,
    [At(24, "scratchpad address of the channel table, 40 bytes a channel")] Address Table,
    [At(24, "scratchpad address of the result")] Address To,
    [Bits(5, "walk: counts of channels and pixels")] int Walk,
    [Bits(5, "scalar register of the number of values of a channel")] int N,
    [Bits(5, "scalar register of the guard bits")] int Guard,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Table), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => NormBackwardPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => NormBackwardPasses.Run(this, c, machine);
}

[Opcode(0x60, UnitKind.Vector, "vparam",
    "Update of a batch normalisation's gamma from P, with `beta` of its beta from Se: k = scalar[exponent] + 7, with `beta` + 14; " +
    "d = clip(sum · 2^k / batch, 2^20 - 1), to nearest, halves to even; v = accumulator + d; " +
    "x = clip(x - L · v, 2^31 - 1), L the lower 9 bits of scalar[31]; accumulator = rne(v, 2).")]
public sealed record VectorParameter(
    [At(24, "scratchpad address of the channel table, 40 bytes a channel")] Address Table,
    [At(24, "scratchpad address of the int32 parameters, and behind them of their int32 accumulators, updated in place")] Address State,
    [Bits(16, "channels", Min = 1)] int Count,
    [Bits(5, "scalar register of the exponent of the errors")] int Exponent,
    [Bits(16, "images of a batch", Min = 1)] int Batch,
    [Bits(1, "beta instead of gamma")] bool Beta) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes from the beginning of the table to the sums that it reads.</summary>
    public long Sums => Beta ? NormTable.ErrorSums(Count) : NormTable.ProductSums(Count);
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Table), sequencer.At(State));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => MomentumPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => MomentumDefinitions.Run(this, c, machine);
}

[Opcode(0x61, UnitKind.Vector, "vmomentum",
    "Weight update with momentum: R = 2^r, r the lower 3 bits of scalar[27]; d = clip(stochastic(g, round(log2 scalar[max]) - r, draw), " +
    "R - 1), 0 if scalar[max] = 0; v = accumulator + d; w = clip(w - L · v, 2^31 - 1), L the lower 9 bits of scalar[31]; " +
    "accumulator = rne(v, 2). The 16-bit draw of element i is hash(scalar[29] seed, scalar[30] step, tensor, r[index] + i), " +
    "or the i-th word at `draws` if `external`.")]
public sealed record VectorMomentum(
    [At(24, "scratchpad address of the gradients")] Address Gradient,
    [At(24, "scratchpad address of the int32 weights, and behind them of their int16 accumulators, updated in place")] Address State,
    [At(24, "scratchpad address of the draws")] Address Draws,
    [Bits(5, "walk: count of elements")] int Walk,
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "register: index of the first element")] int Index,
    [Bits(10, "tensor number of the draws")] int Tensor,
    [Bits(1, "64-bit gradients")] bool Wide,
    [Bits(1, "draws from memory")] bool External) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Gradient), sequencer.At(State), sequencer.At(Draws), sequencer.Register(Index), sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => MomentumPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => MomentumPasses.Run(this, c, machine);
}
