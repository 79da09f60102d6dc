using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Support;

/// <summary>Random commands that stay within a chip's memories whatever their address registers hold, over a small set of walks.</summary>
internal sealed class RandomCommands(Random random, Chip chip)
{
    public const int DramBytes = 4096, Pointer = 4, BufferRing = 6;
    private const int SpadRing = 1, AccRing = 2, DramRing = 3, Accumulate = 7, Alternate = 8, MaxPointer = 320;
    private const int PerKind = 4, DramWalks = 0, SpadWalks = 4, MovingWalks = 8, XWalks = 12, YWalks = 16, SumWalks = 20, RouteWalks = 24,
        UpdateWalk = 28;

    private readonly Walk[] walks = new Walk[32];
    private readonly bool[] ready = new bool[chip.Arrays];
    private readonly (long Step, long Wrap) spadRing = (random.Next(1, 200), random.Next(200, 400)),
        dramRing = (random.Next(1, 300), random.Next(300, 600));
    private readonly (long Step, long Wrap) accRing = (random.Next(1, 4), random.Next(4, 8));

    public IEnumerable<Instruction> Registers() => [new Set(Accumulate, 1), new Set(SpadRing, random.Next(200)),
        new Set(DramRing, random.Next(300)), new Set(AccRing, random.Next(4))];

    public Instruction Ring() => random.Next(4) switch
    {
        0 => new Ring(AccRing, accRing.Step, accRing.Wrap),
        1 => new Ring(DramRing, dramRing.Step, dramRing.Wrap),
        2 => new Ring(Alternate, 1, 2),
        _ => new Ring(SpadRing, spadRing.Step, spadRing.Wrap),
    };

    /// <summary>Fresh walks in all registers.</summary>
    public IEnumerable<Instruction> Walks()
    {
        for (int i = 0; i < PerKind; i++)
        {
            int run = random.Next(1, 24);
            walks[DramWalks + i] = Positions(run, 1, 60, random.Next(1, 3));
            walks[SpadWalks + i] = Positions(run, 1, 40, 2);
            int bytes = random.Next(1, 3), segments = chip.Rows > 1 ? random.Next(1, 3) : 1;
            walks[MovingWalks + i] = Positions(random.Next(1, chip.Rows / segments + 1), bytes, 24, segments);
            walks[XWalks + i] = Positions(random.Next(1, chip.Rows / segments + 1), bytes, 24, segments);
            walks[YWalks + i] = Positions(random.Next(1, chip.Cols + 1), random.Next(1, 3), 24, 1) with
            {
                Count1 = walks[XWalks + i].Count1, Count2 = walks[XWalks + i].Count2, Count3 = walks[XWalks + i].Count3,
            };
            walks[SumWalks + i] = Positions(random.Next(1, chip.Cols + 1), 4, 24, 1) with { Count3 = 1 };
            walks[RouteWalks + i] = Positions(random.Next(1, 6), 1, 24, 1);
        }
        walks[UpdateWalk] = Walk.Unit with { Run = random.Next(1, 30) };
        return walks.Take(UpdateWalk + 1).SelectMany((walk, slot) => (Instruction[])
            [new SetWalk(slot, 0, walk.Run, walk.Bytes), new SetWalk(slot, 1, walk.Count1, walk.Stride1),
                new SetWalk(slot, 2, walk.Count2, walk.Stride2),
             new SetWalk(slot, 3, walk.Count3, walk.Stride3), new SetWalk(slot, 4, walk.Segments, walk.SegmentStride)]);
    }

    /// <summary>A command, or the few that belong together.</summary>
    public IEnumerable<Instruction> Next() => random.Next(10) switch
    {
        0 or 1 => [Load(random.Next(PerKind))],
        2 => [Fill()],
        3 => [Store()],
        4 or 5 or 6 => Pass(random.Next(chip.Arrays)),
        _ => [Vector()],
    };

