using System.Buffers.Binary;
using System.Numerics;
using WageSim.Isa;
using WageSim.Models.Golden.Wageubn;

namespace WageSim.Tests.Isa.Execution;

/// <summary>
/// Statistics and normalisation leave what a naive restatement and the golden model say, and their kernels, at every width of the host's
/// registers, what their definitions leave.
/// </summary>
public sealed class NormalisationTests
{
    private const int Words = 0, Sums = 16384, Table = 18432, Outputs = 20480;

    [Fact]
    public void Vstat_adds_words_and_their_squares_to_wide_sums()
    {
        for (int channels = 1; channels <= 40; channels++)
            for (int round = 0; round < 4; round++)
            {
                var (random, twins, operands) = Prepared(channels * 4 + round);
                int pixels = random.Next(1, 60);
                operands.Words(Words, channels * pixels, wide: false, round == 0 ? 32 : 24);
                BigInteger[] sums = [.. Enumerable.Range(0, channels).Select(n => (BigInteger)Number(twins, n))];
                BigInteger[] squares = [.. Enumerable.Range(0, channels).Select(n => (BigInteger)Square(twins, channels, n))];
                for (int i = 0; i < channels * pixels; i++)
                {
                    BigInteger x = Word(twins, Words, i);
                    sums[i % channels] += x;
                    squares[i % channels] += x * x;
                }
                var walk = Walk.Unit with { Run = channels, Count1 = pixels };
                Assert.Null(twins.Execute(new(0, new VectorStatistics(0, 0, 0), Words, Sums, W0: walk)));
                for (int n = 0; n < channels; n++)
                {
                    Assert.Equal((ulong)(sums[n] & ulong.MaxValue), (ulong)Number(twins, n));
                    Assert.Equal((UInt128)(squares[n] & UInt128.MaxValue), (UInt128)Square(twins, channels, n));
                }
            }
    }

