using System.Runtime.CompilerServices;

namespace WageSim.Bench;

/// <summary>The processor's clock: a chain of additions that need each other takes one cycle an addition.</summary>
internal static class ClockRate
{
    private const int Turns = 1_000_000, AdditionsPerTurn = 16;

    /// <summary>Cycles per second.</summary>
    public static double Hertz(Measured measured)
    {
        ulong sink = 0;
        double seconds = measured.Best(0.1, () => sink += Chain(1, 2));
        return sink == 0 ? 0 : (double)Turns * AdditionsPerTurn / seconds;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Chain(ulong a, ulong b)
    {
        for (int i = 0; i < Turns; i++)
        {
            a += b; b += a; a += b; b += a;
            a += b; b += a; a += b; b += a;
            a += b; b += a; a += b; b += a;
            a += b; b += a; a += b; b += a;
        }
        return a | b | 1;
    }
}