    /// <summary>Passes that take what is preloaded.</summary>
    public IEnumerable<Instruction> TakeTiles()
    {
        for (int array = 0; array < ready.Length; array++)
            if (ready[array]) yield return WeightStationary(array, swap: true);
    }

    /// <summary>Copies of a buffer that one unit fills and another reads.</summary>
    public (Instruction Load, Func<int, Instruction> Pass, Instruction Next) Buffer(int copies)
    {
        int from = DramWalks + random.Next(PerKind), over = MovingWalks + random.Next(PerKind);
        var (_, _, low, high) = Footprint(walks[from]);
        long stride = Math.Max(high - low, walks[over].Highest - walks[over].Lowest) + random.Next(8),
            start = random.NextInt64(chip.Scratchpad.TotalBytes - copies * stride + 1);
        return (new Load(At(walks[from], DramBytes), from, new(BufferRing, start - low), from),
            array => new WeightStationary(array, new(BufferRing, start - walks[over].Lowest), over, 0, Row(walks[over].Positions), Mode(),
                0, random.Next(1, chip.Cols + 1), Swap: false),
            new Ring(BufferRing, stride, stride * copies));
    }

    private Load Load(int i)
    {
        Walk from = walks[DramWalks + i], to = Shaped(from, walks[SpadWalks + i]);
        return new(At(from, DramBytes), DramWalks + i, Spad(to), SpadWalks + i);
    }

    private Fill Fill()
    {
        int i = SpadWalks + random.Next(PerKind);
        return new(Spad(walks[i]), i, random.Next(256));
    }

    private Store Store()
    {
        int i = random.Next(PerKind);
        Walk from = walks[SpadWalks + i], to = Shaped(from, walks[DramWalks + i]);
        return new(Spad(from), SpadWalks + i, At(to, DramBytes), DramWalks + i);
    }

    private Instruction[] Pass(int array)
    {
        if (random.Next(3) == 0) return [OutputStationary(array)];
        if (ready[array]) return [WeightStationary(array, swap: random.Next(4) > 0)];
        return random.Next(3) == 0 ? [WeightStationary(array, swap: false)] : Preload(array);
    }

    private Instruction[] Preload(int array)
    {
        ready[array] = true;
        int rows = random.Next(1, chip.Rows + 1), cols = random.Next(1, chip.Cols + 1), split = random.Next(rows);
        return split == 0 ? [Part(0, rows, true, true)] : [Part(0, split, true, false), Part(split, rows - split, false, true)];

        Weights Part(int row, int count, bool first, bool last)
        {
            bool transpose = random.Next(3) == 0;
            int bytes = random.Next(1, 3), bits = random.Next(2, 8 * bytes + 1), width = chip.MacBits, lines = transpose ? cols : count,
                length = (transpose ? count : cols) * bytes;
            int pitch = random.Next(40);
            var walk = Walk.Unit with { Run = length, Count1 = lines, Stride1 = pitch };
            return new(array, Spad(walk), pitch, row, count, cols, bytes, random.Next(4), bits,
                width * random.Next((bits + width - 1) / width), width, transpose, first, last);
        }
    }

    private WeightStationary WeightStationary(int array, bool swap)
    {
        if (swap) ready[array] = false;
        int i = MovingWalks + random.Next(PerKind);
        var walk = walks[i];
        return new(array, Spad(walk), i, random.Next(walk.Bytes), Row(walk.Positions), Mode(), random.Next(3),
            random.Next(1, chip.Cols + 1), swap);
    }

    private OutputStationary OutputStationary(int array)
    {
        int i = random.Next(PerKind), width = chip.MacBits;
        Walk x = walks[XWalks + i], y = walks[YWalks + i];
        return new(array, Spad(x), XWalks + i, 0, 8, random.Next(2) == 0, Spad(y), YWalks + i, width * random.Next(8 / width), width,
            random.Next(2) == 0,
            Row(x.ElementsPerPosition), Mode(), Apart: random.Next(4));
    }

