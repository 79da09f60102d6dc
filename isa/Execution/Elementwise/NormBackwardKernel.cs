using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Isa.Execution.Elementwise;

/// <summary>`vnormback`: quotients in double precision where they are surely nearest, the others put right by their remainders.</summary>
/// <remarks>
/// A quotient is a sum of two products with constants of its channel. Six roundings leave it less than 2^-50 of what bounds both off;
/// where it is further than that from a half, the nearest whole number is right. Else T is exact in 64 bits and its quotient below 2^40,
/// so that three roundings leave the nearest whole number at most one off, on the wrong side of a half. A remainder of at most the
/// divisor is right modulo 2^64.
/// </remarks>
internal static class NormBackwardKernel
{
    private const double MostNumerator = 1L << 62, MostQuotient = 1L << 40, MostDivisor = 1L << 60, Precision = 1L << 50,
        MostCentred = 1L << 62;

    [ThreadStatic] private static Channel[]? staging;

    // Of each channel: Σe, and what centred errors and x̂ are multiplied by, as doubles' bits.
    [ThreadStatic] private static long[]? constants;

    private record struct Channel(long Scale, long Sum, long Product, long Divisor, double Factor);

    public static void Run(VectorNormBackward op, in Command c, MachineState machine)
    {
        int channels = c.W0!.Run, elements = c.W0.Positions * channels, operands = NormBackwardPasses.OperandBytes * elements,
            table = (int)NormTable.Bytes(channels), words = 4 * elements;
        bool apart = !VectorPasses.Meet(c.A, operands, c.C, words) && !VectorPasses.Meet(c.B, table, c.C, words);
        if (!apart || !Stage(op, c, machine, out double most))
        {
            NormBackwardDefinitions.Run(op, c, machine);
            return;
        }
        var from = machine.Scratchpad.AsSpan((int)c.A, operands);
        var kernel = new Kernel(
            ref MemoryMarshal.GetReference(from), ref MemoryMarshal.GetReference(from[(2 * elements)..]),
            ref MemoryMarshal.GetReference(machine.Scratchpad.AsSpan((int)c.C, words)))
        {
            Rows = c.W0.Positions, Channels = channels, Table = staging, Constants = constants,
            Count = NormBackwardDefinitions.Count(op, machine), Left = Math.Max(0, NormBackwardDefinitions.Guard(op, machine)),
            Sure = 0.5 - most / Precision,
        };
        Columns.Cover<Kernel, long>(ref kernel, channels, machine.VectorBits);
        machine.Scalars[op.Max] = Math.Max(machine.Scalars[op.Max], kernel.Largest);
    }

    /// <summary>The channels' constants; whether every quotient by them can be made so.</summary>
    /// <param name="most">What bounds the sum of both products' magnitudes.</param>
    private static bool Stage(VectorNormBackward op, in Command c, MachineState machine, out double most)
    {
        most = 0;
        int channels = c.W0!.Run, guard = NormBackwardDefinitions.Guard(op, machine);
        long count = NormBackwardDefinitions.Count(op, machine);
        if (staging is null || constants is null || staging.Length < channels)
            (staging, constants) = (new Channel[channels], new long[3 * channels]);
        for (int n = 0; n < channels; n++)
        {
            long deviation = NormBackwardDefinitions.Int32(machine.Scratchpad, c.B + NormTable.Deviations(channels), n);
            if (count == 0 || deviation <= 0)
            {
                staging[n] = new(0, 0, 0, 1, 0);
                Put(n, 0, 0, 0);
                continue;
            }
            long scale = NormBackwardDefinitions.Int32(machine.Scratchpad, c.B + NormTable.Scales(channels), n),
                sum = NormBackwardDefinitions.Int64(machine.Scratchpad, c.B + NormTable.ErrorSums(channels), n),
                product = NormBackwardDefinitions.Int64(machine.Scratchpad, c.B + NormTable.ProductSums(channels), n),
                divisor = count * (deviation + 1);
            double factor = Math.ScaleB(1.0 / divisor, guard);
            double centred = (Math.Abs((double)sum) + 128.0 * count) * (1 << NormBackwardDefinitions.ProductShift);
            double bound = Math.Abs((double)scale) * (centred + Math.Abs((double)product) * (1 << 15));
            most = Math.Max(most, bound * factor);
            bool fits = bound < MostNumerator && most < MostQuotient && centred < MostCentred;
            if (!fits || Math.ScaleB(divisor, -Math.Min(guard, 0)) >= MostDivisor) return false;
            staging[n] = new(scale, sum, product, divisor << -Math.Min(guard, 0), factor);
            Put(n, sum, scale * factor * (1 << NormBackwardDefinitions.ProductShift), -(scale * factor * product));
        }
        return true;

        void Put(int n, long sum, double byError, double byNormalised)
        {
            constants![n] = sum;
            constants[channels + n] = BitConverter.DoubleToInt64Bits(byError);
            constants[2 * channels + n] = BitConverter.DoubleToInt64Bits(byNormalised);
        }
    }

