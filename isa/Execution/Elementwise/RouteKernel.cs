using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vroute`: codes through ReLU and 2×2 pool to their places.</summary>
internal static class RouteKernel
{
    public static void Run(VectorRoute op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        // Elements have the size of the codes, whatever the walk says; compiled walks say the same and need no copy.
        if (walk.Bytes != op.Bytes || walk.Segments != 1) walk = walk with { Bytes = op.Bytes, Segments = 1 };
        long inputs = VectorPasses.Outputs(walk, op.Pool), codes = inputs * op.Bytes;
        long to = c.C + walk.Lowest, written = walk.Highest - walk.Lowest;
        bool inPlace = !op.Pool && to == c.C && written == codes;
        bool apart = (!VectorPasses.Meet(c.A, codes, to, written) || (inPlace && c.A == to))
            && (!VectorPasses.Meet(c.B, inputs, to, written) || (inPlace && c.B == to && op.Bytes == 1));
        if (op.Bytes > 2 || !apart || !Ascends(walk)) { VectorDefinitions.Run(op, c, machine); return; }
        // Unsafe references follow: the operands must lie in their memory.
        _ = machine.Scratchpad.AsSpan((int)c.A, (int)codes);
        _ = machine.Scratchpad.AsSpan((int)c.B, (int)inputs);
        _ = machine.Scratchpad.AsSpan((int)to, (int)written);
        Part(new(c.Pc, op, c.A, c.B, c.C, c.Mode, walk, c.W1), machine, 0, Lines(op, walk) * walk.Count3);
    }

    /// <summary>Whether the walk's runs lie one behind the other, so that no place is written twice.</summary>
    public static bool Ascends(Walk walk)
    {
        long line = (walk.Count1 - 1) * walk.Stride1 + walk.RunBytes, image = (walk.Count2 - 1) * walk.Stride2 + line;
        return (walk.Count1 == 1 || walk.Stride1 >= walk.RunBytes) && (walk.Count2 == 1 || walk.Stride2 >= line)
            && (walk.Count3 == 1 || walk.Stride3 >= image);
    }

    /// <summary>Lines of windows in an image, a last odd line among them.</summary>
    private static int Lines(VectorRoute op, Walk walk) => op.Pool ? (walk.Count2 + 1) / 2 : walk.Count2;

    private static void Part(in Command c, MachineState machine, int from, int end)
    {
        if (((VectorRoute)c.Instruction).Bytes == 1) Part<byte>(c, machine, from, end);
        else Part<short>(c, machine, from, end);
    }

    private static void Part<T>(in Command c, MachineState machine, int from, int end)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var walk = c.W0!;
        bool pool = ((VectorRoute)c.Instruction).Pool;
        var kernel = new Kernel<T>
        {
            Memory = machine.Scratchpad, Command = c, From = from, End = end, Width = walk.Count1, Run = walk.Run,
        };
        // A line without gaps is one long run.
        if (!pool && walk.Stride1 == walk.RunBytes) (kernel.Width, kernel.Run) = (1, walk.Count1 * walk.Run);
        Columns.Cover<Kernel<T>, T>(ref kernel, kernel.Run, machine.VectorBits);
    }

    /// <summary>Lines of Width runs; with pool lines of windows, each of which fills two lines of the result.</summary>
    private struct Kernel<T> : IColumns<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        // A mask byte is ReLU bit, clip bit and place; the clip bit says nothing here.
        private const byte Looked = 0xff & ~VectorDefinitions.ClipPasses;

        public byte[] Memory;
        public Command Command;
        public int From, End, Width, Run;

        [MethodImpl(Columns.Kernel)]
        readonly void IColumns<T>.Run<V>(int first, int last)
        {
            var op = (VectorRoute)Command.Instruction;
            var walk = Command.W0!;
            int step = op.Pool ? 2 : 1, lines = Lines(op, walk), outWidth = Width / step, outHeight = walk.Count2 / step;
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(Memory);
            for (int line = From; line < End; line++)
            {
                int image = line / lines, y = line % lines;
                nint from = ((nint)image * outHeight + y) * outWidth * Run;
                ref byte codes = ref Unsafe.Add(ref memory, (nint)Command.A + from * walk.Bytes);
                ref byte masks = ref Unsafe.Add(ref memory, (nint)Command.B + from);
                ref byte to = ref Unsafe.Add(ref memory, (nint)(Command.C + image * walk.Stride3 + y * step * walk.Stride2));
                if (!op.Pool) Runs<V>(ref codes, ref masks, ref to, first, last, Width);
                else if (y < outHeight) Windows<V>(ref codes, ref masks, ref to, first, last, outWidth);
                else Zeros<V>(ref to, first, last, 0);
                if (!op.Pool || Width % 2 == 0 || y == outHeight) continue;
                Zeros<V>(ref to, first, last, Width - 1);
                Zeros<V>(ref Unsafe.Add(ref to, (nint)walk.Stride2), first, last, Width - 1);
            }
        }

        [MethodImpl(Columns.Kernel)]
        private readonly void Runs<V>(ref byte codes, ref byte masks, ref byte to, int first, int last, int count)
            where V : struct, ILanes<V, T>
        {
            nint bytes = Command.W0!.Bytes, right = (nint)Command.W0.Stride1;
            V looked = V.All(T.CreateTruncating(Looked)), passes = V.All(T.One);
            for (int x = 0; x < count; x++)
                for (int n = first; n < last; n += V.Count)
                {
                    nint at = (nint)x * Run + n;
                    V place = V.Unsigned8(ref Unsafe.Add(ref masks, at)) & looked;
                    V code = V.Load(ref Unsafe.Add(ref codes, at * bytes)) & V.Equal(place, passes);
                    code.Store(ref Unsafe.Add(ref to, x * right + n * bytes));
                }
        }

        [MethodImpl(Columns.Kernel)]
        private readonly void Windows<V>(ref byte codes, ref byte masks, ref byte to, int first, int last, int count)
            where V : struct, ILanes<V, T>
        {
            nint bytes = Command.W0!.Bytes, right = (nint)Command.W0.Stride1, down = (nint)Command.W0.Stride2;
            V looked = V.All(T.CreateTruncating(Looked));
            V place0 = V.All(Passes(0)), place1 = V.All(Passes(1)), place2 = V.All(Passes(2)), place3 = V.All(Passes(3));
            for (int x = 0; x < count; x++)
                for (int n = first; n < last; n += V.Count)
                {
                    nint at = (nint)x * Run + n;
                    V code = V.Load(ref Unsafe.Add(ref codes, at * bytes)), place = V.Unsigned8(ref Unsafe.Add(ref masks, at)) & looked;
                    ref byte target = ref Unsafe.Add(ref to, 2 * x * right + n * bytes);
                    (code & V.Equal(place, place0)).Store(ref target);
                    (code & V.Equal(place, place1)).Store(ref Unsafe.Add(ref target, right));
                    (code & V.Equal(place, place2)).Store(ref Unsafe.Add(ref target, down));
                    (code & V.Equal(place, place3)).Store(ref Unsafe.Add(ref target, down + right));
                }

            static T Passes(int place) => T.CreateTruncating(VectorDefinitions.ReluPasses | place << 2);
        }

        /// <summary>Clears the runs of a line from column x on.</summary>
        private readonly void Zeros<V>(ref byte to, int first, int last, int x) where V : struct, ILanes<V, T>
        {
            for (; x < Width; x++)
                for (int n = first; n < last; n += V.Count)
                    V.All(T.Zero).Store(ref Unsafe.Add(ref to, (nint)(x * Command.W0!.Stride1 + n * Command.W0.Bytes)));
        }
    }
}
