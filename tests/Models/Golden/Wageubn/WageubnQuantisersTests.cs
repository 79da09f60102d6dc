using FsCheck;
using FsCheck.Fluent;
using WageSim.Models.Golden.Wageubn;

namespace WageSim.Tests.Models.Golden.Wageubn;

public sealed class WageubnQuantisersTests
{
    [Fact]
    public void Quotients_are_those_of_long_division() => Prop.ForAll<long, int>((a, b) =>
    {
        long divisor = Math.Abs((long)b) + 1;
        Assert.Equal(NaiveRounding.Quotient(a, divisor), (long)WageubnRounding.Quotient((Int128)a, divisor));
        Assert.Equal(NaiveRounding.Quotient(a % 1000, divisor % 9 + 1), WageubnRounding.Quotient(a % 1000, divisor % 9 + 1));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(5, 1, 2)]
    [InlineData(7, 1, 4)]
    [InlineData(-5, 1, -2)]
    [InlineData(-7, 1, -4)]
    [InlineData(-5, 0, -5)]
    [InlineData(-5, -3, -40)]
    [InlineData(1L << 60, 62, 0)]
    [InlineData((1L << 60) + 1, 61, 1)]
    [InlineData(1L << 60, 61, 0)]
    [InlineData(3L << 60, 61, 2)]
    [InlineData(1L << 60, 90, 0)]
    public void Halves_go_to_the_even_neighbour(long x, int shift, long expected)
    {
        Assert.Equal(expected, WageubnRounding.NearestEven(x, shift));
        Assert.Equal(expected, NaiveRounding.Shifted(x, shift));
    }

    [Fact]
    public void Logarithms_and_roots_are_those_of_their_definitions()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            long m = i < 5000 ? i + 1 : random.NextInt64(1, 1L << random.Next(1, 63));
            Assert.Equal(NaiveRounding.Log2(m), WageubnRounding.NearestLog2(m));
            Assert.Equal(NaiveRounding.Bits(m), WageubnRounding.BitLength(m));
            long x = m & ((1L << 52) - 1), root = WageubnRounding.SquareRoot(x);
            Assert.True(root * root <= x && (root + 1) * (root + 1) > x, $"√{x} = {root}");
        }
        foreach (long side in (long[])[0, 1, 2, (1 << 25) - 1, 1 << 25])
            Assert.Equal(side, WageubnRounding.SquareRoot(side * side));
    }

    [Fact]
    public void E1_keeps_seven_bits_of_magnitude_and_the_value()
    {
        var error = new WideError([1000, -1000, 4, -12, 3, 0], -20);
        // round(log2 1000) = 10: three bits go, 4 / 8 and -12 / 8 to even.
        Assert.Equal([125, -125, 0, -2, 0, 0], WageubnQuantisers.E1(error).Codes);
        Assert.Equal(-17, WageubnQuantisers.E1(error).Exponent);
        // 1448 is below 2^10.5, 1449 is not; codes that leave 8 bits are clipped.
        Assert.Equal("127 0 · 2^3", Text(WageubnQuantisers.E1(new([1448, 1], 0))));
        Assert.Equal("91 0 · 2^4", Text(WageubnQuantisers.E1(new([1449, 1], 0))));
        // Small ones move left; 2 would be 128.
        Assert.Equal("64 -127 · 2^-6", Text(WageubnQuantisers.E1(new([1, -2], 0))));
    }

    [Fact]
    public void E2_has_flagged_coarse_codes_and_fine_ones()
    {
        // Coarse unit 2^(14 - 7): 128 and up are multiples of 128 there, 127 and less keep their last bit.
        var made = WageubnQuantisers.E2(new([16384, -128, 127, 192, -320, 1, 0], -9));
        Assert.Equal([16256, -128, 127, 256, -256, 1, 0], made.Codes);
        Assert.Equal(-9, made.Exponent);
        // A unit of fraction bits: 2^-5 of the smallest code.
        made = WageubnQuantisers.E2(new([3, -1, 0, 2], -9));
        Assert.Equal([96 * 128, -32 * 128, 0, 64 * 128], made.Codes);
        Assert.Equal(-9 - 5 - 7, made.Exponent);
        // Fine codes may round up to the coarse unit: flag 1, code 1.
        made = WageubnQuantisers.E2(new([1 << 20, 8191, 8160], 0));
        Assert.Equal([127 * 128, 128, 128], made.Codes);
    }

    [Fact]
    public void E2_is_what_hardware_makes_of_every_range()
    {
        var random = new Random(3);
        for (int round = 0; round < 2000; round++)
        {
            int bits = random.Next(1, 32);
            long[] codes = [.. Enumerable.Range(0, 40)
                .Select(_ => random.NextInt64(-1L << random.Next(bits), (1L << random.Next(bits)) + 1))];
            if (codes.All(code => code == 0)) continue;
            var made = WageubnQuantisers.E2(new(codes, 0));
            int coarse = NaiveRounding.Log2(codes.Max(Math.Abs)) - 7;
            Assert.Equal(codes.Select(x => NaiveRounding.Operand(x, coarse)), made.Codes);
            // Nine bits store it: flag and code.
            Assert.All(made.Codes, v => Assert.True(Math.Abs(v) <= 128 || (v % 128 == 0 && Math.Abs(v) <= 127 * 128), $"{v}"));
        }
    }

    [Fact]
    public void Zeros_stay_so_with_exponent_0()
    {
        var zeros = new WideError(new long[5], -33);
        Assert.Equal("0 0 0 0 0 · 2^0", Text(WageubnQuantisers.E1(zeros)));
        Assert.Equal("0 0 0 0 0 · 2^0", Text(WageubnQuantisers.E2(zeros)));
        Assert.Equal(new long[5], WageubnQuantisers.Steps(new long[5], new ushort[5], 128));
    }

    [Fact]
    public void Steps_have_the_mean_of_the_gradients_and_never_reach_the_range()
    {
        // n = 13 - 3: 1536 is 1.5, -256 is -0.25, 8192 is 8 of 7 allowed; all draws once.
        long[] sums = new long[3];
        for (int draw = 0; draw < 65536; draw++)
        {
            long[] steps = WageubnQuantisers.Steps([8192, 1536, -256], [(ushort)draw, (ushort)draw, (ushort)draw], 8);
            for (int i = 0; i < 3; i++) sums[i] += steps[i];
        }
        Assert.Equal([7 * 65536L, 3 * 32768, -16384], sums);
        // Below the range nothing is random: 3 · 2^(7 - 2).
        Assert.Equal([96, -32, 0], WageubnQuantisers.Steps([3, -1, 0], [0, 0, 0], 128));
        Assert.Equal([1, -1, 0], WageubnQuantisers.Steps([3, -1, 0], [0, 0, 0], 2));
    }

    [Fact]
    public void Sums_of_two_errors_are_within_a_unit_of_the_exact_one()
    {
        var random = new Random(5);
        for (int round = 0; round < 3000; round++)
        {
            WideError x = Error(), y = Error(), sum = WideError.Sum(x, y);
            Assert.Equal(sum.Exponent, WideError.Sum(y, x).Exponent);
            Assert.InRange(sum.Largest, 0, 1L << 30);
            for (int i = 0; i < 6; i++)
            {
                double exact = Math.ScaleB(x.Codes[i], x.Exponent - sum.Exponent) + Math.ScaleB(y.Codes[i], y.Exponent - sum.Exponent);
                Assert.InRange(sum.Codes[i] - exact, -1, 1);
                if (Math.Abs(x.Exponent - y.Exponent) < 8 && x.Largest < 1 << 20 && y.Largest < 1 << 20) Assert.Equal(exact, sum.Codes[i]);
            }
        }
        var other = new WideError([1, 2], 7);
        Assert.Same(other, WideError.Sum(other, new([0, 0], -60)));
        Assert.Same(other, WideError.Sum(new([0, 0], 60), other));

        WideError Error() => new(
            [.. Enumerable.Range(0, 6).Select(_ => random.NextInt64(-(1L << random.Next(32)) + 1, 1L << random.Next(32)))],
            random.Next(-60, 10));
    }

    [Fact]
    public void Steps_of_gamma_saturate_and_vanish_at_any_exponent()
    {
        // 2^k · sum / batch with k = exponent + 14
        Assert.Equal(3, WageubnUpdate.NormStep(10, -14, 3));
        Assert.Equal(2, WageubnUpdate.NormStep(10, -16, 1));
        Assert.Equal(-2, WageubnUpdate.NormStep(-5, -15, 1));
        Assert.Equal((1 << 20) - 1, WageubnUpdate.NormStep(1, 400, 256));
        Assert.Equal(1 - (1 << 20), WageubnUpdate.NormStep(-1, 20_000, 256));
        Assert.Equal(0, WageubnUpdate.NormStep(1L << 37, -20_000, 1));
        Assert.Equal(0, WageubnUpdate.NormStep(0, 20_000, 1));
    }

    [Fact]
    public void Momentum_of_small_steps_vanishes_and_words_saturate()
    {
        int[] stored = [100, -int.MaxValue, int.MaxValue], momenta = [0, 42, -42];
        WageubnUpdate.Apply(stored, momenta, [2, 127, -127], 511);
        Assert.Equal([100 - 1022, -int.MaxValue, int.MaxValue], stored);
        // 2 / 4 to even, 169 / 4
        Assert.Equal([0, 42, -42], momenta);
    }

    private static string Text(ErrorCodes codes) => $"{string.Join(' ', codes.Codes)} · 2^{codes.Exponent}";
}
