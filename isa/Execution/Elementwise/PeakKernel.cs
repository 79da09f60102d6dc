using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vpeak`: the largest words of windows that may hang over.</summary>
internal static class PeakKernel
{
    public static void Run(VectorPeak op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = PaddedWindows.Of(op, walk);
        int words = 4 * walk.Positions * walk.Run, outputs = (int)windows.Count * walk.Run;
        bool apart = !VectorPasses.Meet(c.A, words, c.B, 4 * outputs) && !VectorPasses.Meet(c.A, words, c.C, outputs) &&
            !VectorPasses.Meet(c.B, 4 * outputs, c.C, outputs);
        if (!apart)
        {
            StreamDefinitions.Run(op, c, machine);
            return;
        }
        ref byte from = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.A, words));
        ref byte to = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.B, 4 * outputs));
        ref byte places = ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.C, outputs));
        var kernel = new Kernel(ref from, ref to, ref places) { Windows = windows, Channels = walk.Run };
        Columns.Cover<Kernel, int>(ref kernel, walk.Run, machine.VectorBits);
    }

    private ref struct Kernel(ref byte from, ref byte to, ref byte places) : IColumns<int>
    {
        private readonly ref byte from = ref from, to = ref to, places = ref places;
        public PaddedWindows Windows;
        public int Channels;

        [MethodImpl(Columns.Kernel)]
        public readonly void Run<V>(int first, int last) where V : struct, ILanes<V, int>
        {
            nint output = 0, row = 4 * (nint)Windows.Width * Channels;
            for (int b = 0; b < Windows.Images; b++)
            {
                ref byte image = ref Unsafe.Add(ref from, b * Windows.Height * row);
                for (int top = -Windows.Top, down = Windows.Down; down > 0; down--, top += Windows.Step)
                    for (int left = -Windows.Left, across = Windows.Across; across > 0; across--, left += Windows.Step)
                    {
                        for (int n = first; n < last; n += V.Count)
                            Window<V>(ref Unsafe.Add(ref image, 4 * (nint)n), top, left, row, output + n);
                        output += Channels;
                    }
            }
        }

        /// <summary>The largest of one window of some channels of an image.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Window<V>(ref byte image, int top, int left, nint row, nint output) where V : struct, ILanes<V, int>
        {
            int y0 = Math.Max(top, 0), x0 = Math.Max(left, 0);
            int size = Windows.Size, y1 = Math.Min(top + size, Windows.Height), x1 = Math.Min(left + size, Windows.Width);
            // A pixel's place counts from the window's corner, which may lie outside.
            int corner = top * size + left;
            // The first pixel is met once more as itself, which changes nothing.
            V z = V.Load(ref Unsafe.Add(ref image, y0 * row + 4 * (nint)x0 * Channels)), place = V.All(y0 * size + x0 - corner);
            for (int y = y0; y < y1; y++)
                for (int x = x0; x < x1; x++)
                {
                    V word = V.Load(ref Unsafe.Add(ref image, y * row + 4 * (nint)x * Channels)), larger = V.Greater(word, z);
                    z = V.Max(z, word);
                    place = V.Select(larger, V.All(y * size + x - corner), place);
                }
            z.Store(ref Unsafe.Add(ref to, 4 * output));
            place.Store8(ref Unsafe.Add(ref places, output));
        }
    }
}
