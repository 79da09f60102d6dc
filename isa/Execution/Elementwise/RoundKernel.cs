using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vround` and `vroundsum`: numbers of 32 bits to codes of a byte.</summary>
internal static class RoundKernel
{
    /// <summary>The largest shift of lanes of 32 bits.</summary>
    public const int MostShift = 31;

    public static void Run(VectorRound op, in Command c, MachineState machine)
    {
        int shift = BlockFormatDefinitions.Shift(machine, op.Shift);
        // Codes are smaller than words: as long as they do not begin above the words, no code lies on a word that is still to be read.
        if (shift > MostShift || (VectorPasses.Meet(c.A, 4L * op.Count, c.B, op.Count) && c.B > c.A))
        {
            BlockFormatDefinitions.Run(op, c, machine);
            return;
        }
        ref byte codes = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, op.Count));
        ref byte words = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, 4 * op.Count));
        Codes(ref words, op.Count, ref codes, 1, op.Count, shift, op.Pseudo, relu: false, machine.VectorBits);
    }

    public static void Run(VectorRoundSum op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int shift = BlockFormatDefinitions.Shift(machine, op.Shift);
        if (shift > MostShift)
        {
            BlockFormatDefinitions.Run(op, c, machine);
            return;
        }
        ref byte codes = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, walk.Positions * walk.Run));
        ref byte sums = ref Sums(c, machine);
        Codes(ref sums, machine.Chip.Cols, ref codes, walk.Positions, walk.Run, shift, op.Pseudo, relu: false, machine.VectorBits);
    }

    /// <summary>The command's first sum; throws where not all of its rows are there.</summary>
    public static ref byte Sums(in Command c, MachineState machine)
    {
        int cols = machine.Chip.Cols;
        return ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(machine.Accumulator.AsSpan((int)c.A * cols, c.W0!.Positions * cols)));
    }

    /// <summary>Dense codes of rows of numbers that begin `pitch` numbers apart; with ReLU those below 0 become 0.</summary>
    public static void Codes(
        ref byte numbers, int pitch, ref byte codes, int rows, int columns, int shift, bool pseudo, bool relu, int registerBits)
    {
        // Rows without gaps are one long row.
        if (pitch == columns) (rows, columns) = (1, rows * columns);
        var kernel = new Kernel(ref numbers, ref codes)
        {
            Rows = rows, Columns = columns, Pitch = pitch, Shift = shift, Pseudo = pseudo,
            Lowest = relu ? 0 : shift == 0 ? -BlockFormatDefinitions.MaxCode - 1 : -BlockFormatDefinitions.MaxCode,
        };
        Columns.Cover<Kernel, int>(ref kernel, columns, registerBits);
    }

    private ref struct Kernel(ref byte numbers, ref byte codes) : IColumns<int>
    {
        private readonly ref byte numbers = ref numbers, codes = ref codes;
        public int Rows, Columns, Pitch, Shift, Lowest;
        public bool Pseudo;

        [MethodImpl(Elementwise.Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
        {
            var rounding = new ShiftRounding<V, int>(Shift, Pseudo);
            V highest = V.All(BlockFormatDefinitions.MaxCode), lowest = V.All(Lowest);
            for (int i = 0; i < Rows; i++)
            {
                ref byte from = ref Unsafe.Add(ref numbers, 4 * (nint)i * Pitch), to = ref Unsafe.Add(ref codes, (nint)i * Columns);
                for (int n = first; n < last; n += V.Count)
                {
                    V x = rounding.Round(V.Load(ref Unsafe.Add(ref from, 4 * (nint)n)));
                    V.Max(V.Min(x, highest), lowest).Store8(ref Unsafe.Add(ref to, n));
                }
            }
        }
    }
}
