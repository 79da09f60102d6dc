using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vunpeak`: of each pixel only the windows that it lies in.</summary>
internal static class UnpeakKernel
{
    public static void Run(VectorUnpeak op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = PaddedWindows.Of(op, walk);
        int inputs = (int)windows.Count * walk.Run, words = 4 * walk.Positions * walk.Run;
        if (VectorPasses.Meet(c.A, 4L * inputs, c.C, words) || VectorPasses.Meet(c.B, inputs, c.C, words))
        {
            WideErrorDefinitions.Run(op, c, machine);
            return;
        }
        long largest = Run(
            MemoryMarshal.Cast<byte, int>(machine.Scratchpad.AsSpan((int)c.A, 4 * inputs)), machine.Scratchpad.AsSpan((int)c.B, inputs),
            MemoryMarshal.Cast<byte, int>(machine.Scratchpad.AsSpan((int)c.C, words)), windows, walk.Run,
            WideErrorDefinitions.Shift(machine, op.Shift, 0));
        machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], largest);
    }

    private static long Run(
        ReadOnlySpan<int> words, ReadOnlySpan<byte> places, Span<int> to, PaddedWindows windows, int channels, int shift)
    {
        long largest = 0;
        for (int pixel = 0, i = 0; i < to.Length; pixel++)
        {
            int x = pixel % windows.Width + windows.Left, y = pixel / windows.Width % windows.Height + windows.Top;
            int image = pixel / windows.Width / windows.Height;
            int left = First(x, windows), right = Math.Min(x / windows.Step, windows.Across - 1);
            int top = First(y, windows), bottom = Math.Min(y / windows.Step, windows.Down - 1);
            for (int n = 0; n < channels; n++, i++)
            {
                long sum = 0;
                for (int row = top; row <= bottom; row++)
                    for (int column = left; column <= right; column++)
                    {
                        int from = ((image * windows.Down + row) * windows.Across + column) * channels + n;
                        int place = (y - row * windows.Step) * windows.Size + x - column * windows.Step;
                        if (places[from] == place) sum += Rounding.NearestEven(words[from], shift);
                    }
                to[i] = (int)Rounding.Clip(sum, int.MaxValue);
                largest = Math.Max(largest, Math.Abs((long)to[i]));
            }
        }
        return largest;
    }

    /// <summary>The first window of a row or column that reaches as far as this pixel.</summary>
    private static int First(int pixel, in PaddedWindows windows) => pixel < windows.Size ? 0 : (pixel - windows.Size) / windows.Step + 1;
}
