using WageSim.Isa.Execution;
using WageSim.Models.Hardware;
using WageSim.Models.Numerics;

namespace WageSim.Isa;

// The instruction set, one paragraph an instruction, in the manual's order; it goes on in Instructions.BlockFormat.cs.
// Words are 128 bits, opcode in bits 0-7.

// ── Sequencer ────────────────────────────

[Opcode(0x01, UnitKind.Sequencer, "halt", "Ends the program when every unit is idle; closes all DRAM rows.")]
public sealed record Halt : Instruction;

[Opcode(0x02, UnitKind.Sequencer, "sync", "Waits until every queue is empty and every unit idle; all results are visible afterwards.")]
public sealed record Sync : Instruction;

[Opcode(0x03, UnitKind.Sequencer, "loop",
    "Runs the next `length` instructions `count` times; loops nest up to 8 deep and cost no cycle at their end.")]
public sealed record Loop(
    [Bits(24, "times, at least 1", Min = 1)] int Count,
    [Bits(16, "instructions in the body, at least 1", Min = 1)] int Length) : Instruction;

[Opcode(0x04, UnitKind.Sequencer, "set", "r[reg] = value.")]
public sealed record Set(
    [Bits(5, "address register 1…31")] int Reg,
    [Bits(48, "value", Signed = true)] long Value) : Instruction;

[Opcode(0x05, UnitKind.Sequencer, "add", "r[reg] += value.")]
public sealed record Add(
    [Bits(5, "address register 1…31")] int Reg,
    [Bits(48, "value", Signed = true)] long Value) : Instruction;

[Opcode(0x06, UnitKind.Sequencer, "ring", "r[reg] = (r[reg] + step) mod wrap: the next of several buffers.")]
public sealed record Ring(
    [Bits(5, "address register 1…31")] int Reg,
    [Bits(32, "bytes or rows to the next buffer")] long Step,
    [Bits(32, "bytes or rows of all buffers", Min = 1)] long Wrap) : Instruction;

[Opcode(0x07, UnitKind.Sequencer, "walk",
    "Sets one dimension of an address walk; " +
    "dimension 0 (the contiguous run: elements, bytes an element) resets the others to one step.")]
public sealed record SetWalk(
    [Bits(5, "walk register")] int Slot,
    [Bits(3, "0 run, 1…3 positions from inner to outer, 4 segments")] int Dim,
    [Bits(24, "steps, at least 1", Min = 1)] int Count,
    [Bits(40, "bytes a step", Signed = true)] long Stride) : Instruction;

[Opcode(0x08, UnitKind.Sequencer, "tokens", "Semaphore[sem] = count; only where all units are idle (after sync).")]
public sealed record Tokens(
    [Bits(5, "semaphore")] int Sem,
    [Bits(8, "tokens")] int Count) : Instruction;

[Opcode(0x09, UnitKind.Any, "wait",
    "The unit takes one token from the semaphore before it goes on. In program order the token's signal comes first.")]
public sealed record Wait(
    [Bits(3, "0 load, 1 store, 2 vector, 3…6 arrays")] int Unit,
    [Bits(5, "semaphore")] int Sem) : Instruction
{
    public override Unit Target => (Unit)Unit;
}

[Opcode(0x0a, UnitKind.Any, "signal",
    "One token for the semaphore once all earlier commands of the unit are finished; later ones need not wait.")]
public sealed record Signal(
    [Bits(3, "0 load, 1 store, 2 vector, 3…6 arrays")] int Unit,
    [Bits(5, "semaphore")] int Sem) : Instruction
{
    public override Unit Target => (Unit)Unit;
}

// ── DMA ──────────────────────────────────

[Opcode(0x10, UnitKind.Load, "load",
    "Copies a block of up to four dimensions from DRAM to the scratchpad: the runs of `from` to the runs of `to`, " +
    "counts those of `from`.")]
