using System.Buffers.Binary;
using WageSim.Isa;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Operands of vector commands: extremes, ties and numbers of all sizes.</summary>
internal sealed class VectorOperands(Random random, VectorTwins twins)
{
    private static readonly int[] extremes =
        [int.MinValue, int.MinValue + 1, int.MaxValue, int.MaxValue - 1, 0, 1, -1, 1 << 30, -(1 << 30)];

    /// <summary>Fills the accumulators with sums of up to so many bits; a few values only, so that windows tie, now and then.</summary>
    public void Sums(int bits = 32)
    {
        int[] few = [.. Enumerable.Range(0, 3).Select(_ => (int)Number(bits))];
        bool ties = random.Next(3) == 0;
        foreach (ref int sum in twins.Plain.Accumulator.AsSpan()) sum = ties ? few[random.Next(3)] : (int)Number(bits);
    }

    public void Bytes() => random.NextBytes(twins.Plain.Scratchpad);

    /// <summary>Words from an address on.</summary>
    public void Words(long at, int count, bool wide, int bits)
    {
        var memory = twins.Plain.Scratchpad.AsSpan((int)at);
        for (int i = 0; i < count; i++)
            if (wide) BinaryPrimitives.WriteInt64LittleEndian(memory[(8 * i)..], Number(bits));
            else BinaryPrimitives.WriteInt32LittleEndian(memory[(4 * i)..], (int)Number(Math.Min(bits, 32)));
    }

    /// <summary>A number of at most so many bits, of any magnitude, often near a power of two or its half.</summary>
    public long Number(int bits)
    {
        if (bits == 32 && random.Next(8) == 0) return extremes[random.Next(extremes.Length)];
        if (bits == 64 && random.Next(8) == 0) return random.Next(2) == 0 ? long.MinValue : long.MaxValue;
        int size = random.Next(Math.Min(bits, 63));
        long value = random.Next(3) == 0 ? (1L << size) + random.Next(-2, 3) : random.NextInt64(1L << size);
        return Math.Clamp(random.Next(2) == 0 ? -value : value, -1L << bits - 1, (1L << bits - 1) - 1);
    }

    /// <summary>An address with room for so many bytes.</summary>
    public long Place(long bytes) => random.NextInt64(twins.Bytes - bytes + 1);

    /// <summary>An address that lies apart from, on or across an operand.</summary>
    public long Near(long at, long bytes) => random.Next(4) switch
    {
        0 => Math.Min(at, twins.Bytes - bytes),
        1 => Math.Clamp(at + random.Next(-40, 41), 0, twins.Bytes - bytes),
        _ => Place(bytes),
    };

    public long Row(int rows) => random.Next(twins.Rows - rows + 1);

    public int Scalar(long value)
    {
        int scalar = random.Next(28);
        twins.Plain.Scalars[scalar] = value;
        return scalar;
    }

    /// <summary>Counts of a walk with up to so many positions.</summary>
    public Walk Counts(int run, int positions)
    {
        int width = random.Next(1, Math.Min(positions, 9) + 1), height = random.Next(1, positions / width + 1);
        return Walk.Unit with { Run = run, Count1 = width, Count2 = height, Count3 = random.Next(1, positions / width / height + 1) };
    }
}
