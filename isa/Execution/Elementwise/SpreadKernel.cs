using System.Runtime.InteropServices;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vspread`: an image's quotients once, and copies of them for its other pixels.</summary>
internal static class SpreadKernel
{
    public static void Run(VectorSpread op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int pixels = walk.Count1, images = walk.Count2 * walk.Count3, channels = walk.Run;
        long words = 4L * images * channels;
        if (VectorPasses.Meet(c.A, words, c.B, words * pixels))
        {
            WideErrorDefinitions.Run(op, c, machine);
            return;
        }
        var from = MemoryMarshal.Cast<byte, int>(machine.Scratchpad.AsSpan((int)c.A, (int)words));
        var to = MemoryMarshal.Cast<byte, int>(machine.Scratchpad.AsSpan((int)c.B, (int)words * pixels));
        int bits = Rounding.BitLength(pixels) - 1;
        long largest = 0;
        for (int image = 0; image < images; image++)
        {
            var first = to.Slice(image * pixels * channels, channels);
            for (int n = 0; n < channels; n++)
            {
                // No magnitude grows: a power of two of at most the pixels is divided by them.
                long share = Math.Max(Division.Nearest((long)from[image * channels + n] << bits, pixels), -int.MaxValue);
                first[n] = (int)share;
                largest = Math.Max(largest, Math.Abs(share));
            }
            for (int pixel = 1; pixel < pixels; pixel++) first.CopyTo(to[((image * pixels + pixel) * channels)..]);
        }
        machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], largest);
    }
}