public sealed record Load(
    [At(40, "DRAM byte address")] Address Dram,
    [Bits(5, "walk in DRAM")] int From,
    [At(24, "scratchpad byte address")] Address Spad,
    [Bits(5, "walk in the scratchpad")] int To) : Instruction
{
    public override Unit Target => Unit.Load;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Dram), sequencer.At(Spad), W0: sequencer.Walk(From), W1: sequencer.Walk(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) =>
        BlockMoves.List(c, Memory.Dram, Memory.Scratchpad, ref accesses);
    public override void Execute(in Command c, MachineState machine) =>
        BlockMoves.Copy(machine.Dram, c.A, c.W0!, machine.Scratchpad, c.B, c.W1!);
}

[Opcode(0x11, UnitKind.Load, "fill",
    "Writes one byte value over a block of the scratchpad: the zero border of convolutions.")]
public sealed record Fill(
    [At(24, "scratchpad byte address")] Address Spad,
    [Bits(5, "walk")] int To,
    [Bits(8, "byte value")] int Value) : Instruction
{
    public override Unit Target => Unit.Load;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad), W0: sequencer.Walk(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => accesses.Write(Memory.Scratchpad, c.A, c.W0!);
    public override void Execute(in Command c, MachineState machine) => BlockMoves.Fill(machine.Scratchpad, c.A, c.W0!, (byte)Value);
}

[Opcode(0x18, UnitKind.Store, "store",
    "Copies a block of up to four dimensions from the scratchpad to DRAM; counts are those of `from`.")]
public sealed record Store(
    [At(24, "scratchpad byte address")] Address Spad,
    [Bits(5, "walk in the scratchpad")] int From,
    [At(40, "DRAM byte address")] Address Dram,
    [Bits(5, "walk in DRAM")] int To) : Instruction
{
    public override Unit Target => Unit.Store;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Dram), W0: sequencer.Walk(From), W1: sequencer.Walk(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) =>
        BlockMoves.List(c, Memory.Scratchpad, Memory.Dram, ref accesses);
    public override void Execute(in Command c, MachineState machine) =>
        BlockMoves.Copy(machine.Scratchpad, c.A, c.W0!, machine.Dram, c.B, c.W1!);
}

// ── PE array ─────────────────────────────

[Opcode(0x20, UnitKind.Array, "weights",
    "Preloads part of a stationary tile into the shadow registers, one row a cycle: " +
    "t = clip(rne(code, shift), 2^(bits-1) - 1), and of t the bits low…low+width-1, signed if they hold t's sign. " +
    "`first` clears the other shadow registers and waits until the last tile has been taken; " +
    "`last` makes the tile ready. With `transpose`, scratchpad row j holds array column j.")]
public sealed record Weights(
    [Bits(2, "array")] int Array,
    [At(24, "scratchpad address of the first code")] Address Spad,
    [Bits(20, "bytes from one scratchpad row to the next")] int Pitch,
    [Bits(8, "first array row")] int Row,
    [Bits(9, "array rows", Min = 1)] int Rows,
    [Bits(9, "array columns", Min = 1)] int Cols,
    [Bits(2, "bytes of a code: 1 or 2", Min = 1)] int Bytes,
    [Bits(4, "right shift from stored code to weight")] int Shift,
    [Bits(5, "bits of the weight", Min = 2)] int Bits,
    [Bits(4, "lowest bit of the slice")] int Low,
    [Bits(4, "bits of the slice", Min = 1)] int Width,
    [Bits(1, "transposed")] bool Transpose,
    [Bits(1, "first part of the tile")] bool First,
    [Bits(1, "last part of the tile")] bool Last) : Instruction
{
    public override Unit Target => Unit.Array0 + Array;
    public override Command Resolve(int pc, Sequencer sequencer) => new(pc, this, sequencer.At(Spad));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => ArrayPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => ArrayPasses.Preload(this, c, machine);
}

[Opcode(0x21, UnitKind.Array, "ws",
    "Weight-stationary pass: row by row of the walk, acc[i, n] (+)= (Σₖ x[i, k] · w[k, n]) << shift. " +
    "Row k of the array takes element k of the runs of the walk's segments. " +
    "x is one byte of the element, signed if it is the highest. `swap` takes the preloaded tile; otherwise the last one stays.")]
