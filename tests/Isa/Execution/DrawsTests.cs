using WageSim.Isa.Execution.Elementwise;
using WageSim.Models.Numerics;

namespace WageSim.Tests.Isa.Execution;

public sealed class DrawsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Many_draws_at_once_are_the_draws_one_by_one(int bits)
    {
        var random = new Random(bits);
        ushort[] draws = new ushort[1100];
        for (int length = 0; length < draws.Length; length += length < 80 ? 1 : 97)
            for (int i = 0; i < 20; i++)
            {
                uint key = (uint)random.NextInt64(1L << 32);
                // Every third range runs over the end of 32 bits.
                uint first = i % 3 == 0 ? uint.MaxValue - (uint)random.Next(length + 1) : (uint)random.NextInt64(1L << 32);
                Array.Fill(draws, (ushort)0xabcd);
                Draws.Fill(key, first, draws.AsSpan(0, length), bits);
                for (int j = 0; j < length; j++) Assert.Equal(RandomBits.Draw(key, unchecked(first + (uint)j)), draws[j]);
                Assert.All(draws[length..], draw => Assert.Equal(0xabcd, draw));
            }
    }
}
