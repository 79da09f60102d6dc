using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of channels' statistics compute, number after number: the kernels leave exactly this.</summary>
internal static class StatisticsDefinitions
{
    /// <summary>Bits of a root: of twice a deviation.</summary>
    public const int RootBits = 25;

    /// <summary>The largest mean and the largest mean square: what quotients of 25 and of 50 bits hold.</summary>
    private const long LargestMean = (1 << 24) - 1, LargestSquare = (1L << 2 * RootBits) - 1;

    public static void Run(VectorStatistics op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        int channels = c.W0!.Run;
        long squares = c.B + 8L * channels;
        for (long i = 0; i < c.W0.Positions; i++)
            for (int n = 0; n < channels; n++)
            {
                long x = StreamDefinitions.Word(memory, c.A, i * channels + n);
                Span<byte> sum = memory.AsSpan((int)c.B + 8 * n), square = memory.AsSpan((int)squares + 16 * n);
                BinaryPrimitives.WriteInt64LittleEndian(sum, unchecked(BinaryPrimitives.ReadInt64LittleEndian(sum) + x));
                BinaryPrimitives.WriteInt128LittleEndian(square, unchecked(BinaryPrimitives.ReadInt128LittleEndian(square) + x * x));
            }
    }

    public static void Run(VectorMoment op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        for (int n = 0; n < op.Count; n++)
        {
            long sum = BinaryPrimitives.ReadInt64LittleEndian(memory.AsSpan((int)c.A + 8 * n));
            var squares = BinaryPrimitives.ReadInt128LittleEndian(memory.AsSpan((int)c.A + 8 * op.Count + 16 * n));
            StreamDefinitions.SetWord(memory, c.B, n, Mean(sum, op.N));
            StreamDefinitions.SetWord(memory, c.B, op.Count + n, Deviation(sum, squares, op.N));
        }
    }

    public static void Run(VectorDecay op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        for (int n = 0; n < op.Count; n++)
        {
            long running = StreamDefinitions.Word(memory, c.A, n);
            long next = running - Rounding.NearestEven(running, op.Shift) + StreamDefinitions.Word(memory, c.B, n);
            StreamDefinitions.SetWord(memory, c.A, n, (int)Rounding.Clip(next, int.MaxValue));
        }
    }

    /// <summary>Twice the sum over its number, halves to even.</summary>
    private static int Mean(long sum, int count) =>
        (int)Int128.Clamp(Division.Nearest(2 * (Int128)sum, count), -LargestMean, LargestMean);

    /// <summary>2 · √(N · ΣS2 - S1²) / N, halves to even.</summary>
    private static int Deviation(long sum, Int128 squares, long count)
    {
        var spread = unchecked(count * squares - (Int128)sum * sum);
        if (spread <= 0) return 0;
        var over = (Int128)count * count;
        // From 2^122 on no number of words brings the quotient back to 50 bits.
        bool fits = spread >> 122 == 0 && 16 * spread / over <= LargestSquare;
        long square = fits ? (long)(16 * spread / over) : LargestSquare, twice = Division.Root(square, RootBits);
        bool half = fits && (Int128)twice * twice * over == 16 * spread;
        // Half of the root: up where odd, but down again from exactly half to the even one.
        long deviation = (twice + 1) / 2;
        return (int)(half && (twice & 1) != 0 && (deviation & 1) != 0 ? deviation - 1 : deviation);
    }
}