public sealed record WeightStationary(
    [Bits(2, "array")] int Array,
    [At(24, "scratchpad address of the moving operand")] Address Spad,
    [Bits(5, "walk of the moving operand")] int Walk,
    [Bits(1, "which byte of a 2-byte element")] int Byte,
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "register: accumulate if not 0, else overwrite")] int Mode,
    [Bits(5, "left shift of the products")] int Shift,
    [Bits(9, "columns written", Min = 1)] int Cols,
    [Bits(1, "take the preloaded tile")] bool Swap) : Instruction
{
    public override Unit Target => Unit.Array0 + Array;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Acc), Mode: sequencer.Register(Mode), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => ArrayPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => ArrayPasses.Run(this, c, machine);
}

[Opcode(0x22, UnitKind.Array, "os",
    "Output-stationary pass: acc[k, n] (+)= (Σᵢ x[i, k] · y[i, n]) << shift over the positions i of both walks; " +
    "x's segments and run are the array's rows, y's run its columns. " +
    "Of each element the bits low…low+width-1 take part, signed if `xsigned`/`ysigned`. " +
    "shift = xlow + ylow, less ylow with `apart` 1 or 3, " +
    "and less that of x's byte, 8 · ⌊xlow / 8⌋, with 2 or 3. The sums drain into the accumulator rows at the end.")]
public sealed record OutputStationary(
    [Bits(2, "array")] int Array,
    [At(24, "scratchpad address of x")] Address X,
    [Bits(5, "walk of x")] int XWalk,
    [Bits(4, "lowest bit of x")] int XLow,
    [Bits(4, "bits of x", Min = 1)] int XWidth,
    [Bits(1, "x signed")] bool XSigned,
    [At(24, "scratchpad address of y")] Address Y,
    [Bits(5, "walk of y")] int YWalk,
    [Bits(4, "lowest bit of y")] int YLow,
    [Bits(4, "bits of y", Min = 1)] int YWidth,
    [Bits(1, "y signed")] bool YSigned,
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "register: accumulate if not 0, else overwrite")] int Mode,
    [Bits(2, "shifts left to the vector unit: 1 y's, 2 that of x's byte, 3 both")] int Apart) : Instruction
{
    /// <summary>Left shift of the sums as they drain.</summary>
    public int Shift => ((Apart & 2) != 0 ? XLow & 7 : XLow) + ((Apart & 1) != 0 ? 0 : YLow);
    public override Unit Target => Unit.Array0 + Array;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(X), sequencer.At(Y), sequencer.At(Acc), sequencer.Register(Mode),
            sequencer.Walk(XWalk), sequencer.Walk(YWalk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => ArrayPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => ArrayPasses.Run(this, c, machine);
}

// ── Vector unit ──────────────────────────

[Opcode(0x30, UnitKind.Vector, "vset", "scalar[s] = value.")]
public sealed record VectorSet(
    [Bits(5, "scalar register")] int Scalar,
    [Bits(48, "value", Signed = true)] long Value) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override void List(in Command c, Chip chip, ref AccessList accesses) => accesses.Write(Memory.Scalars, Scalar, 1);
    public override void Execute(in Command c, MachineState machine) => machine.Scalars[Scalar] = Value;
}

[Opcode(0x31, UnitKind.Vector, "vact",
    "Forward output: z = acc (2×2 maximum if `pool`, first in row-major order on ties); " +
    "code = min(rne(max(z, 0), shift), 2^(bits-1) - 1); " +
    "mask byte = [z > 0] + 2·[z ≤ (2^(bits-1) - 1) << shift] + 4·(position of the maximum). Both are written densely; " +
    "codes of up to 8 bits are bytes, wider ones 16-bit words. With `wide`, z is of 64-bit words at `act`, row after row, " +
    "over which codes are written.")]
