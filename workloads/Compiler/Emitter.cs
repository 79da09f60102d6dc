using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>Writes instructions with structured loops, address registers, walks and semaphores; one layer's phase at a time.</summary>
/// <remarks>
/// A phase is emitted twice: a dry run finds which walks it uses most, so that they are set before its loops and not inside.
/// </remarks>
public sealed class Emitter
{
    /// <summary>A register that always holds 1: the accumulate mode of all passes but a sum's first.</summary>
    public const int One = 31;
    private const int FirstFreeRegister = 1, HoistedWalks = 24;

    private readonly List<Instruction> code = [];
    private readonly List<CodeRange> ranges = [];
    private readonly List<Probe> probes = [];
    private readonly List<Tracker> trackers = [];
    private readonly Dictionary<Walk, int> hoisted = [];
    private readonly Dictionary<Walk, double> uses = [];
    private int nextRegister = FirstFreeRegister, nextSemaphore, nextInlineWalk, depth;
    private double weight = 1;

    public Emitter() => Emit(new Set(One, 1));

    public IReadOnlyList<Instruction> Code => code;
    public IReadOnlyList<CodeRange> Ranges => ranges;
    public IReadOnlyList<Probe> Probes => probes;

    /// <summary>Tensor coordinates of what is being emitted: the pixel, counted over all images, and the channel.</summary>
    public Tracker Pixel { get; private set; } = new();
    public Tracker Channel { get; private set; } = new();

    /// <summary>One layer and phase; ends with a sync, so that the next one starts on an idle machine.</summary>
    public void Phase(string layer, string phase, Action body)
    {
        int start = code.Count, firstProbe = probes.Count;
        Reset();
        uses.Clear();
        body();
        code.RemoveRange(start, code.Count - start);
        probes.RemoveRange(firstProbe, probes.Count - firstProbe);
        Reset();
        foreach (var (walk, _) in uses.OrderByDescending(use => use.Value).Take(HoistedWalks)) SetWalk(hoisted[walk] = hoisted.Count, walk);
        body();
        Emit(new Sync());
        ranges.Add(new(start, code.Count, layer, phase));
    }

    public void Emit(Instruction instruction) => code.Add(instruction);

    /// <summary>Ends the program.</summary>
    public void Halt() => Emit(new Halt());

    /// <summary>A register that starts at 0 in this phase.</summary>
    public int Register()
    {
        if (nextRegister >= One) throw new InvalidOperationException("a phase needs more address registers than there are");
        Emit(new Set(nextRegister, 0));
        return nextRegister++;
    }

    /// <summary>A semaphore with the given tokens at the start of the phase.</summary>
    public int Semaphore(int tokens)
    {
        if (nextSemaphore == 32) throw new InvalidOperationException("a phase needs more semaphores than there are");
        Emit(new Tokens(nextSemaphore, tokens));
        return nextSemaphore++;
    }

    /// <summary>
    /// Runs over 0…total-1 in blocks of `size` and a smaller rest; pointers advance by their bytes a unit, and are back at the end.
    /// </summary>
    /// <param name="perBlock">A pointer that advances by the same amount whatever the size of the block.</param>
    /// <param name="tracked">Coordinates of the tracker that a unit is.</param>
    public void ForEach(
        int total, int size, ReadOnlySpan<(int Register, long PerUnit)> pointers, Action<int> body,
        Tracker? tracker = null, (int Register, long Step) perBlock = default, int tracked = 1)
    {
        int count = total / size, rest = total % size, blocks = count + (rest > 0 ? 1 : 0);
        var steps = pointers.ToArray();
        bool single = blocks == 1;
        if (count > 0)
            Loop(count, () =>
            {
                body(size);
                if (!single) Advance(size, 1);
            }, tracker, size * tracked);
        if (rest > 0)
        {
            body(rest);
            if (!single) Advance(rest, 1);
            tracker?.Shift(rest * tracked);
        }
        if (!single) Advance(-total, -blocks);
        tracker?.Shift(-total * tracked);

        void Advance(long units, long passed)
        {
            foreach (var (register, perUnit) in steps)
                if (perUnit != 0) Emit(new Add(register, units * perUnit));
            if (perBlock.Step != 0) Emit(new Add(perBlock.Register, passed * perBlock.Step));
        }
    }

