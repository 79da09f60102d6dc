using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vspill`: sums to words, with their largest magnitude.</summary>
internal static class SpillKernel
{
    public static void Run(VectorSpill op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        long elements = (long)walk.Positions * walk.Run, bytes = elements * VectorPasses.WordBytes(op.Wide);
        if (op.Masked && VectorPasses.Meet(c.B, elements, c.C, bytes)) { VectorDefinitions.Run(op, c, machine); return; }
        // Unsafe references follow: the operands must lie in their memories.
        _ = machine.Accumulator.AsSpan((int)c.A * machine.Chip.Cols, walk.Positions * machine.Chip.Cols);
        _ = machine.Scratchpad.AsSpan((int)c.C, (int)bytes);
        if (op.Masked) _ = machine.Scratchpad.AsSpan((int)c.B, (int)elements);
        if (op.Wide || Fits(op) || walk.Run == machine.Chip.Cols) Part(c, machine, 0, walk.Positions);
        else
            // Row by row, so that the first word that does not fit is found first.
            for (int i = 0; i < walk.Positions; i++) Part(c, machine, i, i + 1);
    }

    /// <summary>Whether every result is a sum, and so has 32 bits.</summary>
    private static bool Fits(VectorSpill op) => op.Shift == 0 && !op.More;

    private static void Part(in Command c, MachineState machine, int from, int end)
    {
        var op = (VectorSpill)c.Instruction;
        ref byte to = ref machine.Scratchpad[(int)c.C];
        long most = Fits(op) && !op.Wide
            ? Make<int>(op, c, machine, ref to, op.Wide, from, end) : Make<long>(op, c, machine, ref to, op.Wide, from, end);
        if (op.Track) machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], most);
    }

    /// <summary>Writes a command's numbers from row `from` to row `end` as words, and returns their largest magnitude.</summary>
    /// <param name="words">Where the word of row 0 goes.</param>
    public static long Make<T>(
        ISumOperand op, in Command c, MachineState machine, ref byte words, bool wide, int from, int end)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var kernel = new Kernel<T>(ref words) { Machine = machine, Command = c, Op = op, Wide = wide, From = from, End = end };
        int columns = c.W0!.Run;
        // Rows of sums without gaps are one long row.
        if (columns == machine.Chip.Cols) (columns, kernel.End) = ((end - from) * columns, from + 1);
        Columns.Cover<Kernel<T>, T>(ref kernel, columns, machine.VectorBits);
        return Math.Max(kernel.Highest, Math.Abs(kernel.Lowest));
    }

    /// <summary>Rows of sums, in lanes of 32 bits where these hold every result, else of 64.</summary>
    private ref struct Kernel<T>(ref byte words) : IColumns<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private readonly ref byte words = ref words;
        public required MachineState Machine;
        public Command Command;
        public required ISumOperand Op;
        public bool Wide;
        public int From, End;
        public long Highest, Lowest;

        [MethodImpl(Columns.Kernel)]
        public void Run<V>(int first, int last) where V : struct, ILanes<V, T>
        {
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(Machine.Scratchpad);
            ref byte masks = ref Unsafe.Add(ref memory, (nint)Command.B), added = ref Unsafe.Add(ref memory, (nint)Command.C);
            ref byte words = ref this.words;
            ref byte sums = ref Unsafe.As<int, byte>(ref MemoryMarshal.GetArrayDataReference(Machine.Accumulator));
            bool more = Op.More, addedWide = Op.Wide, masked = Op.Masked, wide = Wide, mayOverflow = typeof(T) == typeof(long) && !wide;
            int shift = Op.Shift, wordBytes = VectorPasses.WordBytes(wide), addedBytes = VectorPasses.WordBytes(addedWide);
            int run = Command.W0!.Run, pitch = Machine.Chip.Cols;
            V zero = V.All(T.Zero), clip = V.All(T.CreateTruncating(VectorDefinitions.ClipPasses)), highest = zero, lowest = zero;
            for (int i = From; i < End; i++)
            {
                ref byte row = ref Unsafe.Add(ref sums, (nint)((Command.A + i) * pitch * 4));
                nint element = (nint)i * run;
                for (int n = first; n < last; n += V.Count)
                {
                    ref byte to = ref Unsafe.Add(ref words, (element + n) * wordBytes);
                    V x = V.Signed32(ref Unsafe.Add(ref row, (nint)n * 4)) << shift;
                    if (more)
                    {
                        ref byte word = ref Unsafe.Add(ref added, (element + n) * addedBytes);
                        x += addedWide ? V.Load(ref word) : V.Signed32(ref word);
                    }
                    if (masked) x = V.Select(V.Equal(V.Unsigned8(ref Unsafe.Add(ref masks, element + n)) & clip, zero), zero, x);
                    if (mayOverflow && V.Any(x << 32 >> 32 ^ x))
                        // The definition names the word that does not fit.
                        for (int k = n; k < n + V.Count; k++)
                            VectorDefinitions.Spill((VectorSpill)Op, Command, Machine, i + k / run, k % run);
                    if (wide) x.Store(ref to);
                    else x.Store32(ref to);
                    highest = V.Max(highest, x);
                    lowest = V.Min(lowest, x);
                }
            }
            for (int k = 0; k < V.Count; k++)
            {
                Highest = Math.Max(Highest, long.CreateTruncating(highest[k]));
                Lowest = Math.Min(Lowest, long.CreateTruncating(lowest[k]));
            }
        }
    }
}
