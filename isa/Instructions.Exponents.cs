using WageSim.Isa.Execution;
using WageSim.Models.Hardware;

namespace WageSim.Isa;

// ── Vector unit: scalars that go with a tensor: its exponent and its largest magnitude ──

[Opcode(0x58, UnitKind.Vector, "vget", "scalar[s] = the 32-bit word at `spad`, with sign.")]
public sealed record VectorGet(
    [At(24, "scratchpad address of the word")] Address Spad,
    [Bits(5, "scalar register")] int Scalar) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => ExponentPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => ExponentPasses.Run(this, c, machine);
}

[Opcode(0x59, UnitKind.Vector, "vaddi", "scalar[s] += value.")]
public sealed record VectorAddValue(
    [Bits(5, "scalar register")] int Scalar,
    [Bits(32, "value", Signed = true)] int Value) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override void List(in Command c, Chip chip, ref AccessList accesses) => accesses.Write(Memory.Scalars, Scalar, 1);
    public override void Execute(in Command c, MachineState machine) => machine.Scalars[Scalar] += Value;
}

[Opcode(0x5a, UnitKind.Vector, "vexpo",
    "Exponent of codes that a quantiser made: scalar[exponent] += round(log2 scalar[max]) - bits; 0 if scalar[max] ≤ 0.")]
public sealed record VectorExponent(
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "scalar register of the exponent")] int Exponent,
    [Bits(8, "magnitude bits of a code", Signed = true)] int Bits) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override void List(in Command c, Chip chip, ref AccessList accesses) => ExponentPasses.List(this, ref accesses);
    public override void Execute(in Command c, MachineState machine) => ExponentPasses.Run(this, machine);
}

[Opcode(0x66, UnitKind.Vector, "vroom",
    "Shift that leaves room: n = max(0, b - bits), b = ⌊log2 scalar[max]⌋ + 1, 0 if scalar[max] ≤ 0; " +
    "scalar[shift] = n; then scalar[exponent] += n.")]
public sealed record VectorRoom(
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "scalar register of the shift")] int Shift,
    [Bits(5, "scalar register of the exponent")] int Exponent,
    [Bits(6, "magnitude bits to keep")] int Bits) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override void List(in Command c, Chip chip, ref AccessList accesses) => ExponentPasses.List(this, ref accesses);
    public override void Execute(in Command c, MachineState machine) => ExponentPasses.Run(this, machine);
}
