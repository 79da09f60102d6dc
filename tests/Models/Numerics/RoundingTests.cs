using System.Numerics;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Numerics;
using WageSim.Tests.Isa.Execution;

namespace WageSim.Tests.Models.Numerics;

public sealed class RoundingTests
{
    [Fact]
    public void Nearest_even_is_what_decimals_round_to()
    {
        for (int shift = 0; shift <= 12; shift++)
        {
            for (long x = -20000; x <= 20000; x++)
                Assert.Equal((long)Math.Round((decimal)x / (1L << shift), MidpointRounding.ToEven), Rounding.NearestEven(x, shift));
        }
    }

    [Fact]
    public void Nearest_even_is_exact_for_wide_numbers_and_all_shifts()
    {
        var random = new Random(1);
        for (int i = 0; i < 20000; i++)
        {
            int shift = random.Next(0, 63);
            long x = random.NextInt64(-(1L << 61), 1L << 61) >> random.Next(0, 61);
            // Every other one is moved onto a tie.
            if (i % 2 == 0 && shift is > 0 and < 62) x = (x >> shift << shift) + (1L << shift - 1);
            var floor = BigInteger.Divide(x - Mod(x, shift), BigInteger.One << shift);
            BigInteger twice = 2 * Mod(x, shift), one = BigInteger.One << shift;
            bool up = twice > one || (twice == one && !floor.IsEven);
            Assert.Equal(floor + (up ? 1 : 0), Rounding.NearestEven(x, shift));
        }

        static BigInteger Mod(long x, int shift) => x & ((BigInteger.One << shift) - 1);
    }

    [Fact]
    public void Products_round_as_numbers_of_64_bits_do()
    {
        var random = new Random(2);
        for (int i = 0; i < 20000; i++)
        {
            int shift = random.Next(1, 62), more = random.Next(0, 65 - 1);
            long x = random.NextInt64(-(1L << 61), 1L << 61) >> random.Next(0, 61);
            if (i % 2 == 0 && shift > 1) x = (x >> shift << shift) + (1L << shift - 1);
            Assert.Equal(Rounding.NearestEven(x, shift), Rounding.NearestEven((Int128)x << more, shift + more));
        }
    }

    [Fact]
    public void Halves_go_away_from_zero_as_those_of_decimals_do()
    {
        for (int shift = 0; shift <= 12; shift++)
            for (long x = -20000; x <= 20000; x++)
                Assert.Equal(
                    (long)Math.Round((decimal)x / (1L << shift), MidpointRounding.AwayFromZero), Rounding.NearestAway(x, shift));
    }

    [Fact]
    public void Shifts_of_block_formats_are_exact_for_wide_numbers_and_all_shifts()
    {
        var random = new Random(3);
        for (int i = 0; i < 40000; i++)
        {
            int shift = random.Next(10) == 0 ? random.Next(1, 200) : random.Next(1, 66);
            long x = random.Next(8) switch
            {
                0 => long.MinValue, 1 => long.MaxValue, 2 => (1L << random.Next(63)) + random.Next(-1, 2), 3 => -(1L << random.Next(63)),
                _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
            };
            Assert.Equal(NaiveBlockFormat.Away(x, shift), Rounding.NearestAway(x, shift));
            Assert.Equal(NaiveBlockFormat.Pseudo(x, shift), Rounding.PseudoStochastic(x, shift));
        }
    }

