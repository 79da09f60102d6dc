using WageSim.Isa;

namespace WageSim.Tests.Isa;

public sealed class SymbolDataTests
{
    [Theory]
    [InlineData(1, true, new[] { -128, 127, 0, -1, 5 })]
    [InlineData(1, false, new[] { 0, 255, 128, 1, 7 })]
    [InlineData(2, true, new[] { short.MinValue, short.MaxValue, 0, -1, 300 })]
    [InlineData(2, false, new[] { 0, ushort.MaxValue, 32768, 1, 300 })]
    [InlineData(4, true, new[] { int.MinValue, int.MaxValue, 0, -1, 70_000 })]
    [InlineData(8, true, new[] { int.MinValue, int.MaxValue, 0, -1, 70_000 })]
    public void Values_written_are_read_back_at_any_address(int bytes, bool signed, int[] values)
    {
        for (int address = 0; address < 9; address++)
        {
            var symbol = new Symbol("t", address, bytes, signed, [values.Length + 1]);
            byte[] dram = Enumerable.Repeat((byte)0x5a, 64).ToArray(), before = [.. dram];
            symbol.Write(dram, values);
            Assert.Equal(values.Select(value => (long)value), symbol.Read(dram)[..values.Length]);
            Assert.Equal(before[..address], dram[..address]);
            int end = address + values.Length * bytes;
            Assert.Equal(before[end..], dram[end..]);
        }
    }

    [Fact]
    public void Elements_are_little_endian()
    {
        byte[] dram = [0, 0x01, 0x02, 0x03, 0x84, 0x05, 0x06, 0x07, 0x88];
        Assert.Equal([0x0201, 0x8403, 0x0605, 0x8807], new Symbol("t", 1, 2, false, [4]).Read(dram));
        Assert.Equal([unchecked((int)0x84030201), unchecked((int)0x88070605)], new Symbol("t", 1, 4, true, [2]).Read(dram));
        Assert.Equal([unchecked((long)0x8807060584030201)], new Symbol("t", 1, 8, true, [1]).Read(dram));
    }

    [Fact]
    public void More_values_than_elements_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Symbol("t", 0, 1, true, [2]).Write(new byte[8], [1, 2, 3]));
}