    private Instruction BlockFormat()
    {
        int s = SumWalks + random.Next(PerKind), scalar = random.Next(8), shift = random.Next(8), count = random.Next(1, 40);
        var sums = walks[s];
        bool wide = random.Next(2) == 0, pseudo = random.Next(2) == 0;
        long elements = (long)sums.Positions * sums.Run;
        int updates = walks[UpdateWalk].Run, size = random.Next(1, 4), tensor = random.Next(64), pitch = random.Next(20);
        switch (random.Next(8))
        {
            case 0: return new VectorRange(scalar, shift, random.Next(8), random.Next(12), random.Next(2) == 0, pseudo, random.Next(-9, 9));
            case 1: return new VectorPut(scalar, Spad(4));
            case 2: return new VectorRound(Spad(4 * count), Spad(count), count, shift, pseudo);
            case 3: return new VectorRoundSum(Row(sums.Positions), s, Spad(elements), shift, pseudo);
            case 4: return new VectorRelu(wide ? Spad(4 * elements) : Row(sums.Positions), s, shift, pseudo, size, Spad(elements),
                Spad(elements), wide);
            case 5:
                var drop = new VectorDrop(Spad(elements), s, pitch, Alternate, tensor, wide, 0);
                return drop with { Draws = Spad(drop.DrawBytes(sums) + 2) };
            case 6: return new VectorChance(Spad(4 * updates), Spad(updates), Spad(2 * updates), UpdateWalk, Alternate, tensor, wide,
                random.Next(1, 17));
            default: return new VectorStep(Spad(updates * (wide ? 8 : 4)), Spad(updates), UpdateWalk, scalar, shift, wide);
        }
    }

    private Instruction WideError()
    {
        int s = SumWalks + random.Next(PerKind), scalar = random.Next(8), other = random.Next(8), count = random.Next(1, 40);
        var sums = walks[s];
        bool wide = random.Next(2) == 0, external = random.Next(2) == 0;
        long elements = (long)sums.Positions * sums.Run, words = 4 * elements, table = 40L * sums.Run;
        int run = walks[UpdateWalk].Run, size = random.Next(1, 4);
        return random.Next(11) switch
        {
            0 => new VectorClip(Spad(count * (wide ? 8 : 4)), Spad(4 * count), count, wide, scalar),
            1 => new VectorFlag(Spad(4 * count), Spad(2 * count), count, scalar),
            2 => new VectorChannel(Spad(3 * elements), s, Spad(table)),
            3 => new VectorLive(Spad(40 * count), count, scalar, other, wide),
            4 => new VectorNormBackward(Spad(3 * elements), Spad(table), Spad(words), s, random.Next(8), other, scalar),
            5 => new VectorParameter(Spad(40 * count), Spad(8 * count), count, other, random.Next(1, 300), wide),
            6 => new VectorMomentum(Spad(run * (wide ? 8 : 4)), Spad(6 * run), Spad(2 * run), UpdateWalk, scalar, Alternate,
                random.Next(64), wide, external),
            7 => new VectorMatch(scalar, other, random.Next(8), random.Next(8), random.Next(8)),
            8 => new VectorBlend(Spad(4 * run), Spad(4 * run), Spad(4 * run), UpdateWalk, other, scalar),
            9 => new VectorSpread(Spad(words), s, Spad(words), scalar),
            _ => new VectorUnpeak(Spad(words), Spad(elements), Spad(words), s, size, random.Next(1, 4), random.Next(size),
                random.Next(size), other, scalar),
        };
    }

