using WageSim.Isa;
using WageSim.Isa.Execution;

namespace WageSim.Tests.Isa.Execution;

/// <summary>Every vector instruction's kernel, at every width of the host's registers, leaves what the definition leaves.</summary>
public sealed class VectorKernelTests
{
    private const int Places = 24, Cases = 25;

    [Fact]
    public void Vact_rounds_clips_pools_and_masks_as_defined() => Sweep((random, twins, operands, channels) =>
    {
        var walk = operands.Counts(channels, Places);
        int shift = random.Next(-31, 32), bits = random.Next(2, 17), count = walk.Positions * channels;
        bool pool = random.Next(2) == 0;
        operands.Sums(random.Next(3) == 0 ? 32 : Math.Clamp(shift + bits + random.Next(-2, 4), 2, 32));
        var vact = new VectorActivate(0, 0, shift, bits, pool, 0, 0);
        long codes = operands.Place(count * vact.CodeBytes), row = operands.Row(walk.Positions);
        Assert.Null(twins.Execute(new(0, vact, row, codes, operands.Near(codes, count), W0: walk)));
    });

    [Fact]
    public void Vloss_takes_the_target_from_the_label_s_column() => Sweep((random, twins, operands, columns) =>
    {
        int rows = random.Next(1, Places), words = 4 * rows * columns;
        long first = random.Next(3) == 0 ? 0 : random.Next(-5, 100), labels = operands.Place(4 * rows);
        operands.Sums(random.Next(2) == 0 ? 20 : 32);
        for (int i = 0; i < rows; i++)
            BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan((int)labels + 4 * i), (int)first + random.Next(-2, columns + 2));
        int log2 = random.Next(4) == 0 ? random.Next(64) : random.Next(20), max = operands.Scalar(random.NextInt64(1 << 20));
        var vloss = new VectorLoss(0, 0, 0, 0, 0, log2, max);
        var walk = Walk.Unit with { Run = columns, Count1 = rows };
        twins.Execute(new(0, vloss, operands.Row(rows), labels, operands.Near(labels, words), first, walk));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vspill_shifts_adds_masks_and_tracks_as_defined(bool wide)
    {
        int errors = 0;
        Sweep((random, twins, operands, columns) =>
        {
            int rows = random.Next(1, Places), elements = rows * columns, shift = random.Next(2) == 0 ? 0 : random.Next(32);
            bool more = random.Next(2) == 0, masked = random.Next(2) == 0;
            int bits = wide || shift == 0 ? 32 : Math.Max(1, 31 - shift + (random.Next(20) == 0 ? 2 : 0));
            long to = operands.Place(elements * (wide ? 8 : 4));
            operands.Sums(more && !wide ? Math.Max(1, bits - 1) : bits);
            operands.Words(to, elements, wide, wide ? 62 : random.Next(40) == 0 ? 32 : 30);
            var vspill = new VectorSpill(0, 0, shift, more, wide, masked, 0, 0, random.Next(2) == 0, operands.Scalar(random.Next(2)));
            var walk = Walk.Unit with { Run = columns, Count1 = rows };
            if (twins.Execute(new(0, vspill, operands.Row(rows), operands.Near(to, elements), to, W0: walk)) is not null) errors++;
        });
        if (wide) Assert.Equal(0, errors);
        else Assert.InRange(errors, 20, 70 * Cases / 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vquant_rounds_and_clips_as_defined(bool wide) => Sweep((random, twins, operands, _) =>
    {
        int count = random.Next(1, 300), bits = random.Next(2, 18), log2 = random.Next(wide ? 63 : 40);
        int max = operands.Scalar(random.Next(10) switch { 0 => 0, 1 => -1, _ => random.NextInt64(1L << log2, (1L << log2) * 2 - 1) });
        long words = operands.Place(count * (wide ? 8 : 4));
        operands.Words(words, count, wide, wide ? 64 : 32);
        var vquant = new VectorQuantize(0, 0, count, wide, max, bits);
        Assert.Null(twins.Execute(new(0, vquant, words, operands.Near(words, 2 * count))));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vmax_and_vcode_read_sums_as_vspill_does(bool wide)
    {
        Sweep((random, twins, operands, columns) =>
        {
            int rows = random.Next(1, Places), elements = rows * columns, shift = random.Next(2) == 0 ? 0 : random.Next(32);
            bool more = random.Next(2) == 0, masked = random.Next(2) == 0;
            int bits = random.Next(2, 18), log2 = random.Next(random.Next(2) == 0 ? 32 : 63);
            long words = operands.Place(elements * 8), masks = operands.Near(words, elements), row = operands.Row(rows);
            operands.Sums();
            operands.Words(words, elements, wide, wide ? 62 : 32);
            var walk = Walk.Unit with { Run = columns, Count1 = rows };
            int max = operands.Scalar(random.Next(10) == 0 ? 0 : random.NextInt64(1L << log2, (1L << log2) * 2 - 1));
            Instruction command = random.Next(2) == 0
                ? new VectorMaximum(0, 0, shift, more, wide, masked, 0, 0, max)
                : new VectorCode(0, 0, shift, more, wide, masked, 0, 0, max, bits);
            Assert.Null(twins.Execute(new(0, command, row, masks, words, W0: walk)));
        });
    }

    [Fact]
    public void Vcode_leaves_the_codes_of_vspill_and_vquant() => Sweep((random, twins, operands, columns) =>
    {
        int rows = random.Next(1, Places), elements = rows * columns, bits = random.Next(2, 17);
        operands.Sums();
        int max = operands.Scalar(random.NextInt64(1L << 32));
        var walk = Walk.Unit with { Run = columns, Count1 = rows };
        var machine = twins.Plain;
        new VectorSpill(0, 0, 0, false, true, true, 0, 0, false, 0).Execute(new(0, null!, 0, 30000, 0, W0: walk), machine);
        var vquant = new VectorQuantize(0, 0, elements, true, max, bits);
        vquant.Execute(new(0, vquant, 0, 16000), machine);
        var expected = machine.Scratchpad.AsSpan(16000, elements * vquant.CodeBytes).ToArray();
        var vcode = new VectorCode(0, 0, 0, false, false, true, 0, 0, max, bits);
        Assert.Null(twins.Execute(new(0, vcode, 0, 30000, 0, W0: walk)));
        Assert.Equal(expected, machine.Scratchpad.AsSpan(0, expected.Length).ToArray());
    });

    [Fact]
    public void Wide_words_give_what_their_sums_give() => Sweep((random, twins, operands, columns) =>
    {
        const int words = 0, masks = 24_000, codes = 26_000;
        var walk = operands.Counts(columns, Places);
        int shift = random.Next(-2, 20), bits = random.Next(2, 17), size = random.Next(1, 4), step = random.Next(1, 4);
        int elements = walk.Positions * columns, max = operands.Scalar(0), log2 = random.Next(20);
        operands.Sums(30);
        bool any = random.Next(2) == 0, loss = random.Next(3) == 0;
        var sums = Command(false);
        Assert.Null(twins.Execute(new(0, sums, 0, loss ? masks : codes, loss ? codes : masks, Mode: 0, W0: walk)));
        byte[] expected = Results(codes, loss ? 4 : 2);
        long largest = twins.Plain.Scalars[max];
        twins.Plain.Scalars[max] = 0;
        new VectorSpill(0, 0, 0, false, true, false, 0, 0, false, 0).Execute(new(0, null!, 0, 0, words, W0: walk), twins.Plain);
        Assert.Null(twins.Execute(new(0, Command(true), 0, loss ? masks : words, loss ? words : masks, Mode: 0, W0: walk)));
        Assert.Equal(largest, twins.Plain.Scalars[max]);
        Assert.Equal(expected, Results(words, loss ? 8 : 2));

        Instruction Command(bool wide) => loss
            ? new VectorLoss(0, 0, 0, 0, 0, log2, max, wide)
            : any
            ? new VectorPool(0, 0, shift, bits, size, step, 0, 0, wide)
            : new VectorActivate(0, 0, shift, bits, size == 2, 0, 0, wide);

        // Codes and masks, or the lower halves of errors.
        byte[] Results(int at, int bytes)
        {
            var memory = twins.Plain.Scratchpad;
            if (loss) return [.. Enumerable.Range(0, elements).SelectMany(i => memory[(at + i * bytes)..(at + i * bytes + 4)])];
            int edge = any ? size : size == 2 ? 2 : 1, next = any ? step : edge;
            int outputs = Windows(walk.Count1) * Windows(walk.Count2) * walk.Count3 * columns;
            return [.. memory[at..(at + outputs * (bits > 8 ? 2 : 1))], .. memory[masks..(masks + outputs)]];

            int Windows(int pixels) => pixels < edge ? 0 : (pixels - edge) / next + 1;
        }
    });

    [Fact]
    public void Vquant_rounds_every_tie_to_even_at_every_shift() => Sweep((random, twins, operands, _) =>
    {
        int bits = random.Next(2, 17), shift = random.Next(1, 31), count = 64;
        int max = operands.Scalar(1L << shift + bits - 1);
        for (int i = 0; i < count; i++)
        {
            long halves = random.NextInt64(-1L << 31 - shift, 1L << 31 - shift) * 2 + 1;
            BitConverter.TryWriteBytes(twins.Plain.Scratchpad.AsSpan(4 * i), (int)(halves << shift - 1));
        }
        Assert.Null(twins.Execute(new(0, new VectorQuantize(0, 0, count, false, max, bits), 0, 4096)));
    });

    [Fact]
    public void Vroute_puts_codes_in_their_places_as_defined() => Sweep((random, twins, operands, channels) =>
    {
        bool pool = random.Next(2) == 0;
        int bytes = random.Next(1, 4), step = pool ? 2 : 1;
        var walk = Strides(random, operands.Counts(channels, Places) with { Bytes = bytes });
        int inputs = walk.Count1 / step * (walk.Count2 / step) * walk.Count3 * channels;
        long codes = operands.Place(inputs * bytes), masks = operands.Near(codes, inputs);
        long extent = walk.Highest - walk.Lowest, to = operands.Near(random.Next(2) == 0 ? codes : masks, extent) - walk.Lowest;
        operands.Bytes();
        // Masks that pass, mostly, and some with places that no window has.
        for (int i = 0; i < inputs; i++)
            if (random.Next(4) > 0) twins.Plain.Scratchpad[masks + i] = (byte)(random.Next(4) * (pool ? 4 : 0) + random.Next(4));
        Assert.Null(twins.Execute(new(0, new VectorRoute(0, 0, 0, 0, pool, bytes), codes, masks, to, W0: walk)));
    });

    [Fact]
    public void Vpool_takes_the_first_largest_sum_of_any_window_as_defined() => Sweep((random, twins, operands, channels) =>
    {
        var walk = operands.Counts(channels, 2 * Places);
        int size = random.Next(1, Math.Min(8, Math.Max(walk.Count1, walk.Count2)) + 1), step = random.Next(1, size + 2);
        int shift = random.Next(-31, 32), bits = random.Next(2, 17);
        operands.Sums(random.Next(3) == 0 ? 32 : Math.Clamp(shift + bits + random.Next(-2, 4), 2, 32));
        var vpool = new VectorPool(0, 0, shift, bits, size, step, 0, 0);
        int count = (int)Windows.Of(vpool, walk).Count * channels;
        long codes = operands.Place(count * vpool.CodeBytes), row = operands.Row(walk.Positions);
        Assert.Null(twins.Execute(new(0, vpool, row, codes, operands.Near(codes, count), W0: walk)));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Vpool_of_1_or_2_is_vact(int size)
    {
        var random = new Random(size);
        for (int i = 0; i < 200; i++)
        {
            VectorTwins pool = new(cols: 7, scratchpadKiB: 4, accumulatorKiB: 4), act = new(cols: 7, scratchpadKiB: 4, accumulatorKiB: 4);
            var operands = new VectorOperands(random, pool);
            operands.Sums(10);
            pool.Plain.Accumulator.CopyTo(act.Plain.Accumulator, 0);
            var walk = operands.Counts(5, 48);
            Assert.Null(pool.Execute(new(0, new VectorPool(0, 0, 3, 8, size, size, 0, 0), 1, 100, 1000, W0: walk)));
            Assert.Null(act.Execute(new(0, new VectorActivate(0, 0, 3, 8, size == 2, 0, 0), 1, 100, 1000, W0: walk)));
            Assert.Equal(act.Plain.Scratchpad, pool.Plain.Scratchpad);
        }
    }

    [Fact]
    public void Vunpool_adds_the_codes_of_all_windows_at_their_places_as_defined() => Sweep((random, twins, operands, channels) =>
    {
        int sumBytes = random.Next(1, 3), bytes = random.Next(4) == 0 ? random.Next(1, 3) : random.Next(1, sumBytes + 1);
        var walk = Strides(random, operands.Counts(channels, 2 * Places) with { Bytes = sumBytes });
        int size = random.Next(1, Math.Min(8, Math.Max(walk.Count1, walk.Count2)) + 1), step = random.Next(1, size + 2);
        var vunpool = new VectorUnpool(0, 0, 0, 0, size, step, bytes, sumBytes);
        int inputs = (int)Windows.Of(vunpool, walk).Count * channels;
        long codes = operands.Place(inputs * bytes), masks = operands.Near(codes, inputs);
        long extent = walk.Highest - walk.Lowest, to = operands.Near(random.Next(2) == 0 ? codes : masks, extent) - walk.Lowest;
        operands.Bytes();
        // Masks that pass, mostly, and some with places that no window has.
        for (int i = 0; i < inputs; i++)
            if (random.Next(8) > 0) twins.Plain.Scratchpad[masks + i] = (byte)(random.Next(size * size) * 4 + 1 + random.Next(2) * 2);
        Assert.Null(twins.Execute(new(0, vunpool, codes, masks, to, W0: walk)));
    });

    [Fact]
    public void Windows_of_a_pixel_are_fetched_once_each_and_one_fetch_is_made_where_there_are_none()
    {
        var random = new Random(5);
        for (int i = 0; i < 500; i++)
        {
            var windows = new Windows(random.Next(1, 9), random.Next(1, 9), random.Next(1, 20), random.Next(1, 20), random.Next(1, 4));
            long fetches = 0;
            for (int y = 0; y < windows.Height; y++)
                for (int x = 0; x < windows.Width; x++) fetches += Math.Max(1, Covering(y, windows.Down) * Covering(x, windows.Across));
            Assert.Equal(fetches * windows.Images, windows.Fetches);

            int Covering(int pixel, int count) => Enumerable.Range(0, count)
                .Count(window => window * windows.Step <= pixel && pixel < window * windows.Step + windows.Size);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Vupdate_rounds_steps_stochastically_as_defined(bool wide) => Sweep((random, twins, operands, _) =>
    {
        int count = random.Next(8) == 0 ? random.Next(500, 1200) : random.Next(1, 200), log2 = random.Next(wide ? 63 : 34);
        int bits = random.Next(2, 18), clip = random.Next(1, bits + 1);
        long[] scalars = twins.Plain.Scalars;
        int max = operands.Scalar(random.Next(10) == 0 ? 0 : random.NextInt64(1L << log2, (1L << log2) * 2 - 1));
        scalars[MachineState.RateScalar] = random.Next(-3, 5);
        scalars[MachineState.SeedScalar] = random.NextInt64(1L << 32);
        scalars[MachineState.StepScalar] = random.Next(100);
        long gradients = operands.Place(count * (wide ? 8 : 4)), weights = operands.Place(count * 2), draws = operands.Place(count * 2);
        if (random.Next(8) == 0) weights = operands.Near(gradients, count * 2);
        if (random.Next(8) == 0) weights = operands.Near(draws, count * 2);
        operands.Bytes();
        operands.Words(gradients, count, wide, wide ? 64 : 32);
        long index = random.Next(3) == 0 ? uint.MaxValue - random.Next(count) : random.NextInt64(1L << 40);
        var vupdate = new VectorUpdate(0, 0, 0, 0, max, 0, random.Next(64), bits, clip, wide, random.Next(3) == 0);
        Assert.Null(twins.Execute(new(0, vupdate, gradients, weights, draws, index, Walk.Unit with { Run = count })));
    });

    [Fact]
    public void Vupdate_with_a_clip_above_its_bits_is_refused()
    {
        var twins = new VectorTwins(4);
        var vupdate = new VectorUpdate(0, 0, 0, 0, 0, 0, 0, 8, 9, false, false);
        Assert.Contains("clip = 9 is above gbits = 8", twins.Execute(new(3, vupdate, 0, 64, 0, 0, Walk.Unit with { Run = 4 })));
    }

    [Fact]
    public void The_first_word_that_does_not_fit_is_named_whatever_the_order_of_columns()
    {
        // Ten columns are eight lanes and two: the word at (0, 9) comes before the one at (5, 0).
        var twins = new VectorTwins(cols: 12);
        twins.Plain.Accumulator[9] = twins.Plain.Accumulator[5 * 12] = 1 << 30;
        var vspill = new VectorSpill(0, 0, 1, false, false, false, 0, 0, true, 0);
        var walk = Walk.Unit with { Run = 10, Count1 = 8 };
        string? error = twins.Execute(new(0, vspill, 0, 0, 100, W0: walk));
        Assert.Contains("2147483648 does not fit a 32-bit word at scratchpad byte 136;", error);
    }

    [Fact]
    public void The_largest_magnitude_of_a_sum_is_that_of_the_smallest_one()
    {
        var twins = new VectorTwins(cols: 32);
        twins.Plain.Accumulator[77] = int.MinValue;
        var walk = Walk.Unit with { Run = 32, Count1 = 4 };
        Assert.Null(twins.Execute(new(0, new VectorSpill(0, 0, 0, false, false, false, 0, 0, true, 5), 0, 0, 0, W0: walk)));
        Assert.Equal(1L << 31, twins.Plain.Scalars[5]);
    }

    private static Walk Strides(Random random, Walk counts)
    {
        long run = counts.RunBytes + random.Next(2) * random.Next(9), line = counts.Count1 * run + random.Next(2) * random.Next(40);
        var walk = counts with { Stride1 = run, Stride2 = line, Stride3 = counts.Count2 * line };
        return random.Next(6) switch
        {
            0 => walk with { Stride1 = -run, Stride2 = -line },
            1 => walk with { Stride1 = random.Next(-20, 20), Stride2 = random.Next(-200, 200) },
            _ => walk,
        };
    }

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
