using System.Buffers.Binary;

namespace WageSim.Isa.Execution;

/// <summary>The instructions of softmax: what they touch and, in plain loops, compute. Rows are dense; each has a 64-bit word.</summary>
internal static class SoftmaxPasses
{
    /// <summary>log2 of the probability 1 in an error.</summary>
    public const int OneLog2 = 16;

    /// <summary>Bits of the divisor, and the largest quotient.</summary>
    private const int DivisorBits = 34, LargestQuotient = (1 << OneLog2 + 1) - 1;

    public static void List(VectorRowMaximum op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, WordBytes(c) / 4 * op.Bytes);
        accesses.Write(Memory.Scratchpad, c.B, RowBytes(c));
    }

    public static void List(VectorExponential op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, WordBytes(c) * (op.Wide ? 2 : 1));
        accesses.Write(Memory.Scratchpad, c.B, RowBytes(c));
        accesses.Write(Memory.Scratchpad, c.C, WordBytes(c));
    }

    public static void List(VectorDivide op, in Command c, ref AccessList accesses)
    {
        accesses.Write(Memory.Scratchpad, c.A, WordBytes(c));
        accesses.Read(Memory.Scratchpad, c.B, RowBytes(c));
        accesses.Read(Memory.Scratchpad, c.C, 4L * c.W0!.Positions);
        accesses.Write(Memory.Scalars, op.Max, 1);
    }

    public static void Run(VectorRowMaximum op, in Command c, MachineState machine)
    {
        var memory = machine.Scratchpad;
        int run = c.W0!.Run;
        for (int i = 0; i < c.W0.Positions; i++)
        {
            long largest = long.MinValue;
            for (int j = 0; j < run; j++)
            {
                long element = (long)i * run + j;
                largest = Math.Max(largest, op.Codes ? (sbyte)memory[c.A + element] : Word(memory, c.A, element, op.Wide));
            }
            BinaryPrimitives.WriteInt64LittleEndian(Row(memory, c.B, i), largest);
        }
    }

    public static void Run(VectorExponential op, in Command c, MachineState machine)
    {
        var memory = machine.Scratchpad;
        int run = c.W0!.Run;
        for (int i = 0; i < c.W0.Positions; i++)
        {
            long sum = 0, largest = op.Wide
                ? BinaryPrimitives.ReadInt64LittleEndian(Row(memory, c.B, i)) : BinaryPrimitives.ReadInt32LittleEndian(Row(memory, c.B, i));
            for (int j = 0; j < run; j++)
            {
                long element = (long)i * run + j, distance = Math.Max(largest - Word(memory, c.A, element, op.Wide), 0);
                var exponent = (Int128)distance * PowerTable.Log2E >> op.Shift;
                uint power = PowerTable.Power((long)Int128.Min(exponent, long.MaxValue));
                BinaryPrimitives.WriteUInt32LittleEndian(memory.AsSpan((int)(c.C + 4 * element)), power);
                sum += power;
            }
            BinaryPrimitives.WriteInt64LittleEndian(Row(memory, c.B, i), sum);
        }
    }

    public static void Run(VectorDivide op, in Command c, MachineState machine)
    {
        var memory = machine.Scratchpad;
        int run = c.W0!.Run;
        for (int i = 0; i < c.W0.Positions; i++)
        {
            long sum = BinaryPrimitives.ReadInt64LittleEndian(Row(memory, c.B, i)) & (1L << DivisorBits) - 1;
            int label = Word(memory, c.C, i);
            for (int j = 0; j < run; j++)
            {
                long element = (long)i * run + j;
                int error = Quotient((uint)Word(memory, c.A, element), sum) - (label == j ? 1 << OneLog2 : 0);
                BinaryPrimitives.WriteInt32LittleEndian(memory.AsSpan((int)(c.A + 4 * element)), error);
                VectorDefinitions.Maximum(machine, op.Max, error);
            }
        }
    }

    private static int Quotient(uint power, long sum) =>
        sum == 0 ? LargestQuotient : (int)Math.Min(((long)power << OneLog2) / sum, LargestQuotient);

    private static int Word(byte[] memory, long at, long index) =>
        BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)(at + 4 * index)));

    private static long Word(byte[] memory, long at, long element, bool wide) => wide
        ? BinaryPrimitives.ReadInt64LittleEndian(memory.AsSpan((int)(at + 8 * element)))
        : Word(memory, at, element);

    private static Span<byte> Row(byte[] memory, long at, int row) => memory.AsSpan((int)(at + 8L * row), 8);

    private static long WordBytes(in Command c) => 4L * c.W0!.Positions * c.W0.Run;

    private static long RowBytes(in Command c) => 8L * c.W0!.Positions;
}