    /// <summary>The same, where the body for the first block differs from that for the others.</summary>
    public void ForEachFirst(int total, int size, (int Register, long PerUnit)[] pointers, Action<int, bool> body)
    {
        body(Math.Min(size, total), true);
        if (total <= size) return;
        Advance(size);
        ForEach(total - size, size, pointers, n => body(n, false));
        Advance(-size);

        void Advance(long units)
        {
            foreach (var (register, perUnit) in pointers) Emit(new Add(register, units * perUnit));
        }
    }

    /// <summary>The same, where the body for the last block, which may be smaller, differs from that for the others.</summary>
    public void ForEachLast(
        int total, int size, (int Register, long PerUnit)[] pointers, Action<int, bool> body, Tracker? tracker = null, int tracked = 1)
    {
        int before = (total - 1) / size * size;
        if (before > 0)
        {
            ForEach(before, size, pointers, n => body(n, false), tracker, tracked: tracked);
            Advance(before);
        }
        body(total - before, true);
        if (before > 0) Advance(-before);

        void Advance(int units)
        {
            foreach (var (register, perUnit) in pointers) Emit(new Add(register, units * perUnit));
            tracker?.Shift(units * tracked);
        }
    }

    /// <summary>Moves a buffer register to the next of its copies.</summary>
    public void Next(int register, in Buffer buffer)
    {
        if (buffer.Copies > 1) Emit(new Ring(register, buffer.CopyStride, buffer.CopyStride * buffer.Copies));
    }

    /// <summary>The register that holds a walk; sets one on the spot where the phase has more walks than registers.</summary>
    public int Walk(Walk walk)
    {
        uses[walk] = uses.GetValueOrDefault(walk) + weight;
        if (hoisted.TryGetValue(walk, out int slot)) return slot;
        slot = HoistedWalks + nextInlineWalk++ % (Sequencer.WalkCount - HoistedWalks);
        SetWalk(slot, walk);
        return slot;
    }

    /// <summary>
    /// Notes that the next instruction reads or makes a block of a tensor that is never stored, at the tracked coordinates.
    /// </summary>
    public void Probe(string tensor, int layer) =>
        probes.Add(new(code.Count, tensor, layer, Pixel.Offset, Channel.Offset, [.. Pixel.Steps], [.. Channel.Steps]));

    private void Loop(int count, Action body, Tracker? tracker, int size)
    {
        if (count == 1)
        {
            body();
            tracker?.Shift(size);
            return;
        }
        int at = code.Count;
        Emit(new Loop(count, 1));
        foreach (var t in trackers) t.Open(t == tracker ? size : 0);
        depth++;
        weight *= count;
        body();
        weight /= count;
        depth--;
        foreach (var t in trackers) t.Close();
        tracker?.Shift(count * size);
        code[at] = new Loop(count, code.Count - at - 1);
        if (depth >= Sequencer.MaxDepth) throw new InvalidOperationException("loops nest too deep");
    }

    private void SetWalk(int slot, Walk walk)
    {
        Emit(new SetWalk(slot, 0, walk.Run, walk.Bytes));
        Dimension(1, walk.Count1, walk.Stride1);
        Dimension(2, walk.Count2, walk.Stride2);
        Dimension(3, walk.Count3, walk.Stride3);
        Dimension(4, walk.Segments, walk.SegmentStride);

        void Dimension(int dimension, int count, long stride)
        {
            if (count > 1) Emit(new SetWalk(slot, dimension, count, stride));
        }
    }

    private void Reset()
    {
        (nextRegister, nextSemaphore, nextInlineWalk, depth, weight) = (FirstFreeRegister, 0, 0, 0, 1);
        hoisted.Clear();
        trackers.Clear();
        trackers.Add(Pixel = new());
        trackers.Add(Channel = new());
    }
}

/// <summary>A tensor coordinate as an affine function of the open loops' iterations.</summary>
public sealed class Tracker
{
    public int Offset { get; private set; }
    public List<int> Steps { get; } = [];
    /// <summary>Moves what is emitted from here on.</summary>
    public void Shift(int units) => Offset += units;
    internal void Open(int step) => Steps.Add(step);
    internal void Close() => Steps.RemoveAt(Steps.Count - 1);
}
