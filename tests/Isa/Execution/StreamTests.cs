using System.Numerics;
using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;
using WageSim.Tests.Support;

namespace WageSim.Tests.Isa.Execution;

/// <summary>
/// The instructions of 32-bit streams and their exponents leave what a naive restatement says, and their kernels, at every width of the
/// host's registers, what their definitions leave.
/// </summary>
public sealed class StreamTests
{
    private const int Cases = 4;

    [Fact]
    public void Vnarrow_rounds_and_clips_words_to_codes_of_any_width() => Sweep((random, twins, operands, _) =>
    {
        int count = random.Next(1, 200), bits = random.Next(4) switch { 0 => 8, 1 => 11, _ => random.Next(2, 33) };
        var vnarrow = new VectorNarrow(0, 0, count, random.Next(3) == 0 ? 16 : random.Next(32), bits, random.Next(4) == 0);
        int bytes = vnarrow.CodeBytes;
        Assert.Equal(vnarrow.Words || bits > 16 ? 4 : bits > 8 ? 2 : 1, bytes);
        long words = operands.Place(4 * count), codes = operands.Near(words, bytes * count);
        operands.Bytes();
        operands.Words(words, count, wide: false, Math.Clamp(vnarrow.Shift + bits, 4, 32));
        var limit = (BigInteger.One << bits - 1) - 1;
        long[] expected = [.. Enumerable.Range(0, count).Select(i =>
            (long)NaiveNormalisation.Clip(NaiveNormalisation.Even(Word(twins, words, i), vnarrow.Shift), limit))];
        Assert.Null(twins.Execute(new(0, vnarrow, words, codes)));
        // Codes above the words' beginning destroy words that are still to be read; then only the twins must agree.
        if (codes <= words || codes >= words + 4 * count)
            Assert.Equal(expected, Enumerable.Range(0, count).Select(i => Code(twins, codes + (long)bytes * i, bytes)));
    });

    [Fact]
    public void Vjoin_adds_and_clips_words() => Sweep((random, twins, operands, _) =>
    {
        int count = random.Next(1, 200), bits = random.Next(2) == 0 ? 24 : random.Next(2, 33);
        long a = operands.Place(4 * count), b = operands.Near(a, 4 * count), to = operands.Near(random.Next(2) == 0 ? a : b, 4 * count);
        operands.Bytes();
        operands.Words(a, count, wide: false, random.Next(2) == 0 ? 32 : bits);
        operands.Words(b, count, wide: false, random.Next(2) == 0 ? 32 : bits);
        bool both = random.Next(3) > 0;
        var limit = (BigInteger.One << bits - 1) - 1;
        long[] expected = [.. Enumerable.Range(0, count).Select(i => (long)NaiveNormalisation.Clip(
            Word(twins, a, i) + (both ? Word(twins, b, i) : BigInteger.Zero), limit))];
        Assert.Null(twins.Execute(new(0, new VectorJoin(0, 0, 0, 0, both, bits), a, b, to, W0: Walk.Unit with { Run = count })));
        bool apart = Stays(a) && (!both || Stays(b));
        if (apart) Assert.Equal(expected, Enumerable.Range(0, count).Select(i => (long)Word(twins, to, i)));

        bool Stays(long operand) => operand == to || Math.Abs(operand - to) >= 4 * count;
    });

