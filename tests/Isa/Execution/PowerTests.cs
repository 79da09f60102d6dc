using System.Numerics;
using WageSim.Isa;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Softmax of codes that share an exponent: what the golden model's loss gives, and what no network asks for.</summary>
public sealed class PowerTests
{
    private const int Codes = 0, Rows = 8192, Numerators = 12288, Labels = 40960, Exponent = 7;

    private static readonly Walk pair = Walk.Unit with { Run = 2 };

    private readonly VectorTwins twins = new(cols: 4, accumulatorKiB: 1);

    public static TheoryData<int> Exponents => [.. Enumerable.Range(-40, 81)];

    [Theory, MemberData(nameof(Exponents))]
    public void Three_passes_over_rows_give_the_golden_loss(int exponent)
    {
        var random = new Random(exponent);
        foreach (var loss in Enum.GetValues<NitiLoss>())
            foreach (int classes in (int[])[2, 3, 7, 10, 100, 1023, random.Next(2, 1024)])
            {
                int rows = random.Next(1, Math.Min(9, 3000 / classes)), range = random.Next(3) == 0 ? 128 : random.Next(1, 128);
                sbyte[] codes = [.. Enumerable.Range(0, rows * classes).Select(_ => (sbyte)random.Next(-range, Math.Min(range + 1, 128)))];
                int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
                var expected = NitiCrossEntropy.Errors(Array.ConvertAll(codes, code => (long)code), labels, exponent, loss);
                Assert.Equal(expected, Errors(codes, labels, exponent, loss));
            }
    }

    [Fact]
    public void Pairs_of_codes_have_the_golden_loss_at_every_exponent()
    {
        int[] labels = new int[256];
        foreach (var loss in Enum.GetValues<NitiLoss>())
            for (int exponent = -26; exponent <= 8; exponent++)
                for (int a = -128; a <= 127; a += 15)
                {
                    sbyte[] codes = [.. Enumerable.Range(-128, 256).SelectMany(b => (sbyte[])[(sbyte)a, (sbyte)b])];
                    var expected = NitiCrossEntropy.Errors(Array.ConvertAll(codes, code => (long)code), labels, exponent, loss);
                    Assert.Equal(expected, Errors(codes, labels, exponent, loss));
                }
    }

    [Fact]
    public void Every_entry_that_codes_ask_for_is_rounded_from_the_exact_power()
    {
        var met = new HashSet<int>();
        for (int exponent = -6; exponent <= 7; exponent++)
            for (int distance = 0; distance < 256; distance++)
            {
                long octaves = (long)distance * 47274, u = 2560 - (octaves + (1 << 7 - exponent) / 2) / (1 << 7 - exponent);
                if (u < 0) continue;
                Prepare([127, (sbyte)(127 - distance)], [0], exponent);
                Assert.Null(twins.Execute(new(0, new VectorRowMaximum(0, 0, 0, Codes: true), Codes, Rows, W0: pair)));
                Assert.Null(twins.Execute(new(0, new VectorPower(0, 0, 0, 0, Exponent, true), Codes, Rows, Numerators, W0: pair)));
                long power = NitiCrossEntropy.PowerOfFraction((int)(u % 256)) << (int)(u / 256);
                Assert.Equal(power - (1 << 15) >> 4, Number(Numerators + 8));
                met.Add((int)(u % 256));
            }
        Assert.Equal(235, met.Count);
    }