public sealed record VectorActivate(
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "walk: counts of channels, width, height, images before the pool")] int Walk,
    [Bits(7, "right shift", Signed = true)] int Shift,
    [Bits(5, "bits of a code", Min = 2)] int Bits,
    [Bits(1, "2×2 pool")] bool Pool,
    [At(24, "scratchpad address of the codes")] Address Act,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [Bits(1, "64-bit words at `act` instead of sums")] bool Wide = false) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes of a code.</summary>
    public int CodeBytes => new FixedFormat(Bits).Bytes;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Acc), sequencer.At(Act), sequencer.At(Mask), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x32, UnitKind.Vector, "vloss",
    "Error of the sum of squares: e = acc - (label == class ? 2^targetlog2 : 0), written as 32-bit words; " +
    "scalar[max] = max(scalar[max], |e|). With `wide`, e is made of 64-bit words at `spad`, in place.")]
public sealed record VectorLoss(
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [At(24, "scratchpad address of the labels, 32 bits each")] Address Labels,
    [At(12, "class of the first column")] Address Class,
    [At(24, "scratchpad address of the errors")] Address Spad,
    [Bits(6, "log2 of the target")] int TargetLog2,
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(1, "64-bit words at `spad` instead of sums")] bool Wide = false) : Instruction
{
    public override Unit Target => Unit.Vector;
    // Mode carries the class of the first column: the only command with four addresses.
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Acc), sequencer.At(Labels), sequencer.At(Spad), sequencer.At(Class), sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x33, UnitKind.Vector, "vspill",
    "Wide copy: x = acc << shift, plus what is there if `more`; 0 where the mask's clip bit is 0 if `masked`; " +
    "written as 32-bit or, if `wide`, 64-bit words; scalar[max] = max(scalar[max], |x|) if `track`.")]
public sealed record VectorSpill(
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [Bits(5, "left shift")] int Shift,
    [Bits(1, "add to what is there")] bool More,
    [Bits(1, "64-bit words")] bool Wide,
    [Bits(1, "apply the clip mask")] bool Masked,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [At(24, "scratchpad address of the words")] Address Spad,
    [Bits(1, "update the maximum")] bool Track,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction, ISumOperand
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Acc), sequencer.At(Mask), sequencer.At(Spad), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x34, UnitKind.Vector, "vquant",
    "Error quantiser: code = clip(rne(x, round(log2 scalar[max]) - (bits-1)), 2^(bits-1) - 1), all 0 if scalar[max] = 0; " +
    "codes of up to 8 bits are bytes, wider ones 16-bit words.")]
public sealed record VectorQuantize(
    [At(24, "scratchpad address of the words")] Address Spad,
    [At(24, "scratchpad address of the codes")] Address To,
    [Bits(24, "elements", Min = 1)] int Count,
    [Bits(1, "64-bit words")] bool Wide,
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "bits of a code", Min = 2)] int Bits) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes of a code.</summary>
    public int CodeBytes => new FixedFormat(Bits).Bytes;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(To));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x3a, UnitKind.Vector, "vmax",
    "Largest magnitude of sums, of which nothing is written: x as `vspill` makes it; scalar[max] = max(scalar[max], |x|).")]
public sealed record VectorMaximum(
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [Bits(5, "left shift")] int Shift,
    [Bits(1, "add words to the sums")] bool More,
    [Bits(1, "64-bit words")] bool Wide,
    [Bits(1, "apply the clip mask")] bool Masked,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [At(24, "scratchpad address of the words")] Address Spad,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction, ISumOperand
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Acc), sequencer.At(Mask), sequencer.At(Spad), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x3b, UnitKind.Vector, "vcode",
    "Error quantiser of sums: x as `vspill` makes it; code of x as `vquant` makes it, written densely from `spad` on, " +
    "over the words that `more` adds.")]