    private ref struct Kernel(ref byte normalised, ref byte errors, ref byte to) : IColumns<long>
    {
        private readonly ref byte normalised = ref normalised, errors = ref errors, to = ref to;
        public ReadOnlySpan<Channel> Table;
        public ReadOnlySpan<long> Constants;
        public int Rows, Channels, Left;
        public long Count, Largest;

        /// <summary>How far from its nearest whole number a quotient may lie.</summary>
        public double Sure;

        [MethodImpl(Columns.Kernel)]
        public void Run<V>(int first, int last) where V : struct, ILanes<V, long>
        {
            ref byte normalised = ref this.normalised, errors = ref this.errors, to = ref this.to;
            V most = V.All(int.MaxValue), least = V.All(-int.MaxValue), zero = V.All(0), largest = zero, count = V.All(Count);
            V origin = V.All(RealQuotient.OriginBits), back = V.All(BitConverter.DoubleToInt64Bits(-RealQuotient.Origin));
            V sign = V.All(long.MinValue), sure = V.All(BitConverter.DoubleToInt64Bits(Sure));
            for (int n = first; n < last; n += V.Count)
            {
                V sum = Constant<V>(0, n), byError = Constant<V>(1, n), byNormalised = Constant<V>(2, n);
                nint i = n;
                for (int row = 0; row < Rows; row++, i += Channels)
                {
                    V e = V.Signed8(ref Unsafe.Add(ref errors, i)), x = V.Signed16(ref Unsafe.Add(ref normalised, 2 * i));
                    V centred = RealQuotient.Real(V.Product32(e, count) - sum);
                    V quotient = V.RealSum(V.RealProduct(centred, byError), V.RealProduct(RealQuotient.Real(x), byNormalised));
                    V whole = V.RealSum(quotient, origin), rest = V.RealSum(V.RealSum(whole, back) ^ sign, quotient) & ~sign;
                    V u = V.Max(V.Min(whole - origin, most), least);
                    ref byte word = ref Unsafe.Add(ref to, 4 * i);
                    u.Store32(ref word);
                    // Doubles without sign are ordered as their bits.
                    if (V.Any(V.Greater(rest, sure))) Exactly(e, x, n, ref word);
                    else largest = V.Max(largest, V.Max(u, zero - u));
                }
            }
            Largest = Columns.Largest(largest, Largest);
        }

        private readonly V Constant<V>(int kind, int channel) where V : struct, ILanes<V, long> => V.Load(
            ref Unsafe.As<long, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(Constants), kind * Channels + channel)));

        private void Exactly<V>(V errors, V normalised, int first, ref byte words) where V : struct, ILanes<V, long>
        {
            for (int lane = 0; lane < V.Count; lane++)
            {
                ref readonly var channel = ref Table[first + lane];
                long centred = Count * errors[lane] - channel.Sum << NormBackwardDefinitions.ProductShift;
                long numerator = channel.Scale * (centred - normalised[lane] * channel.Product);
                long u = Math.Clamp(Quotient(numerator, Left, channel.Divisor, channel.Factor), -int.MaxValue, int.MaxValue);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref words, 4 * lane), (int)u);
                Largest = Math.Max(Largest, Math.Abs(u));
            }
        }
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