    [Fact]
    public void Vstat_over_its_own_words_is_the_same_at_every_width()
    {
        var (random, twins, _) = Prepared(1);
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(twins.Plain.Scratchpad);
            var walk = Walk.Unit with { Run = random.Next(1, 20), Count1 = random.Next(1, 20) };
            Assert.Null(twins.Execute(new(0, new VectorStatistics(0, 0, 0), 500, random.Next(400, 900), W0: walk)));
        }
    }

    [Fact]
    public void Vmoment_rounds_mean_and_deviation_half_to_even()
    {
        var (random, twins, _) = Prepared(2);
        int ties = 0;
        for (int i = 0; i < 2_400; i++)
        {
            int channels = random.Next(1, 40);
            // Sixteen values are the fewest that have deviations of exactly half a code.
            int count = random.Next(4) switch { 0 => 16, 1 => random.Next(1, 40), 2 => random.Next(1, 1 << 24), _ => (1 << 24) - 1 };
            for (int n = 0; n < channels; n++)
            {
                var (sum, square) = (count == 16 ? 4 : random.Next(5)) switch
                {
                    0 => Anything(random),
                    // All of one value, of both signs, and of a few values.
                    1 => Of(Enumerable.Repeat((long)random.Next(-(1 << 23), 1 << 23), 1), count),
                    2 => (0, (Int128)count * ((1L << 23) - 1) * ((1L << 23) - 1)),
                    3 => Of(Enumerable.Range(0, 16).Select(_ => (long)random.Next(-2, 3) << random.Next(20)), count / 16),
                    _ => Of(Enumerable.Range(0, 16).Select(_ => (long)random.Next(-2, 3)), count / 16),
                };
                Write(twins, channels, n, sum, square);
            }
            var expected = Enumerable.Range(0, channels).Select(n => (NaiveNormalisation.Mean(Number(twins, n), count),
                NaiveNormalisation.Deviation(Number(twins, n), Square(twins, channels, n), count))).ToArray();
            ties += Enumerable.Range(0, channels).Count(n =>
                NaiveNormalisation.IsHalf(Number(twins, n), Square(twins, channels, n), count));
            Assert.Null(twins.Execute(new(0, new VectorMoment(0, 0, channels, count), Sums, Table)));
            Assert.Equal(expected, Enumerable.Range(0, channels).Select(n =>
                ((BigInteger)Word(twins, Table, n), (BigInteger)Word(twins, Table, channels + n))));
        }
        Assert.True(ties > 100, $"{ties} halves");

        static (long, Int128) Of(IEnumerable<long> values, int times) =>
            (values.Sum() * times, values.Aggregate((Int128)0, (total, x) => total + (Int128)x * x) * times);

        // Within what 128 bits hold of their product with any count, and of both signs.
        static (long, Int128) Anything(Random random) =>
            (random.NextInt64() >> random.Next(2, 60), (Int128)(random.NextInt64() - (1L << 61)) << random.Next(38));
    }

    [Fact]
    public void Vdecay_lets_running_values_approach_new_ones()
    {
        var (random, twins, operands) = Prepared(3);
        for (int i = 0; i < 500; i++)
        {
            int count = random.Next(1, 50), shift = random.Next(3) == 0 ? 8 : random.Next(16);
            operands.Words(Words, count, wide: false, 32);
            operands.Words(Sums, count, wide: false, random.Next(2) == 0 ? 25 : 32);
            BigInteger[] expected = [.. Enumerable.Range(0, count).Select(n => (BigInteger)Word(twins, Words, n)).Select((r, n) =>
                NaiveNormalisation.Clip(r - NaiveNormalisation.Even(r, shift) + Word(twins, Sums, n), int.MaxValue))];
            Assert.Null(twins.Execute(new(0, new VectorDecay(0, 0, count, shift), Words, Sums)));
            Assert.Equal(expected, Enumerable.Range(0, count).Select(n => (BigInteger)Word(twins, Words, n)));
        }
    }

    [Fact]
    public void Vnorm_divides_scales_and_clips_every_word()
    {
        for (int channels = 1; channels <= 40; channels++)
            for (int outputs = 1; outputs <= 7; outputs++)
            {
                var (random, twins, operands) = Prepared(channels * 8 + outputs);
                int pixels = random.Next(1, 40), clip = random.Next(3) switch { 0 => 255, 1 => 1023, _ => random.Next(1, 1 << 15) };
                bool any = random.Next(4) == 0;
                operands.Words(Words, channels * pixels, wide: false, any ? 32 : random.Next(8, 25));
                operands.Words(Table, channels, wide: false, any ? 32 : 20);
                for (int n = 0; n < channels; n++)
                {
                    int deviation = any ? random.Next(int.MinValue, int.MaxValue) : random.Next(random.Next(4) == 0 ? 4 : 1 << 16);
                    BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Table + 4 * (channels + n)), deviation);
                }
                operands.Words(Table + 8 * channels, 2 * channels, wide: false, any ? 32 : 11);
                var expected = Enumerable.Range(0, channels * pixels).Select(i => Expected(twins, channels, i, clip)).ToArray();
                var walk = Walk.Unit with { Run = channels, Count1 = pixels };
                Assert.Null(twins.Execute(new(0, new VectorNormalise(0, 0, 0, 0, clip, outputs), Words, Table, Outputs, W0: walk)));
                Written(twins, outputs, expected);
            }
    }

    [Fact]
    public void Vnorm_rounds_quotients_beside_and_on_halves_exactly()
    {
        var (random, twins, _) = Prepared(5);
        for (int i = 0; i < 3_000; i++)
        {
            const int channels = 16;
            for (int n = 0; n < channels; n++)
            {
                // 128 · (2 · z - mean) as near to a half of the divisor as there is.
                long divisor = random.Next(3) == 0 ? random.Next(1, 2000) : (1L << random.Next(1, 32)) - random.Next(2);
                long half = random.Next(-2050, 2050) * 2L + 1, difference = (half * divisor >> 8) + random.Next(-1, 3);
                difference = Math.Clamp(difference, -int.MaxValue, int.MaxValue);
                int mean = (int)(difference & 1), z = (int)(difference + mean >> 1);
                int[] entries = [mean, (int)(divisor - 1), random.Next(-1023, 1024), random.Next(-1023, 1024)];
                for (int kind = 0; kind < 4; kind++)
                    BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Table + 4 * (kind * channels + n)), entries[kind]);
                BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(Words + 4 * n), z);
            }
            var expected = Enumerable.Range(0, channels).Select(n => Expected(twins, channels, n, 1023)).ToArray();
            var walk = Walk.Unit with { Run = channels };
            Assert.Null(twins.Execute(new(0, new VectorNormalise(0, 0, 0, 0, 1023, 7), Words, Table, Outputs, W0: walk)));
            Written(twins, 7, expected);
        }
    }

    [Fact]
    public void Vnorm_over_its_own_operands_is_the_same_at_every_width()
    {
        var (random, twins, _) = Prepared(6);
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(twins.Plain.Scratchpad);
            var walk = Walk.Unit with { Run = random.Next(1, 20), Count1 = random.Next(1, 20) };
            var vnorm = new VectorNormalise(0, 0, 0, 0, 1023, random.Next(1, 8));
            Assert.Null(twins.Execute(new(0, vnorm, 500, random.Next(2) == 0 ? 800 : 8000, random.Next(400, 900), W0: walk)));
        }
    }

    [Fact]
    public void Vscale_makes_what_vnorm_makes_of_its_codes()
    {
        var (random, twins, operands) = Prepared(7);
        for (int i = 0; i < 600; i++)
        {
            int channels = random.Next(1, 24), pixels = random.Next(1, 20), clip = random.Next(3) == 0 ? random.Next(1, 1 << 15) : 1023,
                outputs = random.Next(1, 4), elements = channels * pixels;
            bool any = random.Next(3) == 0;
            for (int n = 0; n < elements; n++)
                BitConverter.TryWriteBytes(
                    twins.Plain.Scratchpad.AsSpan(Words + 2 * n), (short)(any ? random.Next(1 << 16) : random.Next(-2047, 2048)));
            operands.Words(Table, 2 * channels, wide: false, any ? 32 : 11);
            var expected = Enumerable.Range(0, elements).Select(n => NaiveNormalisation.Scale(
                BitConverter.ToInt16(twins.Plain.Scratchpad, Words + 2 * n), Word(twins, Table, n % channels),
                Word(twins, Table, channels + n % channels), clip)).ToArray();
            var walk = Walk.Unit with { Run = channels, Count1 = pixels };
            Assert.Null(twins.Execute(new(0, new VectorScale(0, 0, 0, 0, clip, outputs), Words, Table, Outputs, W0: walk)));
            Written(twins, outputs << 1, [.. expected.Select(e => (0, e.Code, e.Mask))]);
            // Over its own operands, too, all widths leave the same.
            Assert.Null(twins.Execute(new(0, new VectorScale(0, 0, 0, 0, clip, outputs), 500, 600, random.Next(400, 900), W0: walk)));
        }
    }

    [Theory]
    [InlineData(1, 1, 1023)]
    [InlineData(3, 35, 255)]
    [InlineData(16, 64, 1023)]
    [InlineData(19, 150, null)]
    public void Statistics_and_normalisation_in_blocks_are_the_golden_model_s(int channels, int pixels, int? clip)
    {
        for (int round = 0; round < 8; round++)
        {
            var (random, twins, _) = Prepared(round);
            int range = round == 0 ? (1 << 23) - 1 : 1 << random.Next(1, 20);
            long[] stream = [.. Enumerable.Range(0, channels * pixels).Select(_ => (long)random.Next(-range, range + 1))];
            int[] gammas = [.. Enumerable.Range(0, channels).Select(_ => random.Next(-(1 << 26), 1 << 27))];
            int[] betas = [.. Enumerable.Range(0, channels).Select(_ => random.Next(-(1 << 24), 1 << 24))];
            var golden = BatchNorm.Forward(stream, BatchNorm.Statistics(stream, channels), gammas, betas, clip);

            twins.Plain.Scratchpad.AsSpan(Sums, VectorStatistics.SumBytes * channels).Clear();
            var blocks = stream.Chunk(channels * 20).ToArray();
            foreach (long[] block in blocks) Run(block, walk => new(0, new VectorStatistics(0, 0, 0), Words, Sums, W0: walk));
            Assert.Null(twins.Execute(new(0, new VectorMoment(0, 0, channels, pixels), Sums, Table)));
            Narrow(gammas, Table + 8 * channels);
            Narrow(betas, Table + 12 * channels);
            int done = 0;
            foreach (long[] block in blocks)
            {
                Run(block, walk => new(0, new VectorNormalise(0, 0, 0, 0, clip ?? 17383, 7), Words, Table, Outputs, W0: walk));
                var expected = Enumerable.Range(done, block.Length).Select(i =>
                    ((int)golden.Normalised[i], (int)golden.Activation[i], (byte)(golden.Positive[i] ? 1 : 0))).ToArray();
                Written(twins, 7, expected);
                done += block.Length;
            }

            void Run(long[] block, Func<Walk, Command> command)
            {
                for (int i = 0; i < block.Length; i++) BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(4 * i), (int)block[i]);
                Assert.Null(twins.Execute(command(Walk.Unit with { Run = channels, Count1 = block.Length / channels })));
            }

            void Narrow(int[] stored, int at)
            {
                for (int i = 0; i < channels; i++) BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(4 * i), stored[i]);
                Assert.Null(twins.Execute(new(0, new VectorNarrow(0, 0, channels, 16, 11, Words: true), Words, at)));
            }
        }
    }

    private static (Random, VectorTwins, VectorOperands) Prepared(int seed)
    {
        var twins = new VectorTwins(4, scratchpadKiB: 40, accumulatorKiB: 1);
        var random = new Random(seed);
        random.NextBytes(twins.Plain.Scratchpad);
        return (random, twins, new(random, twins));
    }

    private static (int Normalised, int Code, byte Mask) Expected(VectorTwins twins, int channels, int i, int clip)
    {
        int n = i % channels;
        int[] entries = [.. Enumerable.Range(0, 4).Select(kind => Word(twins, Table, kind * channels + n))];
        return NaiveNormalisation.Normalise(Word(twins, Words, i), entries[0], entries[1], entries[2], entries[3], clip);
    }

    /// <summary>What lies from the outputs' address on: those asked for, one behind the other.</summary>
    private static void Written(VectorTwins twins, int outputs, (int Normalised, int Code, byte Mask)[] expected)
    {
        byte[] memory = twins.Plain.Scratchpad;
        int at = Outputs;
        for (int kind = 0; kind < 2; kind++)
        {
            if ((outputs >> kind & 1) == 0) continue;
            Assert.Equal(expected.Select(e => kind == 0 ? e.Normalised : e.Code),
                Enumerable.Range(0, expected.Length).Select(i => (int)BitConverter.ToInt16(memory, at + 2 * i)));
            at += 2 * expected.Length;
        }
        if ((outputs & 4) != 0) Assert.Equal(expected.Select(e => e.Mask), memory.AsSpan(at, expected.Length).ToArray());
    }

    private static int Word(VectorTwins twins, int at, int i) => BitConverter.ToInt32(twins.Plain.Scratchpad, at + 4 * i);

    private static long Number(VectorTwins twins, int n) => BitConverter.ToInt64(twins.Plain.Scratchpad, Sums + 8 * n);

    private static Int128 Square(VectorTwins twins, int channels, int n) =>
        BinaryPrimitives.ReadInt128LittleEndian(twins.Plain.Scratchpad.AsSpan(Sums + 8 * channels + 16 * n));

    private static void Write(VectorTwins twins, int channels, int n, long sum, Int128 square)
    {
        BinaryPrimitives.WriteInt64LittleEndian(twins.Plain.Scratchpad.AsSpan(Sums + 8 * n), sum);
        BinaryPrimitives.WriteInt128LittleEndian(twins.Plain.Scratchpad.AsSpan(Sums + 8 * channels + 16 * n), square);
    }
}
