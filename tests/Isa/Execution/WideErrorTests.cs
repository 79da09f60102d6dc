using System.Numerics;
using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models;
using WageSim.Models.Golden.Wageubn;
using WageSim.Tests.Support;

namespace WageSim.Tests.Isa.Execution;

/// <summary>The instructions of wide errors leave what naive restatements and the golden model say, however they are executed.</summary>
public sealed class WideErrorTests
{
    private const int Cases = 300;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vclip_limits_words_and_keeps_their_largest(bool wide) => Repeat((random, twins, operands) =>
    {
        int count = random.Next(1, 300), bytes = wide ? 8 : 4, max = operands.Scalar(random.Next(100));
        long words = operands.Place(bytes * count), to = operands.Near(words, 4 * count), before = twins.Plain.Scalars[max];
        operands.Words(words, count, wide, random.Next(3) == 0 ? 8 * bytes : random.Next(2, 8 * bytes + 1));
        long[] expected = [.. Enumerable.Range(0, count).Select(i => NaiveWideError.Clip(
            wide ? BitConverter.ToInt64(twins.Plain.Scratchpad, (int)words + 8 * i) : Word(twins, words, i), int.MaxValue))];
        Assert.Null(twins.Execute(new(0, new VectorClip(0, 0, count, wide, max), words, to)));
        // Above the words' beginning they destroy words that are still to be read.
        if (to > words && Meet(words, bytes * count, to, 4 * count)) return;
        Assert.Equal(expected, Words(twins, to, count));
        Assert.Equal(Math.Max(before, expected.Max(Math.Abs)), twins.Plain.Scalars[max]);
    });