public sealed record VectorCode(
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [Bits(5, "left shift")] int Shift,
    [Bits(1, "add words to the sums")] bool More,
    [Bits(1, "64-bit words")] bool Wide,
    [Bits(1, "apply the clip mask")] bool Masked,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [At(24, "scratchpad address of the words and of the codes")] Address Spad,
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "bits of a code", Min = 2)] int Bits) : Instruction, ISumOperand
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes of a code.</summary>
    public int CodeBytes => new FixedFormat(Bits).Bytes;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Acc), sequencer.At(Mask), sequencer.At(Spad), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x35, UnitKind.Vector, "vroute",
    "Error backward through ReLU and pool: each code, 0 where its mask's ReLU bit is 0, goes to its place in the walk; " +
    "with `pool` to the position of the window's maximum, 0 to the other places.")]
public sealed record VectorRoute(
    [At(24, "scratchpad address of the codes")] Address Spad,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [At(24, "scratchpad address of the result")] Address To,
    [Bits(5, "walk of the result: channels, width, height, images after the pool is undone")] int Walk,
    [Bits(1, "2×2 pool")] bool Pool,
    [Bits(2, "bytes of a code: 1 or 2", Min = 1)] int Bytes) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Mask), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x36, UnitKind.Vector, "vupdate",
    "Weight update: n = round(log2 scalar[max]) - scalar[31]; step = sign(g) · stochastic(|g|, n, draw), 0 if scalar[max] = 0; " +
    "w = clip(w - step, 2^(gbits-1) - 2^(gbits-clip)). " +
    "The 16-bit draw of element i is hash(scalar[29] seed, scalar[30] step, tensor, r[index] + i), " +
    "or the i-th word at `draws` if `external`.")]
public sealed record VectorUpdate(
    [At(24, "scratchpad address of the gradients")] Address Gradient,
    [At(24, "scratchpad address of the weights, updated in place")] Address Weight,
    [At(24, "scratchpad address of the draws")] Address Draws,
    [Bits(5, "walk: count of elements")] int Walk,
    [Bits(5, "scalar register of the maximum")] int Max,
    [Bits(5, "register: index of the first element")] int Index,
    [Bits(6, "tensor number of the draws")] int Tensor,
    [Bits(5, "bits of a stored weight", Min = 2)] int GBits,
    [Bits(5, "bits of the weight clip", Min = 1)] int Clip,
    [Bits(1, "64-bit gradients")] bool Wide,
    [Bits(1, "draws from memory")] bool External) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes of a stored weight.</summary>
    public int WeightBytes => new FixedFormat(GBits).Bytes;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Gradient), sequencer.At(Weight), sequencer.At(Draws), sequencer.Register(Index), sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => VectorPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => VectorPasses.Run(this, c, machine);
}

[Opcode(0x38, UnitKind.Vector, "vpool",
    "Forward output through any max pool: z = the largest sum of each size × size window, windows `step` apart, " +
    "the first in row-major order on ties; code and mask as `vact` makes them, the position being row · size + column in the window. " +
    "What no window reaches is left out. With `wide`, sums are 64-bit words at `act`, row after row, over which codes are written.")]
public sealed record VectorPool(
    [At(20, "accumulator row")] Address Acc,
    [Bits(5, "walk: counts of channels, width, height, images before the pool")] int Walk,
    [Bits(7, "right shift", Signed = true)] int Shift,
    [Bits(5, "bits of a code", Min = 2)] int Bits,
    [Bits(4, "rows and columns of a window: at most 8", Min = 1)] int Size,
    [Bits(4, "rows and columns from one window to the next", Min = 1)] int Step,
    [At(24, "scratchpad address of the codes")] Address Act,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [Bits(1, "64-bit words at `act` instead of sums")] bool Wide = false) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes of a code.</summary>
    public int CodeBytes => new FixedFormat(Bits).Bytes;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Acc), sequencer.At(Act), sequencer.At(Mask), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => PoolPasses.List(this, c, chip, ref accesses);
    public override void Execute(in Command c, MachineState machine) => PoolPasses.Run(this, c, machine);
}

[Opcode(0x39, UnitKind.Vector, "vunpool",
    "Error backward through ReLU and any max pool: each place in the walk gets the sum of the codes of all windows " +
    "whose mask has its ReLU bit and says that this place was the maximum; 0 where there is none.")]
