using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>
/// An output-stationary pass, or the passes over all slices of one operand at once: sums are modulo 2^32, and so
/// Σ x · sliceᵢ · 2^lowᵢ is the same whichever way it is added.
/// </summary>
internal sealed unsafe class OutputItem : ArrayItem
{
    /// <summary>Positions that are laid out at once.</summary>
    private const int MaxPositions = 2048;

    private static readonly int[] fours = [.. Enumerable.Range(0, 256).Select(i => 4 * i)];

    private readonly OutputStationary pass;
    private readonly RowOffsets shapes;
    private PositionOperand x, y;

    // The operands over planes of their bytes, from half their addresses on, where there can be such planes.
    private PositionOperand? halfX, halfY;

    // The passes that it joins; of one alone they are the operands' slices.
    private List<(OperandSlice X, OperandSlice Y)>? joined;

    public OutputItem(OutputStationary pass, in Command c, RowOffsets offsets) : base((int)c.C, c.W0!.ElementsPerPosition, c.Mode != 0)
    {
        this.pass = pass;
        shapes = offsets;
        x = new(c.W0, offsets.Of(c.W0), (int)c.A, new(pass.XLow, pass.XWidth, pass.XSigned));
        y = new(c.W1!, offsets.Of(c.W1!), (int)c.B, new(pass.YLow, pass.YWidth, pass.YSigned));
    }

    public override int Operand => x.Start;

    // An operand is fetched once for several items.
    public override int OperandRows => x.Walk.Positions / 4;

    /// <summary>Takes another pass, if the next slice of y or x is all that it differs in.</summary>
    public bool Takes(OutputStationary next, in Command c)
    {
        if (c.Mode == 0 || (c.A, c.B, c.C) != (x.Start, y.Start, Sums) || next.Array != pass.Array) return false;
        if (next.Apart != 0 || pass.Apart != 0 || c.W0 != x.Walk || c.W1 != y.Walk) return false;
        var (oldX, oldY) = (x.Slice, y.Slice);
        OperandSlice nextX = new(next.XLow, next.XWidth, next.XSigned), nextY = new(next.YLow, next.YWidth, next.YSigned);
        if (nextX == x.Slice && Joined(y.Slice, nextY) is { } wholeY) y = y with { Slice = wholeY };
        else if (nextY == y.Slice && Joined(x.Slice, nextX) is { } wholeX) x = x with { Slice = wholeX };
        else return false;
        (joined ??= [(oldX, oldY)]).Add((nextX, nextY));
        return true;
    }

    private static OperandSlice? Joined(OperandSlice low, OperandSlice high) =>
        !low.Signed && high.Low == low.Low + low.Width && low.Width + high.Width <= 8
            ? new(low.Low, low.Width + high.Width, high.Signed)
            : null;

    /// <summary>No more slices.</summary>
    public override void Close() => (halfX, halfY) = (Half(x), Half(y));

    private PositionOperand? Half(PositionOperand operand) =>
        operand.Slice is { Width: 8, Low: 0 or 8 } slice && shapes.Halved(operand.Walk) is { } half
            ? new(half, shapes.Of(half), operand.Start / 2, slice with { Low = 0 })
            : null;

    /// <summary>Positions that its sums are over.</summary>
    public int Positions => x.Walk.Positions;

    /// <summary>Columns of its sums.</summary>
    public int Columns => y.Walk.Run;

    public override void Run(MachineState machine, WorkerMemory memory, int from, int to)
    {
        int columns = machine.Chip.Cols;
        Run(machine, memory, from, to, 0, Positions, machine.Accumulator.AsSpan(Sums * columns, Rows * columns), Accumulates);
    }

    /// <summary>Sums over the positions first … end - 1 alone, of which there is at least one.</summary>
    /// <param name="sums">Rows of as many columns as the array has.</param>
    public void RunPositions(MachineState machine, WorkerMemory memory, int first, int end, Span<int> sums) =>
        Run(machine, memory, 0, Rows, first, end, sums, add: false);

