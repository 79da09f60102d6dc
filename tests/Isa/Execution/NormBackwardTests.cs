using System.Numerics;
using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Golden.Wageubn;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Batch normalisation backward, as the golden model and a naive restatement have it, however it is executed.</summary>
public sealed class NormBackwardTests
{
    private const int Cases = 200;

    [Fact]
    public void Sums_guard_bits_and_errors_are_the_golden_model_s()
    {
        int without = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            int channels = random.Next(1, 40), pixels = random.Next(1, 90), elements = channels * pixels;
            int[] spreads = [.. Enumerable.Range(0, channels).Select(_ => 1 << random.Next(24))];
            int[] middles = [.. Enumerable.Range(0, channels).Select(_ => random.Next(-1 << 22, 1 << 22))];
            long[] values = [.. Enumerable.Range(0, elements).Select(i => Math.Clamp(
                middles[i % channels] + random.NextInt64(-spreads[i % channels], spreads[i % channels]), -(1 << 23) + 1, (1 << 23) - 1))];
            // Constant channels, and some that are scaled by nothing.
            foreach (int c in Enumerable.Range(0, channels).Where(_ => random.Next(6) == 0))
                for (int i = c; i < elements; i += channels) values[i] = values[c];
            int[] gammas = [.. Enumerable.Range(0, channels).Select(_ =>
                random.Next(6) == 0 ? 0 : random.Next(int.MinValue, int.MaxValue) >> random.Next(20))];
            var pass = BatchNorm.Forward(values, BatchNorm.Statistics(values, channels), gammas, new int[channels], clip: null);
            int largest = random.Next(9) switch { 0 => 0, 1 => 1, _ => 127 };
            bool[] silent = [.. Enumerable.Range(0, channels).Select(_ => random.Next(6) == 0)];
            long[] errors = [.. Enumerable.Range(0, elements).Select(i =>
                silent[i % channels] ? 0 : (long)random.Next(-largest, largest + 1))];
            int exponent = random.Next(-40, 5);
            var golden = BatchNorm.Backward(pass, new(errors, exponent));

            var twins = new VectorTwins(1);
            random.NextBytes(twins.Plain.Scratchpad);
            var (table, operands, to) = Layout(twins, random, pass, errors, channels);
            var scalars = twins.Plain.Scalars;
            (scalars[3], scalars[4], scalars[5], scalars[6]) = (pixels, 99, exponent, 0);
            // In two blocks, as tiles come.
            int first = random.Next(pixels);
            foreach (var (from, count) in new[] { (0, first), (first, pixels - first) })
                if (count > 0) Block(new VectorChannel(0, 0, 0), from, count);
            Assert.Equal(golden.ErrorSums, Column(NormTable.ErrorSums(channels)));
            Assert.Equal(golden.ProductSums, Column(NormTable.ProductSums(channels)));
            Assert.Null(twins.Execute(new(0, new VectorLive(0, channels, 4, 5, More: false), table)));
            long[] handed = new long[elements];
            foreach (var (from, count) in new[] { (0, first), (first, pixels - first) })
            {
                if (count == 0) continue;
                Block(new VectorNormBackward(0, 0, 0, 0, 3, 4, 6), from, count);
                for (int i = 0; i < count * channels; i++)
                    handed[from * channels + i] = BitConverter.ToInt32(twins.Plain.Scratchpad, to + 4 * i);
            }
            Assert.Equal(golden.Stream.Codes, handed);
            Assert.Equal(golden.Stream.Largest, scalars[6]);
            if (scalars[4] == -128) without++;
            // An all-zero error has exponent 0 in the golden model, a live channel or not.
            (scalars[7], scalars[8]) = (0, 0);
            Assert.Null(twins.Execute(new(0, new VectorMatch(5, 6, 7, 8, 5))));
            Assert.Equal(golden.Stream.Exponent, scalars[5]);

            void Block(Instruction instruction, int from, int count)
            {
                WriteBlock(twins, operands, pass, errors, from * channels, count * channels);
                var walk = Walk.Unit with { Run = channels, Count1 = count };
                Assert.Null(twins.Execute(new(0, instruction, operands, table, to, W0: walk)));
            }

            long[] Column(long at) =>
                [.. Enumerable.Range(0, channels).Select(c => BitConverter.ToInt64(twins.Plain.Scratchpad, (int)(table + at) + 8 * c))];
        }
        Assert.InRange(without, 5, Cases / 2);
    }

    [Fact]
    public void Vlive_of_channels_in_chunks_is_that_of_all_at_once()
    {
        int none = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            int channels = random.Next(2, 40), cut = random.Next(1, channels), exponent = random.Next(-40, 5);
            int[] deviations = [.. Enumerable.Range(0, channels).Select(_ => Word(24))];
            int[] scales = [.. Enumerable.Range(0, channels).Select(_ => Word(10) * (2 * random.Next(2) - 1))];
            int[] largest = [.. Enumerable.Range(0, channels).Select(_ => Word(7))];
            var twins = new VectorTwins(1);
            var scalars = twins.Plain.Scalars;
            var whole = Guard(0, channels, more: false);
            Guard(0, cut, more: false);
            Assert.Equal(whole, Guard(cut, channels - cut, more: true));
            if (whole.Guard == -128) none++;

            (long Guard, long Exponent) Guard(int first, int count, bool more)
            {
                random.NextBytes(twins.Plain.Scratchpad);
                for (int c = 0; c < count; c++)
                {
                    Put(NormTable.Deviations(count) + 4 * c, BitConverter.GetBytes(deviations[first + c]));
                    Put(NormTable.Scales(count) + 4 * c, BitConverter.GetBytes(scales[first + c]));
                    Put(NormTable.Largest(count) + 8 * c, BitConverter.GetBytes((long)largest[first + c]));
                }
                if (!more) scalars[4] = random.Next(-200, 200);
                scalars[5] = exponent;
                Assert.Null(twins.Execute(new(0, new VectorLive(0, count, 4, 5, more), 16)));
                return (scalars[4], scalars[5]);

                void Put(long at, byte[] bytes) => bytes.CopyTo(twins.Plain.Scratchpad, (int)at + 16);
            }

            // Often 0: some cases, and some of the chunks, are without a live channel.
            int Word(int bits) => random.Next(1 + seed % 4) == 0 ? random.Next(1 << random.Next(bits + 1)) : 0;
        }
        Assert.InRange(none, Cases / 50, Cases / 2);
    }

    [Fact]
    public void Vnormback_divides_exactly_whatever_the_table_and_the_guard_bits_are()
    {
        int clipped = 0, zero = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            int channels = random.Next(1, 12), pixels = random.Next(1, 20), elements = channels * pixels;
            var twins = new VectorTwins(1);
            random.NextBytes(twins.Plain.Scratchpad);
            byte[] memory = twins.Plain.Scratchpad;
            long n = random.Next(5) == 0 ? random.Next(-1, 3) : random.NextInt64(1L << random.Next(1, 24)), guard = random.Next(8) switch
            {
                0 => -128, 1 => random.Next(-80, 60), _ => random.Next(-4, 34),
            };
            long values = n & 0xffffff;
            int table = 16, operands = table + 40 * channels, to = operands + 3 * elements;
            for (int c = 0; c < channels; c++)
            {
                Put32(table + 4 * channels + 4 * c, random.Next(5) == 0 ? random.Next(-1, 2) : random.Next(1 << random.Next(1, 25)));
                Put32(table + 8 * channels + 4 * c, random.Next(5) == 0 ? 1023 : random.Next(-1023, 1024));
                Put64(table + 16 * channels + 8 * c, random.NextInt64(-127 * values, 127 * values + 1));
                long product = random.Next(3) == 0 ? 1L << 38 : 1L << random.Next(1, 39);
                Put64(table + 24 * channels + 8 * c, random.NextInt64(-product, product + 1));
            }
            for (int i = 0; i < elements; i++)
                BitConverter.TryWriteBytes(memory.AsSpan(operands + 2 * i), (short)(random.Next(4) == 0 ? 2047 : random.Next(-2047, 2048)));
            (twins.Plain.Scalars[3], twins.Plain.Scalars[4], twins.Plain.Scalars[6]) = (n, guard, 0);
            long[] expected = [.. Enumerable.Range(0, elements).Select(Expected)];
            var walk = Walk.Unit with { Run = channels, Count1 = pixels };
            Assert.Null(twins.Execute(new(0, new VectorNormBackward(0, 0, 0, 0, 3, 4, 6), operands, table, to, W0: walk)));
            Assert.Equal(expected, Enumerable.Range(0, elements).Select(i => (long)BitConverter.ToInt32(memory, to + 4 * i)));
            Assert.Equal(expected.Max(Math.Abs), twins.Plain.Scalars[6]);
            clipped += expected.Count(u => Math.Abs(u) == int.MaxValue);
            zero += expected.Count(u => u == 0);

            long Expected(int i)
            {
                int c = i % channels;
                BigInteger deviation = BitConverter.ToInt32(memory, table + 4 * channels + 4 * c);
                if (deviation <= 0 || values == 0 || guard == -128) return 0;
                BigInteger e = (sbyte)memory[operands + 2 * elements + i], x = BitConverter.ToInt16(memory, operands + 2 * i),
                    g = BitConverter.ToInt32(memory, table + 8 * channels + 4 * c),
                    sum = BitConverter.ToInt64(memory, table + 16 * channels + 8 * c),
                    product = BitConverter.ToInt64(memory, table + 24 * channels + 8 * c);
                var t = g * ((values * e - sum) * 16384 - x * product);
                var quotient = NaiveWideError.Quotient(t, (int)Math.Clamp(guard, -64, 40), values * (deviation + 1));
        return NaiveWideError.Clip(quotient, int.MaxValue);
            }

            void Put32(int at, int value) => BitConverter.TryWriteBytes(memory.AsSpan(at), value);
            void Put64(int at, long value) => BitConverter.TryWriteBytes(memory.AsSpan(at), value);
        }
        Assert.True(clipped > 100 && zero > 100);
    }

    [Fact]
    public void Vnormback_rounds_halves_to_even_and_what_lies_beside_them_to_its_side()
    {
        int halves = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            int channels = random.Next(1, 20), pixels = random.Next(1, 20), elements = channels * pixels;
            int logCount = random.Next(24);
            var twins = new VectorTwins(1);
            random.NextBytes(twins.Plain.Scratchpad);
            byte[] memory = twins.Plain.Scratchpad;
            int operands = 40 * channels, to = operands + 3 * elements, logDeviation = random.Next(1, 24), bits = random.Next(1, 4);
            long count = random.Next(4) == 0 ? random.Next(1, 1 << 24) : 1L << logCount;
            for (int c = 0; c < channels; c++)
            {
                // Power-of-two divisors leave a fraction of so few bits, and divisors beside them what is almost one.
                int deviation = (1 << logDeviation) - 1 + (random.Next(3) == 0 ? random.Next(2) : 0);
                BitConverter.TryWriteBytes(memory.AsSpan(4 * channels + 4 * c), deviation);
                BitConverter.TryWriteBytes(memory.AsSpan(8 * channels + 4 * c), random.Next(-127, 128));
                BitConverter.TryWriteBytes(memory.AsSpan(16 * channels + 8 * c), random.NextInt64(-1L << 20, 1L << 20));
                BitConverter.TryWriteBytes(memory.AsSpan(24 * channels + 8 * c), random.NextInt64(-1L << 20, 1L << 20));
            }
            (twins.Plain.Scalars[3], twins.Plain.Scalars[4], twins.Plain.Scalars[6]) = (count, logCount + logDeviation - bits, 0);
            var walk = Walk.Unit with { Run = channels, Count1 = pixels };
            Assert.Null(twins.Execute(new(0, new VectorNormBackward(0, 0, 0, 0, 3, 4, 6), operands, 0, to, W0: walk)));
            for (int i = 0; i < elements && count == 1L << logCount; i++)
            {
                int c = i % channels, deviation = BitConverter.ToInt32(memory, 4 * channels + 4 * c);
                if (deviation + 1 != 1 << logDeviation) continue;
                long t = BitConverter.ToInt32(memory, 8 * channels + 4 * c) *
                    ((count * (sbyte)memory[operands + 2 * elements + i] - BitConverter.ToInt64(memory, 16 * channels + 8 * c) << 14) -
                    BitConverter.ToInt16(memory, operands + 2 * i) * BitConverter.ToInt64(memory, 24 * channels + 8 * c));
                long nearest = (long)Math.Round((decimal)t / (1 << bits), MidpointRounding.ToEven);
                Assert.Equal(Math.Clamp(nearest, -int.MaxValue, int.MaxValue), BitConverter.ToInt32(memory, to + 4 * i));
                if ((t & (1 << bits) - 1) == 1 << bits - 1) halves++;
            }
        }
        Assert.True(halves > 1000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vparam_takes_the_golden_model_s_steps(bool beta)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var twins = new VectorTwins(1);
            random.NextBytes(twins.Plain.Scratchpad);
            byte[] memory = twins.Plain.Scratchpad;
            int channels = random.Next(1, 70), rate = random.Next(512);
            int batch = random.Next(4) == 0 ? random.Next(1, 65536) : random.Next(1, 257);
            int exponent = random.Next(8) == 0 ? random.Next(-200, 100) : random.Next(-45, 10), state = 40 * channels + 8;
            long[] sums = new long[channels], steps = new long[channels];
            int[] stored = new int[channels], momenta = new int[channels];
            for (int c = 0; c < channels; c++)
            {
                long size = 1L << random.Next(1, 39);
                sums[c] = random.Next(9) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.NextInt64(-size, size);
                stored[c] = random.Next(4) == 0 ? int.MaxValue : random.Next(-int.MaxValue, int.MaxValue) >> random.Next(20);
                momenta[c] = random.Next(-370_000, 370_001);
                steps[c] = WageubnUpdate.NormStep(sums[c], exponent + (beta ? 0 : -7), batch);
                BitConverter.TryWriteBytes(memory.AsSpan((beta ? 16 : 24) * channels + 8 * c), sums[c]);
                BitConverter.TryWriteBytes(memory.AsSpan(state + 4 * c), stored[c]);
                BitConverter.TryWriteBytes(memory.AsSpan(state + 4 * channels + 4 * c), momenta[c]);
            }
            (twins.Plain.Scalars[9], twins.Plain.Scalars[MachineState.RateScalar]) = (exponent, rate);
            Assert.Null(twins.Execute(new(0, new VectorParameter(0, 0, channels, 9, batch, beta), 0, state)));
            WageubnUpdate.Apply(stored, momenta, steps, rate);
            int[] left = [.. Enumerable.Range(0, 2 * channels).Select(i => BitConverter.ToInt32(memory, state + 4 * i))];
            Assert.Equal(stored.Concat(momenta), left);
        }
    }

    private static (int Table, int Operands, int To) Layout(VectorTwins twins, Random random, NormPass pass, long[] errors, int channels)
    {
        int table = random.Next(100), operands = table + 40 * channels + random.Next(9), to = operands + 3 * errors.Length + random.Next(9);
        for (int c = 0; c < channels; c++)
        {
            Put((int)pass.Statistics[c].Deviation, 4);
            Put((int)pass.Scales[c], 8);
            twins.Plain.Scratchpad.AsSpan(table + 16 * channels + 8 * c, 8).Clear();
            twins.Plain.Scratchpad.AsSpan(table + 24 * channels + 8 * c, 8).Clear();
            twins.Plain.Scratchpad.AsSpan(table + 32 * channels + 8 * c, 8).Clear();

            void Put(int value, int column) =>
                BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(table + column * channels + 4 * c), value);
        }
        return (table, operands, to);
    }

    private static void WriteBlock(VectorTwins twins, int operands, NormPass pass, long[] errors, int from, int count)
    {
        for (int i = 0; i < count; i++)
        {
            BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(operands + 2 * i), (short)pass.Normalised[from + i]);
            twins.Plain.Scratchpad[operands + 2 * count + i] = (byte)errors[from + i];
        }
    }
}