public sealed record VectorUnpool(
    [At(24, "scratchpad address of the codes")] Address Spad,
    [At(24, "scratchpad address of the masks")] Address Mask,
    [At(24, "scratchpad address of the result")] Address To,
    [Bits(5, "walk of the result: channels, width, height, images after the pool is undone")] int Walk,
    [Bits(4, "rows and columns of a window: at most 8", Min = 1)] int Size,
    [Bits(4, "rows and columns from one window to the next", Min = 1)] int Step,
    [Bits(2, "bytes of a code: 1 or 2", Min = 1)] int Bytes,
    [Bits(2, "bytes of a sum: 1 or 2", Min = 1)] int SumBytes) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Mask), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => PoolPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => PoolPasses.Run(this, c, machine);
}

[Opcode(0x3c, UnitKind.Vector, "vrowmax", "Largest word of each row: rows[i] = max over j of x[i, j], written as 64-bit words.")]
public sealed record VectorRowMaximum(
    [At(24, "scratchpad address of the words")] Address Spad,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [At(24, "scratchpad address of the maxima, 64 bits a row")] Address Rows,
    [Bits(1, "64-bit words instead of 32")] bool Wide = false,
    [Bits(1, "signed bytes instead of words, whatever `wide` says")] bool Codes = false) : Instruction
{
    public override Unit Target => Unit.Vector;
    /// <summary>Bytes of an element.</summary>
    public int Bytes => Codes ? 1 : Wide ? 8 : 4;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Rows), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => SoftmaxPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => SoftmaxPasses.Run(this, c, machine);
}

[Opcode(0x3d, UnitKind.Vector, "vexp",
    "Powers of e below the row's maximum: d = max(rows[i] - x[i, j], 0), " +
    "of rows[i] the lower 32 bits unless `wide`; t = d · 94548 >> shift; " +
    "p = E[t mod 256] >> (t >> 8), 0 if t >> 8 is above 24, E[f] = round(2^(24 - f/256)). " +
    "p is written as 32-bit words; then rows[i] = the row's sum of p, 64 bits.")]
public sealed record VectorExponential(
    [At(24, "scratchpad address of the words")] Address Spad,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [At(24, "scratchpad address of the maxima, overwritten by the sums")] Address Rows,
    [At(24, "scratchpad address of the powers")] Address To,
    [Bits(6, "right shift of d · 94548, log2 of the words' unit + 8")] int Shift,
    [Bits(1, "64-bit words instead of 32")] bool Wide = false) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Rows), sequencer.At(To), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => SoftmaxPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => SoftmaxPasses.Run(this, c, machine);
}

[Opcode(0x3e, UnitKind.Vector, "vdiv",
    "Error of softmax with cross-entropy, in place: e = min(floor(p · 2^16 / rows[i]), 2^17 - 1) - (label[i] == j ? 2^16 : 0), " +
    "p unsigned, of rows[i] the lower 34 bits, the quotient 2^17 - 1 if they are 0; scalar[max] = max(scalar[max], |e|).")]
public sealed record VectorDivide(
    [At(24, "scratchpad address of the powers, overwritten by the errors")] Address Spad,
    [Bits(5, "walk: counts of columns and rows")] int Walk,
    [At(24, "scratchpad address of the sums, 64 bits a row")] Address Rows,
    [At(24, "scratchpad address of the labels, 32 bits each")] Address Labels,
    [Bits(5, "scalar register of the maximum")] int Max) : Instruction
{
    public override Unit Target => Unit.Vector;
    public override Command Resolve(int pc, Sequencer sequencer) =>
        new(pc, this, sequencer.At(Spad), sequencer.At(Rows), sequencer.At(Labels), W0: sequencer.Walk(Walk));
    public override void List(in Command c, Chip chip, ref AccessList accesses) => SoftmaxPasses.List(this, c, ref accesses);
    public override void Execute(in Command c, MachineState machine) => SoftmaxPasses.Run(this, c, machine);
}
