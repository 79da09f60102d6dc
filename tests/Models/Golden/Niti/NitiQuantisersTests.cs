using WageSim.Models.Golden.Niti;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Tests.Models.Golden.Niti;

public sealed class NitiQuantisersTests
{
    [Theory]
    [InlineData(NitiRounding.Nearest2021, new long[] { 0, 0 }, new long[] { 0, 0 }, 0)]
    [InlineData(NitiRounding.Nearest2021, new long[] { 128, -128, 5 }, new long[] { 127, -128, 5 }, 0)]
    [InlineData(NitiRounding.Nearest2021, new long[] { 129, -256, 5, -5 }, new long[] { 65, -127, 3, -3 }, 1)]
    [InlineData(NitiRounding.Nearest2021, new long[] { 257, 6, -6 }, new long[] { 64, 2, -2 }, 2)]
    [InlineData(NitiRounding.Pseudo2020, new long[] { 128, -127 }, new long[] { 127, -127 }, 0)]
    [InlineData(NitiRounding.Pseudo2020, new long[] { 129, -256, 6, -7 }, new long[] { 32, -64, 2, -1 }, 2)]
    [InlineData(NitiRounding.Pseudo2020, new long[] { 512, 6, 7 }, new long[] { 127, 2, 1 }, 2)]
    [InlineData(NitiRounding.Pseudo2020, new long[] { 1024, 10, 11, 15 }, new long[] { 127, 2, 1, 2 }, 3)]
    public void A_tensor_is_shifted_to_seven_magnitude_bits(NitiRounding rounding, long[] sums, long[] codes, int shift)
    {
        var made = NitiQuantisers.Codes(sums, rounding);
        Assert.Equal(shift, made.Shift);
        Assert.Equal(codes, made.Codes);
    }

    [Theory]
    [InlineData(5, new long[] { 0, 0 }, new long[] { 0, 0 }, 0)]
    [InlineData(0, new long[] { 1, -1, 0 }, new long[] { 0, 0, 0 }, 0)]
    [InlineData(5, new long[] { 32, -31 }, new long[] { 32, -31 }, 0)]
    [InlineData(5, new long[] { 64, -63, 2 }, new long[] { 32, -32, 1 }, 1)]
    [InlineData(5, new long[] { 33, -3, 0 }, new long[] { 17, -2, 0 }, 1)]
    [InlineData(0, new long[] { 4, -3, 2, 1 }, new long[] { 1, 0, 1, 0 }, 2)]
    [InlineData(-1, new long[] { 2, -2, 1 }, new long[] { 1, -1, 0 }, 2)]
    public void A_gradient_becomes_steps_of_its_bits(int bits, long[] gradient, long[] steps, int shift)
    {
        var made = NitiQuantisers.Update(gradient, bits);
        Assert.Equal(shift, made.Shift);
        Assert.Equal(steps, made.Codes);
    }

    [Fact]
    public void Output_errors_lose_four_bits_and_are_clipped()
    {
        var made = NitiQuantisers.Errors([-2048, 2047, 33, 33], [0, 0, 0, 1]);
        Assert.Equal(4, made.Shift);
        Assert.Equal([-127L, 127, 3, 2], made.Codes);
    }
}