    private Instruction Normalisation()
    {
        int s = SumWalks + random.Next(PerKind), scalar = random.Next(8), other = random.Next(8), count = random.Next(1, 20);
        var stream = walks[s];
        long elements = (long)stream.Positions * stream.Run;
        int channels = stream.Run, updates = walks[UpdateWalk].Run, size = random.Next(1, 5), bits = random.Next(2, 33);
        bool flag = random.Next(2) == 0;
        switch (random.Next(13))
        {
            case 0: return new VectorNarrow(Spad(4 * count), Spad(4 * count), count, random.Next(20), bits, flag);
            case 1: return new VectorJoin(Spad(4 * updates), Spad(4 * updates), Spad(4 * updates), UpdateWalk, flag, bits);
            case 2: return new VectorPeak(Spad(4 * elements), s, size, random.Next(1, 4), random.Next(size), random.Next(size),
                Spad(4 * elements), Spad(elements));
            case 3: return new VectorStatistics(Spad(4 * elements), s, Spad(VectorStatistics.SumBytes * channels));
            case 4: return new VectorMoment(Spad(VectorStatistics.SumBytes * count), Spad(8 * count), count, random.Next(1, 1 << 24));
            case 5: return new VectorDecay(Spad(4 * count), Spad(4 * count), count, random.Next(16));
            case 6: return new VectorNormalise(Spad(4 * elements), Spad(VectorNormalise.ConstantBytes * channels), Spad(5 * elements), s,
                random.Next(1, 1 << 15), random.Next(1, 8));
            case 7: return new VectorAverage(Spad(2 * elements), s, Spad(2 * elements));
            case 8: return new VectorGet(Spad(4), scalar);
            case 9: return new VectorAddValue(scalar, random.Next(-40, 40));
            case 10: return new VectorExponent(scalar, other, random.Next(-8, 20));
            case 11: return new VectorScale(Spad(2 * elements), Spad(VectorScale.ConstantBytes * channels), Spad(3 * elements), s,
                random.Next(1, 1 << 15), random.Next(1, 4));
            default: return new VectorRoom(scalar, other, random.Next(8), random.Next(40));
        }
    }

    private Instruction Vector()
    {
        if (random.Next(4) == 0) return Normalisation();
        if (random.Next(3) == 0) return random.Next(2) == 0 ? BlockFormat() : WideError();
        int s = SumWalks + random.Next(PerKind), scalar = random.Next(8), bytes = random.Next(1, 3);
        var sums = walks[s];
        bool wide = random.Next(2) == 0, pool = random.Next(2) == 0;
        long elements = (long)sums.Positions * sums.Run, words = elements * (wide ? 8 : 4);
        switch (random.Next(16))
        {
            case 0: return new VectorSet(scalar, random.Next(1 << 20));
            case 1: return new VectorActivate(Row(sums.Positions), s, random.Next(-2, 12), random.Next(2, 17), pool,
                Spad(words), Spad(elements), wide);
            case 2: return new VectorLoss(Row(sums.Positions), s, Spad(4L * sums.Positions), random.Next(10), Spad(words),
                random.Next(9), scalar, wide);
            case 3: return new VectorSpill(Row(sums.Positions), s, random.Next(3), wide && random.Next(2) == 0, wide, random.Next(2) == 0,
                Spad(elements), Spad(words), random.Next(2) == 0, scalar);
            case 4:
                int count = random.Next(1, 40);
                return new VectorQuantize(Spad(count * (wide ? 8 : 4)), Spad(count * 2), count, wide, scalar, random.Next(2, 17));
            case 5:
                int r = RouteWalks + random.Next(PerKind);
                var to = walks[r];
                return new VectorRoute(Spad(elements: (long)to.Positions * to.Run * bytes), Spad(elements: (long)to.Positions * to.Run),
                    Spad(to with { Bytes = bytes }), r, pool, bytes);
            case 6:
                return new VectorPool(Row(sums.Positions), s, random.Next(-2, 12), random.Next(2, 17), random.Next(1, 4), random.Next(1, 4),
                    Spad(words), Spad(elements), wide);
            case 7:
                int u = RouteWalks + random.Next(PerKind), codeBytes = random.Next(1, 3);
                var summed = walks[u];
                long most = (long)summed.Positions * summed.Run;
                return new VectorUnpool(Spad(most * codeBytes), Spad(most), Spad(summed with { Bytes = bytes }), u,
                    random.Next(1, 4), random.Next(1, 4), codeBytes, bytes);
            case 8:
                return new VectorMaximum(Row(sums.Positions), s, random.Next(3), random.Next(2) == 0, wide, random.Next(2) == 0,
                    Spad(elements), Spad(words), scalar);
            case 9:
                return new VectorCode(Row(sums.Positions), s, random.Next(3), random.Next(2) == 0, wide, random.Next(2) == 0,
                    Spad(elements), Spad(words), scalar, random.Next(2, 17));
            case 11: return new VectorRowMaximum(Spad(words), s, Spad(8L * sums.Positions), wide, random.Next(2) == 0);
            case 12: return new VectorExponential(
                Spad(words), s, Spad(8L * sums.Positions), Spad(4 * elements), random.Next(64), wide);
            case 13: return new VectorDivide(Spad(4 * elements), s, Spad(8L * sums.Positions), Spad(4L * sums.Positions), scalar);
            case 14: return new VectorPower(Spad(elements), s, Spad(8L * sums.Positions), Spad(8 * elements), scalar, wide);
            case 15: return new VectorProbability(Spad(8 * elements), s, Spad(8L * sums.Positions), Spad(4L * sums.Positions));
            default:
                int updates = walks[UpdateWalk].Run, bits = random.Next(2, 17);
                return new VectorUpdate(Spad(updates * (wide ? 8 : 4)), Spad(updates * 2), Spad(updates * 2), UpdateWalk, scalar,
                    Alternate, random.Next(64), bits, random.Next(1, bits + 1), wide, random.Next(2) == 0);
        }
    }

