using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>A weight-stationary pass: its moving operand, and the parts of its tile in the item's list.</summary>
/// <param name="Half">The walk over a plane of one byte of each element, if there can be one.</param>
/// <param name="Depth">Elements of a position.</param>
internal readonly record struct StationaryPass(Walk Walk, Walk? Half, int Start, int Depth, int FirstPart, int PartCount)
{
    /// <summary>Groups of four elements.</summary>
    public int Groups => (Depth + 3) / 4;
}

/// <summary>Weight-stationary passes over the same positions into the same sums: one product with as many factors.</summary>
internal sealed unsafe class StationaryItem(WeightStationary first, Walk positions, RowOffsets shapes, int sums, bool accumulate)
    : ArrayItem(sums, positions.Positions, accumulate)
{
    private readonly int[] offsets = shapes.Of(positions);
    private readonly int[]? halfOffsets = shapes.Halved(positions) is { } half ? shapes.Of(half) : null;
    private readonly List<StationaryPass> passes = [];
    private readonly List<TilePart> parts = [];
    private StationaryPass[] passArray = [];
    private TilePart[] partArray = [];
    private int groups, panelColumns;

    /// <summary>Whether another pass can be a factor of the product.</summary>
    public bool Takes(WeightStationary pass, Walk walk, int sums, bool accumulate) =>
        accumulate && sums == Sums && pass.Array == first.Array && pass.Cols == first.Cols && pass.Shift == first.Shift
        && pass.Byte == first.Byte && walk.Bytes == positions.Bytes && SamePositions(walk) && passes.Count < WorkerMemory.MaxFactors
        && groups + (walk.ElementsPerPosition + 3) / 4 <= WorkerMemory.MaxGroups;

    public void Add(Walk walk, int start, IReadOnlyList<TilePart> tile)
    {
        passes.Add(new(walk, shapes.Halved(walk), start, walk.ElementsPerPosition, parts.Count, tile.Count));
        parts.AddRange(tile);
        groups += passes[^1].Groups;
    }

    public override int OperandRows => Rows;

    /// <summary>Number of its panel in the phase, or 0 if no other item has the same.</summary>
    public int Panel { get; set; }

    /// <summary>Number of its moving operand in its group, or 0 if no other item has the same.</summary>
    public int Moving { get; set; }

    /// <summary>Whether it has the same moving operand, if the scratchpad has not changed.</summary>
    public bool HasMovingOf(StationaryItem other) =>
        (Rows, Byte, passArray.Length) == (other.Rows, other.Byte, other.passArray.Length) && ReferenceEquals(Offsets, other.Offsets)
        && passArray.Zip(other.passArray)
            .All(pair => ReferenceEquals(pair.First.Walk, pair.Second.Walk) && pair.First.Start == pair.Second.Start);

    /// <summary>Where its first moving operand begins.</summary>
    public int Start => passArray[0].Start;

    private int Byte => first.Byte;

    private int[] Offsets => offsets;

    /// <summary>Bytes of the scratchpad between which its panel's weights lie.</summary>
    public (long From, long To) Weights =>
        (partArray.Min(part => part.Start), partArray.Max(part => part.End));

    /// <summary>Whether it packs the same tiles in the same way, if the scratchpad has not changed.</summary>
    public bool HasPanelOf(StationaryItem other) =>
        (groups, panelColumns) == (other.groups, other.panelColumns) && partArray.AsSpan().SequenceEqual(other.partArray)
        && passArray.Length == other.passArray.Length
        && passArray.Zip(other.passArray).All(
            pair => (pair.First.Depth, pair.First.PartCount) == (pair.Second.Depth, pair.Second.PartCount));

    /// <summary>No more passes: lists become arrays of their exact size.</summary>
    public override void Close()
    {
        panelColumns = Kernels.Panel.ColumnsFor(Math.Max(first.Cols, parts.Max(part => part.Instruction.Cols)));
        (passArray, partArray) = ([.. passes], [.. parts]);
        passes.Clear();
        parts.Clear();
        passes.TrimExcess();
        parts.TrimExcess();
    }

    public override void Run(MachineState machine, WorkerMemory memory, int from, int to)
    {
        int columns = panelColumns, pitch = machine.Chip.Cols;
        var slice = OperandSlice.Byte(first.Byte, positions.Bytes);
        var plane = Plane(machine, memory, from, to);
        bool direct = plane is not null || slice.IsWhole(positions.Bytes);
        foreach (ref readonly var pass in passArray.AsSpan()) direct &= pass.Walk.Segments == 1;
        var (packed, found) = memory.Panels.Find(Panel, Kernels.Panel.Bytes(columns, groups));
        fixed (byte* spad = machine.Scratchpad, operands = plane?.Bytes ?? machine.Scratchpad)
        fixed (sbyte* panel = packed.Weights)
        fixed (int* bias = slice.Signed ? packed.Bias : memory.Zeros, rows = offsets, apart = Distances(plane), acc = machine.Accumulator)
        fixed (ByteFactor* factors = memory.Factors)
        {
            int before = 0;
            for (int i = 0; i < passArray.Length; i++)
            {
                ref readonly var pass = ref passArray[i];
                if (!found)
                {
                    var tile = partArray.AsSpan(pass.FirstPart, pass.PartCount);
                    TilePacker.Pack(spad, tile, columns, pass.Depth, panel, groups, before, memory.Lines);
                }
                factors[i] = new(direct ? Begin(pass, plane) : 4 * before, pass.Groups);
                before += pass.Groups;
            }
            if (!found)
            {
                packed.CountedColumns = 0;
                fixed (int* sums = packed.Bias) ByteKernel.Bias(panel, columns, groups, sums);
            }
            if (machine.Zeros is { } zeros) zeros.Add(Range, Zeros(spad, rows + from, from, to, packed, panel, columns, memory));
            var product = new ByteProduct
            {
                Moving = operands, Offsets = apart + from, Rows = to - from, Step = 4, Flip = slice.Flip,
                Factors = factors, FactorCount = passArray.Length, Panel = panel, Groups = groups, PanelColumns = columns, Bias = bias,
                Sums = acc + (long)(Sums + from) * pitch, Pitch = pitch, Columns = first.Cols,
                Accumulate = Accumulates, Shift = first.Shift,
            };
            if (direct) ByteKernel.Run(product);
            else Gathered(product, operands, plane, slice, memory, from, to);
        }
    }

    /// <summary>The plane of the operands' byte, where that is less work than to gather it for each pass.</summary>
    private BytePlanes.Plane? Plane(MachineState machine, WorkerMemory memory, int from, int to)
    {
        if (halfOffsets is null) return null;
        long first = long.MaxValue, end = 0, gathered = 0;
        foreach (ref readonly var pass in passArray.AsSpan())
        {
            if (pass.Half is null || (pass.Start - Start) % 2 != 0) return null;
            first = Math.Min(first, pass.Start);
            end = Math.Max(end, pass.Start + (pass.Walk.Segments - 1) * pass.Walk.SegmentStride + pass.Walk.RunBytes);
            gathered += (long)(to - from) * pass.Depth;
        }
        (first, end) = (first + offsets[from], end + offsets[to - 1]);
        if ((end - first) / 2 > BytePlanes.MostOfGathered * gathered) return null;
        return memory.Planes.Find(machine.Scratchpad, (int)first, (int)end, Byte);
    }

    private int[] Distances(BytePlanes.Plane? plane) => plane is null ? offsets : halfOffsets!;

    private static int Begin(in StationaryPass pass, BytePlanes.Plane? plane) => plane is null ? pass.Start : (pass.Start - plane.From) / 2;

    // Σₖ of the operands that are not zero in column k, times the weights that are not zero in row k.
    private long Zeros(
        byte* spad, int* rows, int from, int to, WeightPanels.Entry packed, sbyte* panel, int columns, WorkerMemory memory)
    {
        var (counts, found) = memory.MovingCounts.Find(Moving, from, to);
        fixed (int* moving = counts, weights = packed.RowCounts(4 * groups))
        {
            if (packed.CountedColumns != first.Cols)
            {
                Nonzeros.Panel(panel, columns, groups, first.Cols, weights);
                packed.CountedColumns = first.Cols;
            }
            long elements = 0;
            int before = 0;
            foreach (ref readonly var pass in passArray.AsSpan())
            {
                if (!found) Nonzeros.Columns(spad + pass.Start, rows, to - from, pass.Walk, first.Byte, moving + 4 * before);
                elements += pass.Depth;
                before += pass.Groups;
            }
            return elements * (to - from) * first.Cols - Nonzeros.Dot(moving, weights, 4 * groups);
        }
    }

    private void Gathered(
        ByteProduct product, byte* operands, BytePlanes.Plane? plane, OperandSlice slice, WorkerMemory memory, int from, int to)
    {
        if (plane is not null) slice = OperandSlice.Byte(0, 1);
        int[] distances = Distances(plane);
        int pitch = 4 * groups, atOnce = WorkerMemory.GatherBytes / pitch, columns = product.Pitch;
        int* rows = stackalloc int[Math.Min(atOnce, to - from)];
        for (int i = 0; i < Math.Min(atOnce, to - from); i++) rows[i] = i * pitch;
        int* sums = product.Sums;
        fixed (byte* gathered = memory.Gathered)
            for (int row = from; row < to; row += atOnce)
            {
                int count = Math.Min(atOnce, to - row);
                for (int i = 0; i < passArray.Length; i++)
                {
                    ref readonly var pass = ref passArray[i];
                    byte* into = gathered + product.Factors[i].Start;
                    Gather.Rows(
                        operands, Begin(pass, plane), plane is null ? pass.Walk : pass.Half!, distances, row, count, slice, into, pitch);
                }
                product.Moving = gathered;
                product.Offsets = rows;
                product.Rows = count;
                product.Sums = sums + (long)(row - from) * columns;
                ByteKernel.Run(product);
            }
    }

    private bool SamePositions(Walk walk) =>
        (walk.Count1, walk.Stride1, walk.Count2, walk.Stride2, walk.Count3, walk.Stride3)
        == (positions.Count1, positions.Stride1, positions.Count2, positions.Stride2, positions.Count3, positions.Stride3);
}
