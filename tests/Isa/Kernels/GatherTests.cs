using WageSim.Isa.Kernels;

namespace WageSim.Tests.Isa.Kernels;

public sealed unsafe class GatherTests
{
    [Fact]
    public void Slices_of_any_bits_and_number_of_elements_equal_plain_loops()
    {
        var random = new Random(1);
        byte[] elements = new byte[2 * 130];
        foreach (int size in (int[])[1, 2])
            foreach (bool signed in (bool[])[false, true])
                for (int low = 0; low < 16; low++)
                    for (int width = 1; width <= 8; width++)
                        foreach (int count in (int[])[1, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65, 97, 129])
                        {
                            random.NextBytes(elements);
                            if (random.Next(5) == 0) elements.AsSpan().Fill(random.Next(2) == 0 ? (byte)0x80 : (byte)0xff);
                            byte[] expected = Enumerable.Repeat((byte)7, count + 1).ToArray(), actual = [.. expected];
                            var slice = new OperandSlice(low, width, signed);
                            fixed (byte* from = elements, slow = expected, fast = actual)
                            {
                                Gather.DefineSlices(from + size, slow, count, size, slice);
                                Gather.Slices(from + size, fast, count, size, slice);
                            }
                            Assert.Equal(expected, actual);
                        }
    }
}