    [Fact]
    public void Vpeak_finds_the_first_largest_word_of_windows_that_hang_over() => Sweep((random, twins, operands, columns) =>
    {
        var walk = operands.Counts(columns, 30);
        int size = random.Next(1, 9), step = random.Next(1, 9), top = random.Next(size), left = random.Next(size);
        if (random.Next(2) == 0) (size, step, top, left) = (3, 2, random.Next(2), random.Next(2));
        int down = (walk.Count2 + step - 1) / step, across = (walk.Count1 + step - 1) / step, images = walk.Count3;
        int inputs = walk.Positions * columns, outputs = down * across * images * columns;
        long words = operands.Place(4 * inputs), to = operands.Near(words, 4 * outputs), places = operands.Near(to, outputs);
        operands.Bytes();
        operands.Words(words, inputs, wide: false, random.Next(2) == 0 ? 3 : 32);
        var expected = new List<(int, int)>();
        for (int i = 0; i < outputs; i++)
        {
            int n = i % columns, window = i / columns, column = window % across, row = window / across % down, b = window / across / down;
            var inside = from dy in Enumerable.Range(0, size)
                         from dx in Enumerable.Range(0, size)
                         let y = row * step - top + dy
                         let x = column * step - left + dx
                         where y >= 0 && y < walk.Count2 && x >= 0 && x < walk.Count1
                         select (Word(twins, words, ((b * walk.Count2 + y) * walk.Count1 + x) * columns + n), Place: dy * size + dx);
            expected.Add(inside.OrderByDescending(pixel => pixel.Item1).ThenBy(pixel => pixel.Place).First());
        }
        var vpeak = new VectorPeak(0, 0, size, step, top, left, 0, 0);
        Assert.Null(twins.Execute(new(0, vpeak, words, to, places, W0: walk)));
        bool apart = Apart(words, 4 * inputs, to, 4 * outputs) && Apart(words, 4 * inputs, places, outputs) &&
            Apart(to, 4 * outputs, places, outputs);
        if (apart) Assert.Equal(expected,
            Enumerable.Range(0, outputs).Select(i => (Word(twins, to, i), (int)twins.Plain.Scratchpad[places + i])));
    });

    [Theory]
    [InlineData(3, 2, 11, 12)]
    [InlineData(3, 2, 12, 11)]
    [InlineData(2, 2, 7, 7)]
    [InlineData(5, 3, 8, 5)]
    public void The_pools_of_networks_are_windows_of_vpeak(int size, int stride, int height, int width)
    {
        var pool = new PaddedPool(size, stride);
        var image = new ImageShape(height, width, 3);
        var (border, output) = (pool.Border(image), pool.Output(image));
        var vpeak = new VectorPeak(0, 0, size, stride, border.Top, border.Left, 0, 0);
        var walk = Walk.Unit with { Run = 3, Count1 = width, Count2 = height };
        var accesses = new AccessList();
        vpeak.List(new Command(0, vpeak, 0, 1024, 2048, W0: walk), Rig.With().Chip, ref accesses);
        Assert.Equal([4 * image.Count, 4 * output.Count, output.Count], Enumerable.Range(0, 3).Select(i => (int)accesses[i].Length));
    }