    [Theory]
    [InlineData(7, -128, 127, true)]
    [InlineData(0, 3, 100, true)]
    [InlineData(0, 3, 100, false)]
    [InlineData(-9, -50, 20, true)]
    public void A_code_above_the_rows_maximum_counts_as_the_maximum(int exponent, int maximum, int code, bool fine)
    {
        twins.Plain.Scalars[Exponent] = exponent;
        long[] numerators = new long[2], divisors = new long[2];
        foreach (int i in (int[])[0, 1])
        {
            twins.Plain.Scratchpad[Codes] = (byte)(i == 0 ? maximum : code);
            // Of the maximum only the lower eight bits are looked at.
            BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Rows), (long)(byte)maximum | 0x7700);
            var vexp2 = new VectorPower(0, 0, 0, 0, Exponent, fine);
            Assert.Null(twins.Execute(new(0, vexp2, Codes, Rows, Numerators, W0: Walk.Unit)));
            (numerators[i], divisors[i]) = (Number(Numerators), Number(Rows));
        }
        Assert.Equal((numerators[0], divisors[0]), (numerators[1], divisors[1]));
        Assert.Equal(exponent <= -7 || !fine ? divisors[0] << 11 : 1023 << 11, numerators[0]);
    }

    [Theory]
    [InlineData(long.MinValue, -25), InlineData(-26, -25), InlineData(8, 7), InlineData(long.MaxValue, 7)]
    public void Exponents_beyond_the_limits_are_the_limits(long exponent, int limit)
    {
        sbyte[] codes = [-128, 127, 0, 5, 126];
        foreach (bool fine in (bool[])[false, true])
            Assert.Equal(Powers(limit, fine), Powers(exponent, fine));

        long[] Powers(long e, bool fine)
        {
            Prepare(codes, [1], e);
            Write(Rows, 127);
            var vexp2 = new VectorPower(0, 0, 0, 0, Exponent, fine);
            Assert.Null(twins.Execute(new(0, vexp2, Codes, Rows, Numerators, W0: Walk.Unit with { Run = 5 })));
            return [.. Enumerable.Range(0, 5).Select(k => Number(Numerators + 8 * k)), Number(Rows)];
        }
    }

    [Theory]
    [InlineData(1L, 0L, 4095)] // no divisor
    [InlineData(0L, 0L, 4095)]
    [InlineData(4096L, 1L, 4095)] // beyond 12 bits
    [InlineData(4095L, 1L, 4095)]
    [InlineData(12287L, 3L, 4095)]
    [InlineData(12284L, 3L, 4094)]
    [InlineData(-1L, long.MaxValue, 2)] // numerators have no sign
    [InlineData(-1L, -1L, 2)] // the divisor's 64th bit is not looked at
    [InlineData(7L, long.MinValue + 2, 3)]
    public void A_quotient_has_12_bits_whatever_its_operands(long numerator, long divisor, int quotient)
    {
        Write(Numerators, numerator);
        Write(Rows, divisor);
        BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Labels), 1);
        Assert.Null(twins.Execute(new(0, new VectorProbability(0, 0, 0, 0), Numerators, Rows, Labels, W0: Walk.Unit)));
        Assert.Equal(quotient, Word(Numerators));
    }

    // Bit by bit, with a remainder, a divisor and a subtractor of 64 bits.
    [Fact]
    public void A_restoring_divider_of_64_bits_gives_the_quotients()
    {
        var random = new Random(3);
        BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Labels), 1);
        for (int i = 0; i < 20_000; i++)
        {
            ulong numerator = (ulong)random.NextInt64() << 1 >> random.Next(64), divisor = (ulong)random.NextInt64() >> random.Next(63);
            Write(Numerators, (long)numerator);
            Write(Rows, (long)divisor);
            var vprob = new VectorProbability(0, 0, 0, 0);
            vprob.Execute(new(0, vprob, Numerators, Rows, Labels, W0: Walk.Unit), twins.Plain);
            BigInteger remainder = numerator >> 11;
            int quotient = 0;
            bool saturated = remainder >= 2 * (BigInteger)divisor;
            for (int bit = 11; bit >= 0; bit--)
            {
                bool one = remainder >= divisor;
                if (one) remainder -= divisor;
                quotient = 2 * quotient + (one || saturated ? 1 : 0);
                if (bit > 0) remainder = 2 * remainder + (numerator >> bit - 1 & 1);
                if (!saturated) Assert.True(remainder < BigInteger.One << 64);
            }
            Assert.Equal(quotient, Word(Numerators));
        }
    }

    [Theory]
    [InlineData(-1), InlineData(3), InlineData(int.MinValue), InlineData(int.MaxValue)]
    public void A_label_that_no_class_has_leaves_the_quotients(int label)
    {
        for (int k = 0; k < 3; k++) Write(Numerators + 8 * k, 100 * k);
        Write(Rows, 10);
        BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Labels), label);
        var walk = Walk.Unit with { Run = 3 };
        Assert.Null(twins.Execute(new(0, new VectorProbability(0, 0, 0, 0), Numerators, Rows, Labels, W0: walk)));
        Assert.Equal([0, 10, 20], Enumerable.Range(0, 3).Select(k => Word(Numerators + 4 * k)));
    }

    [Fact]
    public void A_row_maximum_of_codes_is_a_signed_word()
    {
        var random = new Random(5);
        for (int i = 0; i < 200; i++)
        {
                int rows = random.Next(1, 20), classes = random.Next(1, 300);
            random.NextBytes(twins.Plain.Scratchpad);
            if (i % 2 == 0) for (int k = 0; k < rows * classes; k++) twins.Plain.Scratchpad[k] |= 0x80;
            long[] expected = [.. Enumerable.Range(0, rows).Select(row =>
                (long)Enumerable.Range(row * classes, classes).Max(k => (sbyte)twins.Plain.Scratchpad[k]))];
            var walk = Walk.Unit with { Run = classes, Count1 = rows };
            bool wide = random.Next(2) == 0;
            Assert.Null(twins.Execute(new(0, new VectorRowMaximum(0, 0, 0, wide, Codes: true), 0, Rows, W0: walk)));
            Assert.Equal(expected, Enumerable.Range(0, rows).Select(row => Number(Rows + 8 * row)));
        }
    }

    private long[] Errors(sbyte[] codes, int[] labels, int exponent, NitiLoss loss)
    {
        Prepare(codes, labels, exponent);
        var walk = Walk.Unit with { Run = codes.Length / labels.Length, Count1 = labels.Length };
        bool fine = loss == NitiLoss.Fixed2021;
        Assert.Null(twins.Execute(new(0, new VectorRowMaximum(0, 0, 0, Codes: true), Codes, Rows, W0: walk)));
        Assert.Null(twins.Execute(new(0, new VectorPower(0, 0, 0, 0, Exponent, fine), Codes, Rows, Numerators, W0: walk)));
        Assert.Null(twins.Execute(new(0, new VectorProbability(0, 0, 0, 0), Numerators, Rows, Labels, W0: walk)));
        return [.. codes.Select((_, k) => (long)Word(Numerators + 4 * k))];
    }

    private void Prepare(sbyte[] codes, int[] labels, long exponent)
    {
        for (int k = 0; k < codes.Length; k++) twins.Plain.Scratchpad[Codes + k] = (byte)codes[k];
        for (int k = 0; k < labels.Length; k++) BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Labels + 4 * k), labels[k]);
        twins.Plain.Scalars[Exponent] = exponent;
    }

    private int Word(int at) => BitConverter.ToInt32(twins.Plain.Scratchpad, at);

    private long Number(int at) => BitConverter.ToInt64(twins.Plain.Scratchpad, at);

    private void Write(int at, long value) => BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(at), value);
}
