using System.Buffers.Binary;

namespace WageSim.Isa.Execution;

/// <summary>Softmax of codes that share an exponent: what its instructions touch and, in plain loops, compute. Rows are dense.</summary>
internal static class PowerPasses
{
    /// <summary>round(2^15 · log2 e).</summary>
    private const int Log2E = 47274;

    /// <summary>Powers further below the largest are 0.</summary>
    private const int Octaves = 10;

    /// <summary>Up to here the second-order Taylor series stands for the power.</summary>
    private const int TaylorExponent = -7;

    private const int LeastExponent = -25, MostExponent = 7, FineLog2 = 15, ProbabilityLog2 = 11, LargestQuotient = (1 << 12) - 1;

    public static void List(VectorPower op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, Elements(c));
        accesses.Write(Memory.Scratchpad, c.B, 8L * c.W0!.Positions);
        accesses.Write(Memory.Scratchpad, c.C, 8 * Elements(c));
        accesses.Read(Memory.Scalars, op.Exponent, 1);
    }

    public static void List(VectorProbability op, in Command c, ref AccessList accesses)
    {
        accesses.Write(Memory.Scratchpad, c.A, 8 * Elements(c));
        accesses.Read(Memory.Scratchpad, c.B, 8L * c.W0!.Positions);
        accesses.Read(Memory.Scratchpad, c.C, 4L * c.W0.Positions);
    }

    public static void Run(VectorPower op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        int e = (int)Math.Clamp(machine.Scalars[op.Exponent], LeastExponent, MostExponent);
        long element = 0;
        for (int i = 0; i < c.W0!.Positions; i++)
        {
            var row = memory.AsSpan((int)c.B + 8 * i, 8);
            int largest = (sbyte)row[0];
            long divisor = 0;
            for (int j = 0; j < c.W0.Run; j++, element++)
            {
                int x = Math.Min((sbyte)memory[c.A + element], largest);
                var (numerator, share) = e <= TaylorExponent ? Taylor(x, e) : op.Fine ? Fine(x, largest, e) : Whole(x, largest, e);
                BinaryPrimitives.WriteInt64LittleEndian(memory.AsSpan((int)(c.C + 8 * element)), numerator);
                divisor += share;
            }
            BinaryPrimitives.WriteInt64LittleEndian(row, divisor);
        }
    }

    public static void Run(VectorProbability op, in Command c, MachineState machine)
    {
        byte[] memory = machine.Scratchpad;
        int run = c.W0!.Run;
        for (int i = 0; i < c.W0.Positions; i++)
        {
            ulong divisor = BinaryPrimitives.ReadUInt64LittleEndian(memory.AsSpan((int)c.B + 8 * i)) & long.MaxValue;
            int label = BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)c.C + 4 * i)), sum = 0;
            for (int j = 0; j < run; j++)
            {
                long element = (long)i * run + j;
                int q = Quotient(BinaryPrimitives.ReadUInt64LittleEndian(memory.AsSpan((int)(c.A + 8 * element))), divisor);
                BinaryPrimitives.WriteInt32LittleEndian(memory.AsSpan((int)(c.A + 4 * element)), q);
                sum += q;
            }
            if ((uint)label >= (uint)run) continue;
            // Words lie below the numerators still to be read: row i's end where row i/2's numerators do.
            var word = memory.AsSpan((int)(c.A + 4 * ((long)i * run + label)));
            BinaryPrimitives.WriteInt32LittleEndian(word, BinaryPrimitives.ReadInt32LittleEndian(word) - sum);
        }
    }

    private static (long Numerator, long Share) Taylor(long x, int e)
    {
        long w = (1L << 1 - 2 * e) + x * (1L << 1 - e) + x * x;
        return (w << ProbabilityLog2, w);
    }

    private static (long Numerator, long Share) Fine(int x, int largest, int e)
    {
        int shift = MostExponent - e, distance = (largest - x) * Log2E + (1 << shift >> 1) >> shift;
        int u = Math.Max((Octaves << PowerTable.FractionBits) - distance, 0);
        long w = (PowerTable.Fraction(u) << (u >> PowerTable.FractionBits)) - (1L << FineLog2);
        return (w >> FineLog2 - ProbabilityLog2, w >> FineLog2);
    }

    private static (long Numerator, long Share) Whole(int x, int largest, int e)
    {
        long w = (1L << Math.Max(WholeOctaves(x, e) - WholeOctaves(largest, e) + Octaves, 0)) - 1;
        return (w << ProbabilityLog2, w);
    }

    private static int WholeOctaves(int x, int e)
    {
        int octaves = x * Log2E / (1 << 15);
        return e >= 0 ? octaves << e : octaves / (1 << -e);
    }

    private static int Quotient(ulong numerator, ulong divisor) =>
        divisor == 0 ? LargestQuotient : (int)Math.Min(numerator / divisor, LargestQuotient);

    private static long Elements(in Command c) => (long)c.W0!.Positions * c.W0.Run;
}