    [Fact]
    public void Vaverage_rounds_the_mean_of_each_image_half_to_even() => Sweep((random, twins, operands, columns) =>
    {
        int pixels = random.Next(1, 20), images = random.Next(1, 4);
        var walk = Walk.Unit with { Run = columns, Count1 = pixels, Count2 = images };
        long from = operands.Place(2 * columns * pixels * images), to = operands.Place(2 * columns * images);
        operands.Bytes();
        if (random.Next(2) == 0)
            for (int i = 0; i < columns * pixels * images; i++)
                BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan((int)from + 2 * i), (ushort)random.Next(4));
        int[] expected = [.. Enumerable.Range(0, columns * images).Select(i => (int)NaiveNormalisation.Nearest(
            Enumerable.Range(0, pixels).Sum(p => Half(from, (i / columns * pixels + p) * columns + i % columns)), pixels))];
        Assert.Null(twins.Execute(new(0, new VectorAverage(0, 0, 0), from, to, W0: walk)));
        if (Apart(from, 2 * columns * pixels * images, to, 2 * columns * images))
            Assert.Equal(expected, Enumerable.Range(0, columns * images).Select(i => Half(to, i)));

        int Half(long at, int i) => BitConverter.ToUInt16(twins.Plain.Scratchpad, (int)at + 2 * i);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Vget_reads_what_vput_wrote(int value)
    {
        var twins = new VectorTwins(4);
        twins.Plain.Scalars[9] = value + (7L << 32);
        Assert.Null(twins.Execute(new(0, new VectorPut(9, 0), 101)));
        Assert.Null(twins.Execute(new(0, new VectorGet(0, 3), 101)));
        Assert.Equal(value, twins.Plain.Scalars[3]);
        Assert.Null(twins.Execute(new(0, new VectorAddValue(3, int.MinValue))));
        Assert.Equal((long)value + int.MinValue, twins.Plain.Scalars[3]);
    }

    [Fact]
    public void Vexpo_adds_the_rounded_logarithm_and_vroom_the_bits_that_are_too_many()
    {
        var random = new Random(1);
        var twins = new VectorTwins(1);
        for (int i = 0; i < 20_000; i++)
        {
            long max = random.Next(4) switch
            {
                0 => random.Next(-2, 12), 1 => long.MaxValue, 2 => (1L << random.Next(63)) + random.Next(-1, 2),
                _ => random.NextInt64() >> random.Next(63),
            };
            int bits = random.Next(64), exponent = random.Next(-100, 100);
            (twins.Plain.Scalars[4], twins.Plain.Scalars[6], twins.Plain.Scalars[7]) = (max, exponent, exponent);
            Assert.Null(twins.Execute(new(0, new VectorExponent(4, 6, bits))));
            Assert.Null(twins.Execute(new(0, new VectorRoom(4, 5, 7, bits))));
            // The whole number nearest to log2 m: m² lies between the odd powers of two around it.
            int nearest = 0, length = 0;
            while (max > 0 && (BigInteger)max * max > BigInteger.One << 2 * nearest + 1) nearest++;
            while (max > 0 && BigInteger.One << length <= max) length++;
            int shift = Math.Max(0, length - bits);
            Assert.Equal([max, shift, max <= 0 ? 0 : exponent + nearest - bits, exponent + shift], twins.Plain.Scalars[4..8]);
        }
    }

    [Theory]
    [InlineData("vnarrow spad=0 to=0 count=1 shift=0 bits=33 words=0", "bits = 33; 2..32 are allowed")]
    [InlineData("vjoin a=0 b=0 to=0 walk=0 both=1 bits=33", "bits = 33; 2..32 are allowed")]
    [InlineData("vpeak spad=0 walk=0 size=3 step=2 top=3 left=0 to=64 place=128", "top = 3, left = 0; 0..2 are allowed for windows of 3")]
    [InlineData("vpeak spad=0 walk=0 size=1 step=2 top=0 left=1 to=64 place=128", "top = 0, left = 1; 0..0 are allowed for windows of 1")]
    public void What_the_unit_cannot_do_is_refused_with_the_instruction(string line, string message)
    {
        var command = new Command(7, InstructionSet.Parse(line), W0: Walk.Unit);
        var accesses = new AccessList();
        string error = Assert.Throws<InputException>(() => command.Instruction.List(command, Rig.With().Chip, ref accesses)).Message;
        Assert.Contains($"instruction 7: {message}", error);
    }

    [Theory]
    [InlineData("vnarrow spad=0 to=0 count=1 shift=0 bits=1 words=0", "bits=1 is outside 2..63")]
    [InlineData("vnarrow spad=0 to=0 count=1 shift=32 bits=8 words=0", "shift=32 is outside 0..31")]
    [InlineData("vmoment sums=0 table=0 count=1 n=0", "n=0 is outside 1..16777215")]
    [InlineData("vnorm z=0 table=0 to=0 walk=0 clip=0 outputs=7", "clip=0 is outside 1..32767")]
    [InlineData("vnorm z=0 table=0 to=0 walk=0 clip=1023 outputs=0", "outputs=0 is outside 1..7")]
    [InlineData("vexpo max=0 exponent=0 bits=-129", "bits=-129 is outside -128..127")]
    [InlineData("vroom max=0 shift=0 exponent=0 bits=64", "bits=64 is outside 0..63")]
    [InlineData("vaddi scalar=0 value=2147483648", "value=2147483648 is outside -2147483648..2147483647")]
    public void Fields_outside_their_range_are_refused(string line, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => InstructionSet.Parse(line)).Message);

    private static int Word(VectorTwins twins, long at, int i) => BitConverter.ToInt32(twins.Plain.Scratchpad, (int)at + 4 * i);

    private static long Code(VectorTwins twins, long at, int bytes) => bytes switch
    {
        1 => (sbyte)twins.Plain.Scratchpad[at], 2 => BitConverter.ToInt16(twins.Plain.Scratchpad, (int)at), _ => Word(twins, at, 0),
    };

    private static bool Apart(long a, long lengthA, long b, long lengthB) => a >= b + lengthB || b >= a + lengthA;

    /// <summary>Cases for 1 … 40 columns.</summary>
    private static void Sweep(Action<Random, VectorTwins, VectorOperands, int> check)
    {
        for (int columns = 1; columns <= 40; columns++)
        {
            var twins = new VectorTwins(4, scratchpadKiB: 32, accumulatorKiB: 1);
            var random = new Random(columns);
            var operands = new VectorOperands(random, twins);
            for (int i = 0; i < Cases; i++) check(random, twins, operands, columns);
        }
    }
}
