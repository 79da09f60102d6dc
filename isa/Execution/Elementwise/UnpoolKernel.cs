using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vunpool`: codes through ReLU and any pool, added at their places: window after window instead of place after place.</summary>
internal static class UnpoolKernel
{
    public static void Run(VectorUnpool op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        // Elements have the size of the sums, whatever the walk says.
        if (walk.Bytes != op.SumBytes || walk.Segments != 1) walk = walk with { Bytes = op.SumBytes, Segments = 1 };
        long inputs = Windows.Of(op, walk).Count * walk.Run, codes = inputs * op.Bytes;
        long to = c.C + walk.Lowest, written = walk.Highest - walk.Lowest;
        bool apart = !VectorPasses.Meet(c.A, codes, to, written) && !VectorPasses.Meet(c.B, inputs, to, written);
        if (!apart || op.Bytes > op.SumBytes || !RouteKernel.Ascends(walk)) { PoolDefinitions.Run(op, c, machine); return; }
        // Unsafe references follow: the operands must lie in their memory.
        _ = machine.Scratchpad.AsSpan((int)c.A, (int)codes);
        _ = machine.Scratchpad.AsSpan((int)c.B, (int)inputs);
        _ = machine.Scratchpad.AsSpan((int)to, (int)written);
        Command whole = new(c.Pc, op, c.A, c.B, c.C, c.Mode, walk, c.W1);
        if (op.SumBytes == 1) Cover<byte>(whole, machine);
        else Cover<short>(whole, machine);
    }

    private static void Cover<T>(in Command c, MachineState machine) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var kernel = new Kernel<T> { Memory = machine.Scratchpad, Command = c };
        Columns.Cover<Kernel<T>, T>(ref kernel, c.W0!.Run, machine.VectorBits);
    }

    private struct Kernel<T> : IColumns<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        // A mask byte is ReLU bit, clip bit and place; the clip bit says nothing here.
        private const byte Looked = 0xff & ~VectorDefinitions.ClipPasses;

        public byte[] Memory;
        public Command Command;

        [MethodImpl(Columns.Kernel)]
        readonly void IColumns<T>.Run<V>(int first, int last)
        {
            var op = (VectorUnpool)Command.Instruction;
            var walk = Command.W0!;
            var windows = Windows.Of(op, walk);
            nint right = (nint)walk.Stride1, down = (nint)walk.Stride2, from = 0;
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(Memory);
            for (int b = 0; b < windows.Images; b++)
            {
                ref byte image = ref Unsafe.Add(ref memory, (nint)(Command.C + b * walk.Stride3));
                for (int y = 0; y < windows.Height; y++)
                    for (int x = 0; x < windows.Width; x++) Clear<V>(ref Unsafe.Add(ref image, y * down + x * right), first, last);
                for (int row = 0; row < windows.Down; row++)
                    for (int column = 0; column < windows.Across; column++, from += walk.Run)
                    {
                        ref byte window = ref Unsafe.Add(ref image, op.Step * (row * down + column * right));
                        for (int i = 0; i < op.Size * op.Size; i++)
                            Add<V>(ref Unsafe.Add(ref window, i / op.Size * down + i % op.Size * right), from, i, first, last);
                    }
            }
        }

        private static void Clear<V>(ref byte to, int first, int last) where V : struct, ILanes<V, T>
        {
            for (int n = first; n < last; n += V.Count) V.All(T.Zero).Store(ref Unsafe.Add(ref to, n * Unsafe.SizeOf<T>()));
        }

        /// <summary>Adds the codes of a window, counted in elements from the first, that belong at one of its places.</summary>
        [MethodImpl(Columns.Kernel)]
        private readonly void Add<V>(ref byte to, nint from, int place, int first, int last) where V : struct, ILanes<V, T>
        {
            bool narrow = ((VectorUnpool)Command.Instruction).Bytes == 1;
            ref byte memory = ref MemoryMarshal.GetArrayDataReference(Memory);
            ref byte codes = ref Unsafe.Add(ref memory, (nint)Command.A + (narrow ? from : 2 * from));
            ref byte masks = ref Unsafe.Add(ref memory, (nint)Command.B + from);
            V looked = V.All(T.CreateTruncating(Looked)), chosen = V.All(T.CreateTruncating(VectorDefinitions.ReluPasses | place << 2));
            V sign = V.All(T.CreateTruncating(128));
            for (int n = first; n < last; n += V.Count)
            {
                // A byte is extended to any lane by its sign's weight, added and taken away again.
                V code = narrow ? (V.Unsigned8(ref Unsafe.Add(ref codes, n)) ^ sign) - sign : V.Load(ref Unsafe.Add(ref codes, 2 * n));
                V here = V.Equal(V.Unsigned8(ref Unsafe.Add(ref masks, n)) & looked, chosen);
                ref byte at = ref Unsafe.Add(ref to, n * Unsafe.SizeOf<T>());
                (V.Load(ref at) + (code & here)).Store(ref at);
            }
        }
    }
}
