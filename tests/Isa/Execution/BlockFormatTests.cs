using System.Numerics;
using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models;
using WageSim.Models.Numerics;
using WageSim.Tests.Support;

namespace WageSim.Tests.Isa.Execution;

/// <summary>
/// The instructions of block formats leave what a naive restatement says, and their kernels, at every width of the host's registers, what
/// their definitions leave.
/// </summary>
public sealed class BlockFormatTests
{
    private const int Places = 24, Cases = 6;

    [Fact]
    public void Vrange_counts_the_bits_of_a_maximum_and_adds_its_shift_to_the_exponent()
    {
        var random = new Random(1);
        var machine = new VectorTwins(1);
        int[] seen = new int[4];
        for (int i = 0; i < 20_000; i++)
        {
            long max = random.Next(4) switch
            {
                0 => random.Next(-1, 4), 1 => (1L << random.Next(63)) + random.Next(-1, 2), 2 => long.MaxValue,
                _ => random.NextInt64() >> random.Next(63),
            };
            int bits = random.Next(2) == 0 ? 7 : random.Next(-32, 32), plus = random.Next(-128, 128), rate = random.Next(-1, 6);
            bool rated = random.Next(2) == 0, pair = random.Next(2) == 0;
            long exponent = random.Next(-100, 100);
            int expected = max <= 1 ? 0 : Math.Max(0, NaiveBlockFormat.Width(max) - bits - (rated ? rate : 0));
            if (expected == 1 && pair) expected = 2;
            seen[Math.Min(expected, 3)]++;
            (machine.Plain.Scalars[4], machine.Plain.Scalars[6], machine.Plain.Scalars[MachineState.RateScalar]) = (max, exponent, rate);
            Assert.Null(machine.Execute(new(0, new VectorRange(4, 5, 6, bits, rated, pair, plus))));
            Assert.Equal([max, expected, exponent + expected + plus], machine.Plain.Scalars[4..7]);
        }
        Assert.DoesNotContain(0, seen);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-11, -11)]
    [InlineData((1L << 32) - 5, -5)]
    [InlineData(long.MinValue + 7, 7)]
    public void Vput_writes_the_lower_32_bits_of_a_register(long value, int expected)
    {
        var twins = new VectorTwins(4);
        twins.Plain.Scratchpad.AsSpan().Fill(0x55);
        twins.Plain.Scalars[9] = value;
        Assert.Null(twins.Execute(new(0, new VectorPut(9, 0), 101)));
        Assert.Equal(expected, BitConverter.ToInt32(twins.Plain.Scratchpad, 101));
        Assert.Equal((0x55, 0x55), (twins.Plain.Scratchpad[100], twins.Plain.Scratchpad[105]));
    }

    [Fact]
    public void Vround_rounds_and_clips_words_to_bytes() => Sweep((random, twins, operands, _) =>
    {
        int count = random.Next(1, 300), shift = operands.Scalar(Shift(random));
        bool pseudo = random.Next(2) == 0;
        long words = operands.Place(4 * count), codes = operands.Near(words, count);
        operands.Bytes();
        operands.Words(words, count, wide: false, random.Next(3) == 0 ? 32 : (int)Math.Clamp(twins.Plain.Scalars[shift] + 9, 4, 32));
        long n = twins.Plain.Scalars[shift];
        int[] expected = [.. Enumerable.Range(0, count).Select(i => NaiveBlockFormat.Code(Word(twins, words, i), n, pseudo))];
        Assert.Null(twins.Execute(new(0, new VectorRound(0, 0, count, shift, pseudo), words, codes)));
        // Codes above the words' beginning destroy words that are still to be read; then only the twins must agree.
        if (codes <= words || codes >= words + 4 * count) Assert.Equal(expected, Codes(twins, codes, count));
    });

    [Fact]
    public void Vround_of_every_shift_takes_the_extremes_and_all_ties()
    {
        int[] numbers = [.. Enumerable.Range(0, 32).SelectMany(k => new[] { -2, -1, 0, 1, 2 }.Select(d => unchecked((1 << k) + d))),
            int.MinValue, int.MinValue + 1, int.MaxValue, .. Enumerable.Range(-700, 1400)];
        numbers = [.. numbers, .. numbers.Select(x => unchecked(-x))];
        foreach (bool pseudo in new[] { false, true })
            for (int shift = -1; shift <= 40; shift++)
            {
                var twins = new VectorTwins(4);
                for (int i = 0; i < numbers.Length; i++) BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(4 * i), numbers[i]);
                twins.Plain.Scalars[3] = shift;
                Assert.Null(twins.Execute(new(0, new VectorRound(0, 0, numbers.Length, 3, pseudo), 0, 0)));
                Assert.Equal(numbers.Select(x => NaiveBlockFormat.Code(x, shift, pseudo)), Codes(twins, 0, numbers.Length));
            }
    }

    [Fact]
    public void Vroundsum_leaves_the_codes_that_vround_makes_of_the_same_numbers() => Sweep((random, twins, operands, columns) =>
    {
        int rows = random.Next(1, Places), shift = operands.Scalar(Shift(random));
        bool pseudo = random.Next(2) == 0;
        operands.Bytes();
        operands.Sums(random.Next(3) == 0 ? 32 : (int)Math.Clamp(twins.Plain.Scalars[shift] + 9, 4, 32));
        long row = operands.Row(rows), codes = operands.Place(rows * columns), n = twins.Plain.Scalars[shift];
        var walk = Walk.Unit with { Run = columns, Count1 = rows };
        Assert.Null(twins.Execute(new(0, new VectorRoundSum(0, 0, 0, shift, pseudo), row, codes, W0: walk)));
        var expected = Enumerable.Range(0, rows * columns).Select(i =>
            NaiveBlockFormat.Code(twins.Plain.Accumulator[(row + i / columns) * twins.Plain.Chip.Cols + i % columns], n, pseudo));
        Assert.Equal(expected, Codes(twins, codes, rows * columns));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vrelu_takes_the_first_largest_code_of_a_window(bool words) => Sweep((random, twins, operands, channels) =>
    {
        var walk = operands.Counts(channels, 2 * Places);
        int shift = operands.Scalar(Shift(random)), size = random.Next(1, Math.Min(8, Math.Max(walk.Count1, walk.Count2)) + 1);
        bool pseudo = random.Next(2) == 0;
        long n = twins.Plain.Scalars[shift];
        // Few bits above the shift: codes of different sums tie.
        int bits = random.Next(3) == 0 ? 32 : (int)Math.Clamp(n + random.Next(1, 9), 2, 32), elements = walk.Positions * channels;
        operands.Bytes();
        operands.Sums(bits);
        long source = words ? operands.Place(4 * elements) : operands.Row(walk.Positions);
        if (words) operands.Words(source, elements, wide: false, bits);
        var vrelu = new VectorRelu(0, 0, shift, pseudo, size, 0, 0, words);
        int outputs = (int)Windows.Of(vrelu, walk).Count * channels;
        long codes = words ? operands.Near(source, outputs) : operands.Place(outputs), masks = operands.Near(codes, outputs);
        byte[] expectedCodes = new byte[outputs], expectedMasks = new byte[outputs];
        int down = walk.Count2 / size, across = walk.Count1 / size;
        for (int i = 0; i < outputs; i++)
        {
            int channel = i % channels, column = i / channels % across, row = i / channels / across % down,
                image = i / channels / across / down;
            int[] window = [.. Enumerable.Range(0, size * size).Select(place => Math.Max(0, NaiveBlockFormat.Code(Sum(
                (image * walk.Count2 + row * size + place / size) * walk.Count1 + column * size + place % size, channel), n, pseudo)))];
            expectedCodes[i] = (byte)window.Max();
            expectedMasks[i] = (byte)((window.Max() > 0 ? 1 : 0) + 2 + 4 * Array.IndexOf(window, window.Max()));
        }
        Assert.Null(twins.Execute(new(0, vrelu, source, codes, masks, W0: walk)));
        bool meet = Meet(codes, outputs, masks, outputs) || (words && (Hurts(codes) || Hurts(masks)));
        if (meet) return;
        Assert.Equal(expectedCodes, twins.Plain.Scratchpad.AsSpan((int)codes, outputs).ToArray());
        Assert.Equal(expectedMasks, twins.Plain.Scratchpad.AsSpan((int)masks, outputs).ToArray());

        int Sum(int position, int channel) => words
            ? Word(twins, source, position * channels + channel)
            : twins.Plain.Accumulator[(source + position) * twins.Plain.Chip.Cols + channel];

        // Over words that are still to be read.
        bool Hurts(long to) => to > source && Meet(source, 4 * elements, to, outputs);
    });

    [Fact]
    public void Vdrop_keeps_a_feature_in_all_images_or_in_none() => Sweep((random, twins, operands, run) =>
    {
        int rows = random.Next(1, 5), images = random.Next(1, 7), pitch = random.Next(3) == 0 ? random.Next(60) : run + random.Next(9);
        bool external = random.Next(2) == 0;
        var walk = Walk.Unit with { Run = run, Count1 = rows, Count2 = images, Count3 = random.Next(1, 3) };
        int elements = walk.Positions * run;
        var vdrop = new VectorDrop(0, 0, pitch, 0, random.Next(64), external, 0);
        long index = random.Next(3) == 0 ? uint.MaxValue - random.Next(50) : random.Next(200), codes = operands.Place(elements);
        long draws = random.Next(4) == 0 ? operands.Near(codes, vdrop.DrawBytes(walk)) : operands.Place(vdrop.DrawBytes(walk));
        Seeds(random, twins);
        operands.Bytes();
        uint key = RandomBits.Key(
            (uint)twins.Plain.Scalars[MachineState.SeedScalar], (uint)twins.Plain.Scalars[MachineState.StepScalar], (uint)vdrop.Tensor);
        byte[] before = [.. twins.Plain.Scratchpad];
        Assert.Null(twins.Execute(new(0, vdrop, codes, draws, Mode: index, W0: walk)));
        if (external && Meet(codes, elements, draws, vdrop.DrawBytes(walk))) return;
        for (int i = 0; i < elements; i++)
        {
            int feature = i / run % rows * pitch + i % run;
            int draw = external
                ? BitConverter.ToUInt16(before, (int)draws + 2 * feature) : RandomBits.Draw(key, unchecked((uint)(index + feature)));
            Assert.Equal(draw >= 32768 ? before[codes + i] : 0, twins.Plain.Scratchpad[codes + i]);
        }
    });

    [Fact]
    public void Vdrop_reads_the_word_of_its_first_feature_whatever_register_says_where_it_begins()
    {
        var program = Assembler.Assemble(
            """
            walk slot=1 dim=0 count=3 stride=1
            set reg=5 value=7
            vdrop spad=100 walk=1 pitch=3 index=5 tensor=0 external=1 draws=200
            halt
            """, "test");
        var machine = new MachineState(Rig.With().Chip, 0);
        machine.Scratchpad.AsSpan(100, 3).Fill(9);
        machine.Scratchpad[200 + 2 * 8 + 1] = 0x80;
        new Interpreter(program, machine).Run();
        Assert.Equal([0, 9, 0], machine.Scratchpad[100..103]);
    }

    [Fact]
    public void Vchance_rounds_up_where_the_fraction_is_above_the_draw() => Sweep((random, twins, operands, _) =>
    {
        int count = random.Next(8) == 0 ? random.Next(500, 1200) : random.Next(1, 200), shift = random.Next(1, 17);
        bool external = random.Next(2) == 0;
        long words = operands.Place(4 * count), codes = operands.Near(words, count), draws = operands.Near(codes, 2 * count);
        long index = random.Next(3) == 0 ? uint.MaxValue - random.Next(count) : random.NextInt64(1L << 40);
        Seeds(random, twins);
        operands.Bytes();
        operands.Words(words, count, wide: false, random.Next(2) == 0 ? 32 : shift + 8);
        var vchance = new VectorChance(0, 0, 0, 0, 0, random.Next(64), external, shift);
        uint key = RandomBits.Key(
            (uint)twins.Plain.Scalars[MachineState.SeedScalar], (uint)twins.Plain.Scalars[MachineState.StepScalar], (uint)vchance.Tensor);
        int[] expected = [.. Enumerable.Range(0, count).Select(i =>
        {
            long x = Word(twins, words, i), magnitude = Math.Abs(x), fraction = magnitude % (1L << shift);
            long draw = external
                ? BitConverter.ToUInt16(twins.Plain.Scratchpad, (int)draws + 2 * i) : RandomBits.Draw(key, unchecked((uint)(index + i)));
            bool up = fraction * 65536 > draw * (1L << shift);
            return (int)NaiveBlockFormat.Clip(Math.Sign(x) * (magnitude / (1L << shift) + (up ? 1 : 0)));
        })];
        Assert.Null(twins.Execute(new(0, vchance, words, codes, draws, index, Walk.Unit with { Run = count })));
        bool hurt = (codes > words && Meet(words, 4 * count, codes, count)) || (external && Meet(draws, 2 * count, codes, count));
        if (!hurt) Assert.Equal(expected, Codes(twins, codes, count));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vstep_takes_pseudo_stochastically_shifted_gradients_off_the_weights(bool wide) => Sweep((random, twins, operands, _) =>
    {
        int count = random.Next(1, 300), bytes = wide ? 8 : 4, scalar = random.Next(27);
        long max = random.Next(6) == 0 ? random.Next(-1, 3) : random.NextInt64(), n = random.Next(4) == 0 ? Shift(random) : random.Next(40);
        (twins.Plain.Scalars[scalar], twins.Plain.Scalars[scalar + 1]) = (max, n);
        long gradients = operands.Place(bytes * count);
        long weights = random.Next(8) == 0 ? operands.Near(gradients, count) : operands.Place(count);
        operands.Bytes();
        operands.Words(gradients, count, wide, random.Next(2) == 0 ? 8 * bytes : (int)Math.Clamp(n + 7, 4, 8 * bytes));
        int[] expected = [.. Enumerable.Range(0, count).Select(i =>
        {
            long gradient = wide
                ? BitConverter.ToInt64(twins.Plain.Scratchpad, (int)gradients + 8 * i) : Word(twins, gradients, i);
            var step = max > 1 ? NaiveBlockFormat.Pseudo(gradient, n) : BigInteger.Zero;
            return (int)NaiveBlockFormat.Clip((sbyte)twins.Plain.Scratchpad[weights + i] - step);
        })];
        var vstep = new VectorStep(0, 0, 0, scalar, scalar + 1, wide);
        Assert.Null(twins.Execute(new(0, vstep, gradients, weights, W0: Walk.Unit with { Run = count })));
        if (!Meet(gradients, bytes * count, weights, count)) Assert.Equal(expected, Codes(twins, weights, count));
    });

    [Theory]
    [InlineData("vchance spad=0 to=0 draws=0 walk=0 index=0 tensor=0 external=0 shift=17", "shift = 17; 1..16 are allowed")]
    [InlineData("vrelu source=0 walk=0 shift=0 pseudo=0 size=9 act=0 mask=64 words=0", "size = 9; windows of up to 8 are allowed")]
    public void What_the_unit_cannot_do_is_refused_with_the_instruction(string line, string message)
    {
        var command = new Command(7, InstructionSet.Parse(line), W0: Walk.Unit);
        var accesses = new AccessList();
        string error = Assert.Throws<InputException>(() => command.Instruction.List(command, Rig.With().Chip, ref accesses)).Message;
        Assert.Contains($"instruction 7: {message}", error);
    }

    [Theory]
    [InlineData("vrange max=32 shift=0 exponent=0 bits=7 rate=0 pair=0 plus=0", "max=32 is outside 0..31")]
    [InlineData("vrange max=0 shift=0 exponent=0 bits=-33 rate=0 pair=0 plus=0", "bits=-33 is outside -32..31")]
    [InlineData("vrange max=0 shift=0 exponent=0 bits=7 rate=0 pair=0 plus=128", "plus=128 is outside -128..127")]
    [InlineData("vround spad=0 to=0 count=0 shift=0 pseudo=0", "count=0 is outside 1..16777215")]
    [InlineData("vrelu source=0 walk=0 shift=0 pseudo=0 size=0 act=0 mask=0 words=0", "size=0 is outside 1..15")]
    [InlineData("vchance spad=0 to=0 draws=0 walk=0 index=0 tensor=64 external=0 shift=1", "tensor=64 is outside 0..63")]
    [InlineData("vstep gradient=0 weight=0 walk=0 max=0 shift=0", "field 'wide' is missing")]
    public void Fields_outside_their_range_are_refused(string line, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => InstructionSet.Parse(line)).Message);

    /// <summary>Shifts as tensors have them, and all others now and then.</summary>
    private static long Shift(Random random) => random.Next(10) switch
    {
        0 => 0, 1 => random.Next(-3, 41), 2 => random.Next(2) == 0 ? random.Next(60, 140) : random.NextInt64(), _ => random.Next(1, 25),
    };

    private static void Seeds(Random random, VectorTwins twins)
    {
        twins.Plain.Scalars[MachineState.SeedScalar] = random.NextInt64(1L << 32);
        twins.Plain.Scalars[MachineState.StepScalar] = random.Next(100);
    }

    private static int Word(VectorTwins twins, long at, int i) => BitConverter.ToInt32(twins.Plain.Scratchpad, (int)at + 4 * i);

    private static int[] Codes(VectorTwins twins, long at, int count) =>
        [.. twins.Plain.Scratchpad.AsSpan((int)at, count).ToArray().Select(code => (int)(sbyte)code)];

    private static bool Meet(long a, long lengthA, long b, long lengthB) => a < b + lengthB && b < a + lengthA;

    /// <summary>Cases for 1 … 70 columns, on chips with as many and with more.</summary>
    private static void Sweep(Action<Random, VectorTwins, VectorOperands, int> check)
    {
        for (int columns = 1; columns <= 70; columns++)
            for (int more = 0; more < 2; more++)
            {
                var twins = new VectorTwins(columns + more * 3, scratchpadKiB: 32, accumulatorKiB: 16);
                var random = new Random(columns * 2 + more);
                var operands = new VectorOperands(random, twins);
                for (int i = 0; i < Cases; i++) check(random, twins, operands, columns);
            }
    }
}
