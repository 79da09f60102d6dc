using WageSim.Isa.Execution;

namespace WageSim.Bench;

/// <summary>The same product as <see cref="KernelOperands"/> for the kernel of 16-bit operands.</summary>
public sealed class WordOperands
{
    private readonly short[] moving, pairs;
    private readonly int[] sums;
    private readonly int rows, columns, pairCount;
    private readonly bool accumulate;

    public WordOperands(int rows, int depth, int columns, bool accumulate)
    {
        (this.rows, this.columns, this.accumulate, pairCount) = (rows, columns, accumulate, depth / 2);
        (moving, pairs, sums) = (Random(rows * depth), new short[depth * columns], new int[rows * columns]);
        TileKernel.Pack(Random(depth * columns), depth, columns, pairs);
        Macs = (long)rows * depth * columns;
    }

    public long Macs { get; }

    public void Run() => TileKernel.Run(moving, rows, pairCount, pairs, columns, sums, accumulate, shift: 0);

    private static short[] Random(int count)
    {
        byte[] bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return Array.ConvertAll(bytes, code => (short)(sbyte)code);
    }
}