    [Fact]
    public void Shifts_and_widths_are_those_of_the_golden_model()
    {
        for (int shift = 1; shift <= 14; shift++)
            for (long x = -40000; x <= 40000; x++)
            {
                Assert.Equal(NitiShifts.Nearest(x, shift), Rounding.NearestAway(x, shift));
                Assert.Equal(NitiShifts.PseudoStochastic(x, shift), Rounding.PseudoStochastic(x, shift));
            }
        for (int k = 0; k < 62; k++)
            for (long m = Math.Max(0, (1L << k) - 3); m <= (1L << k) + 3; m++)
                Assert.Equal(NitiShifts.Width([m, -m]), Rounding.CeilingLog2(m));
        Assert.Equal([0, 0, 63], new[] { long.MinValue, -1, long.MaxValue }.Select(Rounding.CeilingLog2));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, 1, 2)]
    [InlineData(-1, 1, 0)]
    [InlineData(-3, 1, -2)]
    [InlineData(-5, 1, -2)]
    [InlineData(32, 6, 0)]
    [InlineData(33, 6, 1)]
    [InlineData(-33, 6, -1)]
    [InlineData(-7, -3, -56)]
    [InlineData(5, -20, 5 << 20)]
    [InlineData(123456, 63, 0)]
    [InlineData(long.MaxValue, 1, 1L << 62)]
    [InlineData(long.MaxValue, 62, 2)]
    [InlineData(long.MaxValue, 63, 1)]
    [InlineData(long.MinValue, 63, -1)]
    [InlineData(long.MinValue, 64, 0)]
    public void Ties_go_to_even_and_negative_shifts_multiply(long x, int shift, long expected) =>
        Assert.Equal(expected, Rounding.NearestEven(x, shift));

    [Fact]
    public void Nearest_log2_is_the_rounded_logarithm_up_to_a_million()
    {
        for (long m = 1; m <= 1 << 20; m++) Assert.Equal((int)Math.Round(Math.Log2(m)), Rounding.NearestLog2(m));
    }

    [Fact]
    public void Nearest_log2_turns_exactly_where_the_square_passes_the_odd_power()
    {
        for (int k = 0; k <= 61; k++)
        {
            long threshold = Rounding.HalfOctave(k);
            for (long m = Math.Max(1L << k, threshold - 3); m <= Math.Min(threshold + 3, (1L << k + 1) - 1); m++)
                Assert.Equal(k + ((BigInteger)m * m > BigInteger.One << 2 * k + 1 ? 1 : 0), Rounding.NearestLog2(m));
            Assert.Equal(k, Rounding.NearestLog2(1L << k));
        }
    }

    // The table of the specification, k = 0…34.
    [Fact]
    public void Half_octaves_are_the_bits_of_the_square_root_of_two()
    {
        long[] table =
        [
            1, 2, 5, 11, 22, 45, 90, 181, 362, 724, 1448, 2896, 5792, 11585, 23170, 46340, 92681, 185363, 370727, 741455, 1482910, 2965820,
            5931641, 11863283, 23726566, 47453132, 94906265, 189812531, 379625062, 759250124, 1518500249, 3037000499, 6074000999,
            12148001999, 24296003999,
        ];
        Assert.Equal(table, Enumerable.Range(0, table.Length).Select(Rounding.HalfOctave));
        for (int k = 0; k <= 62; k++)
        {
            BigInteger root = Rounding.HalfOctave(k), square = BigInteger.One << 2 * k + 1;
            Assert.True(root * root < square && (root + 1) * (root + 1) > square, $"k = {k}");
        }
    }

    [Fact]
    public void Stochastic_rounding_is_its_definition_in_exact_fractions()
    {
        var random = new Random(2);
        for (int i = 0; i < 50000; i++)
        {
            int shift = random.Next(-6, 90);
            long least = shift > 0 ? long.MinValue : -(1L << 50), most = shift > 0 ? long.MaxValue : 1L << 50;
            long x = random.NextInt64(least, most) >> random.Next(63);
            ushort draw = (ushort)random.Next(65536);
            // Every third draw lies on or beside the fraction itself, where > and ≥ part.
            if (i % 3 == 0 && shift > 0)
            {
                var fraction = BigInteger.Abs(x) % (BigInteger.One << shift) * 65536 >> shift;
                draw = (ushort)Math.Clamp((int)fraction + random.Next(-1, 2), 0, 65535);
            }
            Assert.Equal(Exact(x, shift, draw), Rounding.Stochastic(x, shift, draw));
        }

        static BigInteger Exact(long x, int shift, ushort draw)
        {
            if (shift <= 0) return (BigInteger)x << -shift;
            BigInteger one = BigInteger.One << shift, magnitude = BigInteger.Abs(x), fraction = magnitude % one;
            BigInteger rounded = magnitude / one + (fraction * 65536 > draw * one ? 1 : 0);
            return x < 0 ? -rounded : rounded;
        }
    }

    [Theory]
    [InlineData(3, 1, 32767, 2)]
    [InlineData(3, 1, 32768, 1)]
    [InlineData(-3, 1, 32767, -2)]
    [InlineData(-3, 1, 32768, -1)]
    [InlineData(4, 1, 0, 2)]
    [InlineData(1, 20, 0, 1)]
    [InlineData(1, 20, 1, 0)]
    [InlineData(-5, -3, 65535, -40)]
    [InlineData(long.MinValue, 63, 0, -1)]
    [InlineData(long.MaxValue, 63, 65535, 1)]
    [InlineData(1, 64, 0, 1)]
    [InlineData(long.MinValue, 78, 1, -1)]
    [InlineData(long.MaxValue, 79, 1, 0)]
    [InlineData(-1, 200, 0, -1)]
    [InlineData(0, 200, 0, 0)]
    public void A_magnitude_is_rounded_up_only_where_its_fraction_exceeds_the_draw(long x, int shift, ushort draw, long expected) =>
        Assert.Equal(expected, Rounding.Stochastic(x, shift, draw));

    [Theory]
    [InlineData(300, 127, 127)]
    [InlineData(-300, 127, -127)]
    [InlineData(-128, 127, -127)]
    [InlineData(5, 127, 5)]
    public void Clipping_is_symmetric(long x, long limit, long expected) => Assert.Equal(expected, Rounding.Clip(x, limit));

    [Theory]
    [InlineData(2, 1, 1, 0.5)]
    [InlineData(8, 127, 1, 0.0078125)]
    [InlineData(9, 255, 2, 0.00390625)]
    [InlineData(16, 32767, 2, 0.000030517578125)]
    public void A_format_knows_its_largest_code_its_bytes_and_its_step(int bits, int max, int bytes, double step)
    {
        var format = new FixedFormat(bits);
        Assert.Equal((max, bytes, step), (format.MaxCode, format.Bytes, format.Step));
    }
}