    [Fact]
    public void Vflag_makes_the_golden_model_s_operands() => Repeat((random, twins, operands) =>
    {
        int count = random.Next(1, 200), max = random.Next(28);
        long words = operands.Place(4 * count), to = operands.Near(words, 2 * count);
        operands.Words(words, count, wide: false, random.Next(3) == 0 ? 31 : random.Next(1, 32));
        if (random.Next(20) == 0) twins.Plain.Scratchpad.AsSpan((int)words, 4 * count).Clear();
        for (int i = 0; i < count; i++)
            if (Word(twins, words, i) == int.MinValue) BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan((int)words + 4 * i), 0);
        var error = new WideError(Words(twins, words, count), 0);
        twins.Plain.Scalars[max] = error.Largest;
        Assert.Null(twins.Execute(new(0, new VectorFlag(0, 0, count, max), words, to)));
        if (to <= words || !Meet(words, 4 * count, to, 2 * count))
            Assert.Equal(WageubnQuantisers.E2(error).Codes, Halves(twins, to, count));
    });

    [Fact]
    public void Vflag_by_any_maximum_has_coarse_operands_from_its_unit_on()
    {
        var random = new Random(3);
        var twins = new VectorTwins(1);
        var operands = new VectorOperands(random, twins);
        for (int bits = 0; bits < 63; bits++)
            foreach (long max in new[] { 0, 1L << bits, (1L << bits) * 3 / 2, (1L << bits) + 1, long.MaxValue })
            {
                operands.Words(0, 400, wide: false, 32);
                twins.Plain.Scalars[5] = max;
                long[] expected = [.. Words(twins, 0, 400).Select(word => (long)(max == 0 ? 0 : Operand(word, max)))];
                Assert.Null(twins.Execute(new(0, new VectorFlag(0, 0, 400, 5), 0, 0)));
                Assert.Equal(expected, Halves(twins, 0, 400));
            }

        static BigInteger Operand(BigInteger x, long max)
        {
            int n = NaiveWideError.NearestLog2(max) - 7;
            var magnitude = BigInteger.Abs(x);
            // As fractions of the unit 2^n: of one or more, by 128.
            bool isCoarse = magnitude * BigInteger.Pow(2, 7) >= BigInteger.Pow(2, n + 7) && magnitude > 0;
            var code = isCoarse
                ? 128 * BigInteger.Min(NaiveWideError.Shifted(magnitude, n), 127) : NaiveWideError.Shifted(magnitude, n - 7);
            return x.Sign * code;
        }
    }

    [Fact]
    public void Vmatch_and_vblend_add_as_the_golden_model_does() => Repeat((random, twins, operands) =>
    {
        int count = random.Next(1, 200);
        long x = operands.Place(4 * count), y, to;
        do y = operands.Place(4 * count); while (Meet(x, 4 * count, y, 4 * count));
        do to = random.Next(3) switch { 0 => x, 1 => y, _ => operands.Place(4 * count) };
        while ((to != x && Meet(x, 4 * count, to, 4 * count)) || (to != y && Meet(y, 4 * count, to, 4 * count)));
        WideError first = Tensor(x), second = Tensor(y);
        Set(0, first);
        Set(2, second);
        twins.Plain.Scalars[7] = 0;
        Assert.Null(twins.Execute(new(0, new VectorMatch(0, 1, 2, 3, 4))));
        Assert.Null(twins.Execute(new(0, new VectorBlend(0, 0, 0, 0, 5, 7), x, y, to, W0: Walk.Unit with { Run = count })));
        var sum = WideError.Sum(first, second);
        Assert.Equal(sum.Exponent, twins.Plain.Scalars[4]);
        Assert.Equal(sum.Codes, Words(twins, to, count));
        Assert.Equal(sum.Largest, twins.Plain.Scalars[7]);

        WideError Tensor(long at)
        {
            int bits = random.Next(12) == 0 ? 0 : random.Next(1, 31);
            long limit = (1L << bits) - 1;
            for (int i = 0; i < count; i++)
                BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan((int)at + 4 * i), (int)random.NextInt64(-limit, limit + 1));
            int exponent = random.Next(3) == 0 ? random.Next(-60, 11) : random.Next(-20, -10);
            return new(Words(twins, at, count), exponent);
        }

        void Set(int scalar, WideError error) =>
            (twins.Plain.Scalars[scalar], twins.Plain.Scalars[scalar + 1]) = (error.Exponent, error.Largest);
    });

    [Fact]
    public void Vmatch_beside_nothing_leaves_the_exponent_unless_all_is_zero()
    {
        var twins = new VectorTwins(1);
        foreach (var (exponent, max, expected) in new[] { (-37L, 0L, 0L), (-37, 1, -37), (12, int.MaxValue, 12), (5, 0, 0) })
        {
            (twins.Plain.Scalars[1], twins.Plain.Scalars[2]) = (exponent, max);
            Assert.Null(twins.Execute(new(0, new VectorMatch(1, 2, 10, 10, 1))));
            Assert.Equal(expected, twins.Plain.Scalars[1]);
        }
    }

    [Fact]
    public void Vblend_shifts_by_anything_and_stays_within_its_words() => Repeat((random, twins, operands) =>
    {
        int count = random.Next(1, 100), shifts = random.Next(20);
        for (int i = 0; i < 2; i++)
            twins.Plain.Scalars[shifts + i] = random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(-40, 80);
        int[] by = [.. Enumerable.Range(0, 2).Select(i => (int)Math.Clamp(twins.Plain.Scalars[shifts + i], -31, 200))];
        operands.Words(0, 2 * count, wide: false, 32);
        long[] expected = [.. Enumerable.Range(0, count).Select(i => NaiveWideError.Clip(
            NaiveWideError.Shifted(Word(twins, 0, i), by[0]) + NaiveWideError.Shifted(Word(twins, 0, count + i), by[1]), int.MaxValue))];
        var walk = Walk.Unit with { Run = count };
        Assert.Null(twins.Execute(new(0, new VectorBlend(0, 0, 0, 0, shifts, 27), 0, 4 * count, 8 * count, W0: walk)));
        Assert.Equal(expected, Words(twins, 8 * count, count));
    });

    [Fact]
    public void Vspread_gives_every_pixel_its_channel_s_share() => Repeat((random, twins, operands) =>
    {
        int channels = random.Next(1, 40), pixels = random.Next(1, 70), images = random.Next(1, 4), elements = channels * pixels * images;
        operands.Words(0, channels * images, wide: false, 32);
        long[] words = Words(twins, 0, channels * images);
        int bits = NaiveWideError.Width(pixels) - 1;
        long[] expected = [.. Enumerable.Range(0, elements).Select(i => NaiveWideError.Clip(NaiveWideError.Quotient(
            words[i / (channels * pixels) * channels + i % channels] * BigInteger.Pow(2, bits), pixels), int.MaxValue))];
        twins.Plain.Scalars[9] = 0;
        var walk = Walk.Unit with { Run = channels, Count1 = pixels, Count2 = images };
        Assert.Null(twins.Execute(new(0, new VectorSpread(0, 0, 0, 9), 0, 4 * channels * images, W0: walk)));
        Assert.Equal(expected, Words(twins, 4 * channels * images, elements));
        Assert.Equal(expected.Max(Math.Abs), twins.Plain.Scalars[9]);
    });

    [Fact]
    public void Vunpeak_adds_each_window_s_word_where_its_maximum_was() => Repeat((random, twins, operands) =>
    {
        var walk = operands.Counts(random.Next(1, 20), 60);
        int size = random.Next(1, 16), step = random.Next(1, 16),
                top = random.Next(Math.Min(size, 8)), left = random.Next(Math.Min(size, 8)),
            run = walk.Run, shift = operands.Scalar(random.Next(3) == 0 ? random.Next(-3, 70) : 0), max = 31, most = size * size;
        var vunpeak = new VectorUnpeak(0, 0, 0, 0, size, step, top, left, shift, max);
        int across = (walk.Count1 + step - 1) / step, down = (walk.Count2 + step - 1) / step, inputs = across * down * walk.Count3 * run;
        int elements = walk.Positions * run, places = 4 * inputs, to = places + inputs;
        operands.Words(0, inputs, wide: false, random.Next(2) == 0 ? 32 : 28);
        for (int i = 0; i < inputs; i++) twins.Plain.Scratchpad[places + i] = (byte)random.Next(random.Next(9) == 0 ? 256 : most);
        var sums = new BigInteger[elements];
        int by = (int)Math.Max(twins.Plain.Scalars[shift], 0);
        for (int i = 0; i < inputs; i++)
        {
            int window = i / run, place = twins.Plain.Scratchpad[places + i], image = window / (across * down);
            int y = window / across % down * step - top + place / size, x = window % across * step - left + place % size;
            if (place >= most || y < 0 || y >= walk.Count2 || x < 0 || x >= walk.Count1) continue;
            sums[((image * walk.Count2 + y) * walk.Count1 + x) * run + i % run] += NaiveWideError.Shifted(Word(twins, 0, i), by);
        }
        twins.Plain.Scalars[max] = 0;
        Assert.Null(twins.Execute(new(0, vunpeak, 0, places, to, W0: walk)));
        long[] expected = [.. sums.Select(sum => NaiveWideError.Clip(sum, int.MaxValue))];
        Assert.Equal(expected, Words(twins, to, elements));
        Assert.Equal(expected.Max(Math.Abs), twins.Plain.Scalars[max]);
    });

    [Fact]
    public void Padded_windows_are_counted_pixel_by_pixel()
    {
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            var windows = new PaddedWindows(random.Next(1, 16), random.Next(1, 16), random.Next(8), random.Next(8), random.Next(1, 30),
                random.Next(1, 30), random.Next(1, 4));
            int[] at = [.. from y in Enumerable.Range(0, windows.Height)
                from x in Enumerable.Range(0, windows.Width)
                select (from row in Enumerable.Range(0, windows.Down)
                    from column in Enumerable.Range(0, windows.Across)
                    let dy = y + windows.Top - row * windows.Step
                    let dx = x + windows.Left - column * windows.Step
                    where dy >= 0 && dy < windows.Size && dx >= 0 && dx < windows.Size
                    select 1).Sum()];
            Assert.Equal(windows.Images * at.Sum(), windows.Fetches);
            Assert.Equal(windows.Images * at.Sum(count => Math.Max(count, 1)), windows.LookUps);
        }
    }

    [Theory]
    [InlineData("vmatch xexponent=0 xmax=1 yexponent=2 ymax=3 to=30", "to = 30; 0..29 are allowed")]
    [InlineData("vblend x=0 y=64 to=128 walk=0 shifts=31 max=0", "shifts = 31; 0..30 are allowed")]
    [InlineData("vunpeak spad=0 place=64 to=128 walk=0 size=2 step=2 top=2 left=0 shift=0 max=0",
        "top = 2, left = 0; 0..1 are allowed for windows of 2")]
    public void What_the_unit_cannot_do_is_refused_with_the_instruction(string line, string message)
    {
        var command = new Command(7, InstructionSet.Parse(line), W0: Walk.Unit);
        var accesses = new AccessList();
        string error = Assert.Throws<InputException>(() => command.Instruction.List(command, Rig.With().Chip, ref accesses)).Message;
        Assert.Contains($"instruction 7: {message}", error);
    }

    private static int Word(VectorTwins twins, long at, int i) => BitConverter.ToInt32(twins.Plain.Scratchpad, (int)at + 4 * i);

    private static long[] Words(VectorTwins twins, long at, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (long)Word(twins, at, i))];

    private static long[] Halves(VectorTwins twins, long at, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (long)BitConverter.ToInt16(twins.Plain.Scratchpad, (int)at + 2 * i))];

    private static bool Meet(long a, long lengthA, long b, long lengthB) => a < b + lengthB && b < a + lengthA;

    private static void Repeat(Action<Random, VectorTwins, VectorOperands> check)
    {
        var twins = new VectorTwins(1);
        for (int i = 0; i < Cases; i++)
        {
            var random = new Random(i);
            random.NextBytes(twins.Plain.Scratchpad);
            check(random, twins, new(random, twins));
        }
    }
}
