using WageSim.Isa.Execution;
using WageSim.Models.Hardware;

namespace WageSim.Isa;

// ── Vector unit: softmax of codes that share an exponent ─────

[Opcode(0x48, UnitKind.Vector, "vexp2",
    "Powers of e of 8-bit codes x that stand for x · 2^e, e = scalar[exponent] limited to -25…7: " +
    "a 64-bit numerator of each, and in place of the row's maximum M (its lower 8 bits, signed; a larger x counts as M) " +
    "the row's divisor. e ≤ -7: w = 2^(1-2e) + x · 2^(1-e) + x². " +
    "Else with `fine`: d = ((M - x) · 47274 + ⌊2^(6-e)⌋) >> (7 - e), u = max(2560 - d, 0), " +
    "w = (F[u mod 256] << (u >> 8)) - 2^15, F[f] = round(2^(15 + f/256)); numerator w >> 4, divisor the sum of w >> 15. " +
    "Else with s(x) = x · 47274 / 2^15 · 2^e, both quotients cut off toward 0: w = 2^max(s(x) - s(M) + 10, 0) - 1. " +
    "Without `fine`, or for e ≤ -7: numerator w << 11, divisor the sum of w.")]
public sealed record VectorPower(
    [At(24, "scratchpad address of the codes")] Address Spad,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [At(24, "scratchpad address of the maxima, 64 bits a row, overwritten by the divisors")] Address Rows,
    [At(24, "scratchpad address of the numerators, 64 bits each")] Address To,
    [Bits(5, "scalar register of the exponent")] int Exponent,
    [Bits(1, "powers with 8 fraction bits instead of whole octaves")] bool Fine) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Rows), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => PowerPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => PowerPasses.Run(this, c, machine);
}

[Opcode(0x49, UnitKind.Vector, "vprob",
    "Error of softmax with cross-entropy: q = min(floor(numerator / rows[i]), 2^12 - 1), of rows[i] the lower 63 bits, " +
    "2^12 - 1 if they are 0; then the label's q, if the row has it, less the row's sum of q. " +
    "Written densely as 32-bit words from where the numerators begin.")]
public sealed record VectorProbability(
    [At(24, "scratchpad address of the numerators, 64 bits each without sign, overwritten by the errors")] Address Spad,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [At(24, "scratchpad address of the divisors, 64 bits a row")] Address Rows,
    [At(24, "scratchpad address of the labels, 32 bits each")] Address Labels) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Rows), sequencer.At(Labels), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => PowerPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => PowerPasses.Run(this, c, machine);
}