    // Σ over positions of x's elements that are not zero, times y's, in each pass.
    private long Zeros(byte* spad, PanelCache.Entry moving, PanelCache.Entry stationary, int at, int count)
    {
        var passes = joined ?? [(x.Slice, y.Slice)];
        long nonzeros = 0;
        foreach (var (left, right) in passes)
            fixed (int* a = Counts(moving, x, left), b = Counts(stationary, y, right)) nonzeros += Nonzeros.Dot(a, b, count);
        return (long)passes.Count * count * Rows * Columns - nonzeros;

        int[] Counts(PanelCache.Entry entry, PositionOperand operand, OperandSlice slice)
        {
            foreach (var (known, counted) in entry.Nonzeros)
                if (known == slice) return counted;
            int[] counts = new int[count];
            fixed (int* into = counts) Nonzeros.Positions(spad, operand, slice, at, count, into);
            entry.Nonzeros.Add((slice, counts));
            return counts;
        }
    }

    private void Run(MachineState machine, WorkerMemory memory, int from, int to, int first, int end, Span<int> sums, bool add)
    {
        int pitch = machine.Chip.Cols, columns = Panel.ColumnsFor(Columns), step = PositionPanel.Step(Rows);
        for (int at = first; at < end; at += MaxPositions)
        {
            int count = Math.Min(MaxPositions, end - at), groups = (count + 3) / 4;
            var (moving, movingFound) = memory.Moving.Find(x, at, count, groups * step);
            var (stationary, stationaryFound) = memory.Stationary.Find(y, at, count, Panel.Bytes(columns, groups));
            fixed (byte* spad = machine.Scratchpad, xs = moving.Panel, ys = stationary.Panel, buffer = memory.Gathered)
            fixed (int* bias = stationary.Bias, zeros = memory.Zeros, rows = fours, acc = sums, rowBias = moving.RowBias)
            {
                if (!movingFound)
                {
                    var plane = Plane(machine, memory, x, halfX, at, count);
                    fixed (byte* bytes = plane?.Bytes)
                        if (plane is null) PositionPanel.Moving(spad, x, at, count, buffer, xs);
                        else PositionPanel.Moving(bytes - plane.From / 2, halfX!, at, count, buffer, xs);
                    moving.HasRowBias = false;
                }
                if (!stationaryFound)
                {
                    var plane = Plane(machine, memory, y, halfY, at, count);
                    fixed (byte* bytes = plane?.Bytes)
                        if (plane is null) PositionPanel.Stationary(spad, y, at, count, buffer, ys, columns);
                        else PositionPanel.Stationary(bytes - plane.From / 2, halfY!, at, count, buffer, ys, columns);
                    ByteKernel.Bias((sbyte*)ys, columns, groups, bias);
                }
                // Threads may share the rows of the sums: one of them counts for all.
                if (from == 0 && machine.Zeros is { } counts) counts.Add(Range, Zeros(spad, moving, stationary, at, count));
                var factor = new ByteFactor(0, groups);
                ByteKernel.Run(new ByteProduct
                {
                    Moving = xs, Offsets = rows + from, Rows = to - from, Step = step, Flip = 0,
                    Factors = &factor, FactorCount = 1, Panel = (sbyte*)ys, Groups = groups, PanelColumns = columns,
                    Bias = x.Slice.Signed ? bias : zeros, Sums = acc + (long)from * pitch, Pitch = pitch, Columns = Columns,
                    Accumulate = add || at > first, Shift = pass.Shift,
                });
                if (y.Slice.SignedFlip == 0) continue;
                if (!moving.HasRowBias) ByteKernel.RowBias(xs, step, Rows, groups, x.Slice.Flip, rowBias);
                moving.HasRowBias = true;
                ByteKernel.AddRowBias(rowBias + from, to - from, Columns, acc + (long)from * pitch, pitch, pass.Shift);
            }
        }
    }

    /// <summary>A plane with an operand's bytes of some positions, where that is less work than to gather them.</summary>
    private static BytePlanes.Plane? Plane(
        MachineState machine, WorkerMemory memory, PositionOperand operand, PositionOperand? half, int at, int count)
    {
        if (half is null) return null;
        var walk = operand.Walk;
        long first = operand.Start + operand.Offsets[at], last = operand.Start + operand.Offsets[at + count - 1];
        long end = last + (walk.Segments - 1) * walk.SegmentStride + walk.RunBytes;
        if ((end - first) / 2 > BytePlanes.MostOfGathered * (long)count * walk.ElementsPerPosition) return null;
        return memory.Planes.Find(machine.Scratchpad, (int)first, (int)end, operand.Slice.Low / 8);
    }
}