    private int Mode() => random.Next(3) switch { 0 => 0, 1 => Accumulate, _ => Alternate };

    // Positions are kept few, strides free; half the walks are dense, as compiled ones are.
    private Walk Positions(int run, int bytes, int maxStride, int segments)
    {
        int stride = random.Next(2) == 0 ? run * bytes : random.Next(-maxStride / 4, maxStride);
        return new(run, bytes, random.Next(1, 5), stride, random.Next(1, 4), random.Next(maxStride), random.Next(1, 3),
            random.Next(maxStride), segments, random.Next(maxStride));
    }

    private static Walk Shaped(Walk counts, Walk strides) => strides with
    {
        Run = counts.Run, Bytes = counts.Bytes, Count1 = counts.Count1, Count2 = counts.Count2, Count3 = counts.Count3,
        Segments = counts.Segments,
    };

    private static (int Run, int Bytes, long Low, long High) Footprint(Walk walk) => (walk.Run, walk.Bytes, walk.Lowest, walk.Highest);

    private Address Spad(Walk walk) => At(walk, chip.Scratchpad.TotalBytes);

    private Address Spad(long elements) => At(Walk.Unit with { Run = (int)Math.Max(1, elements) }, chip.Scratchpad.TotalBytes);

    /// <summary>Anywhere in a memory, on a register or not.</summary>
    private Address At(Walk walk, long size)
    {
        int register = random.Next(4) switch { 0 => Pointer, 1 => Pointer + 1, 2 => size == DramBytes ? DramRing : SpadRing, _ => 0 };
        long room = register switch { 0 => 0, DramRing => dramRing.Wrap, SpadRing => spadRing.Wrap, _ => MaxPointer };
        return new(register, random.NextInt64(-walk.Lowest, size - walk.Highest - room + 1));
    }

    private Address Row(int rows)
    {
        bool ring = random.Next(2) == 0;
        return new(ring ? AccRing : 0, random.NextInt64(chip.AccumulatorRows - rows - (ring ? accRing.Wrap : 0) + 1));
    }
}
