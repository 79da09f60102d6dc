using System.Buffers.Binary;
using WageSim.Models.Numerics;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of wide errors compute, element after element: the kernels leave exactly this.</summary>
internal static class WideErrorDefinitions
{
    /// <summary>Bits of an error's code, and of a coarse operand below its flag.</summary>
    public const int CodeBits = 7;

    /// <summary>Bits that a sum of two may have.</summary>
    private const int SumBits = 29;

    /// <summary>The largest code.</summary>
    public const long MaxCode = 127;

    /// <summary>The unit of coarse operands.</summary>
    private const long Coarse = 128;

    /// <summary>Words are shifted left by no more.</summary>
    public const int MostLeft = 31;

    /// <summary>From this shift on every 64-bit number becomes 0.</summary>
    private const int MostShift = 64;

    public static void Run(VectorClip op, in Command c, MachineState machine)
    {
        for (int i = 0; i < op.Count; i++)
        {
            long x = op.Wide
                ? BinaryPrimitives.ReadInt64LittleEndian(machine.Scratchpad.AsSpan((int)c.A + 8 * i)) : Word(machine.Scratchpad, c.A, i);
            Write(machine, c.B, i, x, op.Max);
        }
    }

    public static void Run(VectorFlag op, in Command c, MachineState machine)
    {
        long max = machine.Scalars[op.Max];
        for (int i = 0; i < op.Count; i++)
        {
            var operand = machine.Scratchpad.AsSpan((int)c.B + 2 * i);
            BinaryPrimitives.WriteInt16LittleEndian(operand, max == 0 ? (short)0 : Operand(Word(machine.Scratchpad, c.A, i), max));
        }
    }

    /// <summary>An operand of 15 bits: 128 · (0…127) from the coarse unit 2^n on, 0…128 below it.</summary>
    private static short Operand(long x, long max)
    {
        int n = Rounding.NearestLog2(max) - CodeBits;
        long magnitude = Math.Abs(x);
        bool isCoarse = n < 0 ? magnitude > 0 : magnitude >= 1L << n;
        long operand = isCoarse
            ? Coarse * Math.Min(Rounding.NearestEven(magnitude, n), MaxCode) : Rounding.NearestEven(magnitude, n - CodeBits);
        return (short)(Math.Sign(x) * operand);
    }

    public static void Run(VectorMatch op, MachineState machine)
    {
        long[] scalars = machine.Scalars;
        long q = scalars[op.XExponent], m = scalars[op.XMax], p = scalars[op.YExponent], n = scalars[op.YMax];
        long e = m == 0 ? p : n == 0 ? q
            : Math.Max(Math.Min(q, p), Math.Max(q + Rounding.BitLength(m), p + Rounding.BitLength(n)) - SumBits);
        (scalars[op.To], scalars[op.To + 1], scalars[op.To + 2]) = (e, e - q, e - p);
    }

    public static void Run(VectorBlend op, in Command c, MachineState machine)
    {
        int first = Shift(machine, op.Shifts, -MostLeft), second = Shift(machine, op.Shifts + 1, -MostLeft);
        for (int i = 0; i < c.W0!.Run; i++)
        {
            long x = Rounding.NearestEven(Word(machine.Scratchpad, c.A, i), first),
                y = Rounding.NearestEven(Word(machine.Scratchpad, c.B, i), second);
            Write(machine, c.C, i, x + y, op.Max);
        }
    }

    public static void Run(VectorSpread op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        int pixels = walk.Count1, bits = Rounding.BitLength(pixels) - 1;
        for (int i = 0; i < walk.Positions; i++)
            for (int n = 0; n < walk.Run; n++)
            {
                long d = Word(machine.Scratchpad, c.A, (long)(i / pixels) * walk.Run + n);
                Write(machine, c.B, (long)i * walk.Run + n, Division.Nearest(d << bits, pixels), op.Max);
            }
    }

    public static void Run(VectorUnpeak op, in Command c, MachineState machine)
    {
        var walk = c.W0!;
        var windows = PaddedWindows.Of(op, walk);
        int shift = Shift(machine, op.Shift, 0), across = windows.Across, down = windows.Down;
        long to = 0;
        for (int b = 0; b < walk.Count3; b++)
            for (int y = 0; y < walk.Count2; y++)
                for (int x = 0; x < walk.Count1; x++)
                    for (int n = 0; n < walk.Run; n++, to++)
                    {
                        long sum = 0;
                        for (int row = 0; row < down; row++)
                            for (int column = 0; column < across; column++)
                            {
                                int dy = y + op.Top - row * op.Step, dx = x + op.Left - column * op.Step;
                                if (dy < 0 || dy >= op.Size || dx < 0 || dx >= op.Size) continue;
                                long from = ((long)(b * down + row) * across + column) * walk.Run + n;
                                if (machine.Scratchpad[c.B + from] == dy * op.Size + dx)
                                    sum += Rounding.NearestEven(Word(machine.Scratchpad, c.A, from), shift);
                            }
                        Write(machine, c.C, to, sum, op.Max);
                    }
    }

    /// <summary>The shift that a scalar register holds, at least so much; very large ones do what a smaller one does.</summary>
    public static int Shift(MachineState machine, int scalar, int least) => (int)Math.Clamp(machine.Scalars[scalar], least, MostShift);

    /// <summary>A word within ±(2^31 - 1), and its magnitude to the maximum.</summary>
    public static void Write(MachineState machine, long at, long index, long value, int max)
    {
        int word = (int)Rounding.Clip(value, int.MaxValue);
        BinaryPrimitives.WriteInt32LittleEndian(machine.Scratchpad.AsSpan((int)(at + 4 * index)), word);
        VectorDefinitions.Maximum(machine, max, word);
    }

    private static int Word(byte[] memory, long at, long index) =>
        BinaryPrimitives.ReadInt32LittleEndian(memory.AsSpan((int)(at + 4 * index)));
}
