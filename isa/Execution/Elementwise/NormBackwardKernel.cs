using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vnormback`: quotients in double precision, put right by their remainders.</summary>
/// <remarks>
/// T is exact in 64 bits and its quotient below 2^40, so that three roundings of doubles leave it less than 2^-11 off and the nearest whole
/// number at most one off, on the wrong side of a half. A remainder of at most the divisor is right modulo 2^64.
/// </remarks>
internal static class NormBackwardKernel
{
    private const double MostNumerator = 1L << 62, MostQuotient = 1L << 40, MostDivisor = 1L << 60;

    [ThreadStatic] private static Channel[]? staging;

    private record struct Channel(long Scale, long Sum, long Product, long Divisor, double Factor);

    public static void Run(VectorNormBackward op, in Command c, MachineState machine)
    {
        int channels = c.W0!.Run, elements = c.W0.Positions * channels, operands = NormBackwardPasses.OperandBytes * elements,
            table = (int)NormTable.Bytes(channels), words = 4 * elements;
        if (VectorPasses.Meet(c.A, operands, c.C, words) || VectorPasses.Meet(c.B, table, c.C, words) || !Stage(op, c, machine))
        {
            NormBackwardDefinitions.Run(op, c, machine);
            return;
        }
        var from = machine.Scratchpad.AsSpan((int)c.A, operands);
        long largest = Run(
            MemoryMarshal.Cast<byte, short>(from[..(2 * elements)]), MemoryMarshal.Cast<byte, sbyte>(from[(2 * elements)..]),
            MemoryMarshal.Cast<byte, int>(machine.Scratchpad.AsSpan((int)c.C, words)), staging.AsSpan(0, channels),
            NormBackwardDefinitions.Count(op, machine), Math.Max(0, NormBackwardDefinitions.Guard(op, machine)));
        machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], largest);
    }

    /// <summary>The channels' constants; whether every quotient by them can be made so.</summary>
    private static bool Stage(VectorNormBackward op, in Command c, MachineState machine)
    {
        int channels = c.W0!.Run, guard = NormBackwardDefinitions.Guard(op, machine);
        long count = NormBackwardDefinitions.Count(op, machine);
        if (staging is null || staging.Length < channels) staging = new Channel[channels];
        for (int n = 0; n < channels; n++)
        {
            long deviation = NormBackwardDefinitions.Int32(machine.Scratchpad, c.B + NormTable.Deviations(channels), n);
            if (count == 0 || deviation <= 0)
            {
                staging[n] = new(0, 0, 0, 1, 0);
                continue;
            }
            long scale = NormBackwardDefinitions.Int32(machine.Scratchpad, c.B + NormTable.Scales(channels), n),
                sum = NormBackwardDefinitions.Int64(machine.Scratchpad, c.B + NormTable.ErrorSums(channels), n),
                product = NormBackwardDefinitions.Int64(machine.Scratchpad, c.B + NormTable.ProductSums(channels), n),
                divisor = count * (deviation + 1);
            double factor = Math.ScaleB(1.0 / divisor, guard);
            double centred = (Math.Abs((double)sum) + 128.0 * count) * (1 << NormBackwardDefinitions.ProductShift);
            double most = Math.Abs((double)scale) * (centred + Math.Abs((double)product) * (1 << 15));
            if (most >= MostNumerator || most * factor >= MostQuotient || Math.ScaleB(divisor, -Math.Min(guard, 0)) >= MostDivisor)
                return false;
            staging[n] = new(scale, sum, product, divisor << -Math.Min(guard, 0), factor);
        }
        return true;
    }

    private static long Run(
        ReadOnlySpan<short> normalised, ReadOnlySpan<sbyte> errors, Span<int> to, ReadOnlySpan<Channel> channels, long count, int left)
    {
        long largest = 0;
        for (int i = 0; i < to.Length;)
            foreach (ref readonly var channel in channels)
            {
                long centred = count * errors[i] - channel.Sum << NormBackwardDefinitions.ProductShift;
                long numerator = channel.Scale * (centred - normalised[i] * channel.Product);
                long u = Math.Clamp(Quotient(numerator, left, channel.Divisor, channel.Factor), -int.MaxValue, int.MaxValue);
                to[i++] = (int)u;
                largest = Math.Max(largest, Math.Abs(u));
            }
        return largest;
    }

    /// <summary>numerator · 2^left / divisor to nearest, halves to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Quotient(long numerator, int left, long divisor, double factor)
    {
        long quotient = (long)Math.Round(numerator * factor), twice = unchecked(((numerator << left) - quotient * divisor) * 2);
        if (twice > divisor || (twice == divisor && (quotient & 1) != 0)) return quotient + 1;
        if (twice < -divisor || (twice == -divisor && (quotient & 1) != 0)) return quotient - 1;
        return quotient;
    }
}
