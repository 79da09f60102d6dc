using WageSim.Isa.Execution;

namespace WageSim.Tests.Isa.Execution;

public sealed class TileKernelTests
{
    // The operands are a signed byte, an unsigned byte or a slice: nine bits hold them all.
    private const int Low = -256, High = 255;

    [Fact]
    public void Every_form_equals_three_loops_over_the_tile()
    {
        for (int cols = 1; cols <= 40; cols++)
            for (int seed = 0; seed < 12; seed++)
            {
                var random = new Random(cols * 100 + seed);
                int depth = random.Next(1, 20), rows = random.Next(1, 14), pairCount = (depth + 1) / 2;
                int shift = seed < 4 ? seed * 8 : random.Next(32);
                bool extreme = seed == 0, accumulate = seed % 2 == 0;
                short[] x = Values(random, rows * pairCount * 2, extreme), tile = Values(random, depth * cols, extreme),
                    pairs = new short[pairCount * cols * 2];
                int[] prior = [.. Enumerable.Range(0, rows * cols).Select(_ => random.Next(4) == 0 ? int.MaxValue : random.Next())];
                TileKernel.Pack(tile, depth, cols, pairs);

                int[] expected = [.. prior], simd = [.. prior], scalar = [.. prior];
                for (int i = 0; i < rows; i++)
                    for (int n = 0; n < cols; n++)
                    {
                        int sum = 0;
                        for (int k = 0; k < depth; k++) sum = unchecked(sum + x[i * pairCount * 2 + k] * tile[k * cols + n]);
                        expected[i * cols + n] = unchecked((accumulate ? prior[i * cols + n] : 0) + (sum << shift));
                    }
                TileKernel.Run(x, rows, pairCount, pairs, cols, simd, accumulate, shift);
                TileKernel.Scalar(x, rows, pairCount, pairs, cols, scalar, accumulate, shift);
                Assert.Equal(expected, scalar);
                Assert.Equal(expected, simd);
            }
    }

    [Fact]
    public void Nothing_beyond_the_product_is_written()
    {
        foreach (int cols in (int[])[1, 4, 8, 16, 24, 32])
        {
            int[] sums = Enumerable.Repeat(7, 3 * cols + 5).ToArray();
            TileKernel.Run(new short[3 * 2], 3, 1, new short[2 * cols], cols, sums, accumulate: false, 0);
            Assert.All(sums[..(3 * cols)], sum => Assert.Equal(0, sum));
            Assert.All(sums[(3 * cols)..], sum => Assert.Equal(7, sum));
        }
    }

    [Fact]
    public void Operands_smaller_than_the_product_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TileKernel.Run(new short[5], 3, 1, new short[8], 4, new int[12], false, 0));
        Assert.Throws<ArgumentException>(() => TileKernel.Run(new short[6], 3, 1, new short[7], 4, new int[12], false, 0));
        Assert.Throws<ArgumentException>(() => TileKernel.Run(new short[6], 3, 1, new short[8], 4, new int[11], false, 0));
    }

    [Fact]
    public void Bytes_widen_with_their_sign_at_every_length()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        for (int length = 0; length <= 256; length++)
        {
            short[] signed = new short[length + 1], unsigned = new short[length + 1];
            TileKernel.Widen(bytes.AsSpan(256 - length), true, signed);
            TileKernel.Widen(bytes.AsSpan(256 - length), false, unsigned);
            for (int i = 0; i < length; i++)
                Assert.Equal(((sbyte)bytes[256 - length + i], bytes[256 - length + i]), (signed[i], unsigned[i]));
            Assert.Equal((0, 0), (signed[length], unsigned[length]));
        }
    }

    private static short[] Values(Random random, int count, bool extreme) =>
        [.. Enumerable.Range(0, count).Select(_ =>
            (short)(extreme || random.Next(4) == 0 ? random.Next(2) == 0 ? Low : High : random.Next(Low, High + 1)))];
}
