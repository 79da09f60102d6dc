using WageSim.Isa.Execution;
using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>Consecutive passes of the arrays: their items, and the tiles that are left in an array's registers for a later group.</summary>
internal sealed class ArrayGroup(int arrays)
{
    // Below it a second thread costs more than it saves.
    private const long WorthSharing = 1 << 19;

    // Few enough sums to add them once more, and positions enough to share.
    private const int FewSums = 4096, ManyPositions = 256;

    // Passes over the bytes of an operand take turns.
    private const int OperandBytes = 2;

    private readonly List<ArrayItem> open = [];
    private readonly List<LeftTile> left = [];
    private readonly ArrayItem?[] last = new ArrayItem?[OperandBytes * arrays];
    private ArrayItem[] items = [];

    /// <summary>A tile, active or still in the shadow registers, as the interpreter would leave it.</summary>
    private sealed record LeftTile(IReadOnlyList<TilePart> Parts, bool Taken);

    /// <summary>Multiply-accumulates so far.</summary>
    public long Products { get; private set; }

    /// <summary>A pass has been added, to a new item or an old one.</summary>
    public void Count(long products) => Products += products;

    /// <summary>Estimated nanoseconds of all tasks together: of the products, and of the operands' rows.</summary>
    public double Cost => Products / 240.0 + 6.0 * items.Sum(item => item.OperandRows);

    /// <summary>The item to which a pass of an array may still be added.</summary>
    /// <param name="which">The byte of its moving operand's elements.</param>
    public ArrayItem? LastOf(int array, int which) => last[OperandBytes * array + which];

    public void Add(int array, int which, ArrayItem item)
    {
        open.Add(item);
        // Where this one overwrites sums, what comes later must not be added to them before it.
        for (int i = 0; i < last.Length && !item.Accumulates; i++)
            if (last[i] is { } other && other.Sums < item.Sums + item.Rows && item.Sums < other.Sums + other.Rows) last[i] = null;
        last[OperandBytes * array + which] = item;
    }

    /// <summary>Its items in the order in which they are computed.</summary>
    public IReadOnlyList<ArrayItem> Items => items;

    /// <summary>Its tasks.</summary>
    public IReadOnlyList<ArrayShare> Tasks { get; private set; } = [];

    /// <summary>The task that leaves the tiles.</summary>
    public ArrayShare Leaver => Tasks[0] is ArrayTask first ? first : Tasks[^1];

    /// <summary>Whether it preloads tiles, which a later group may find left: their weights are read after the items.</summary>
    public bool Preloads { get; set; }

    /// <summary>After the items, a tile is put into its array's registers.</summary>
    /// <param name="taken">Whether it has become the active one.</param>
    public void Leave(IReadOnlyList<TilePart> parts, bool taken) => left.Add(new([.. parts], taken));

    /// <summary>Groups that leave tiles in the same arrays, before this one does.</summary>
    public List<ArrayGroup> Before { get; } = [];

    /// <summary>No more items: they are shared out over tasks, one a thread if that pays, and their panels are named.</summary>
    public void Close(int threads, int columns, PanelBook panels, bool countsZeros)
    {
        items = [.. open];
        open.Clear();
        open.TrimExcess();
        foreach (var item in items) item.Close();
        foreach (var item in items.OfType<StationaryItem>()) panels.Enter(item);
        if (countsZeros) NumberMoving(items.OfType<StationaryItem>());
        // Items with sums of their own may go in any order; a layout of operands then serves all that use it.
        bool apart = Disjoint(items.Select(item => (item.Sums, item.Sums + item.Rows)));
        if (apart) items = [.. items.OrderBy(item => item.Operand)];
        bool share = threads > 1 && Products >= WorthSharing;
        OutputItem[] outputs = [.. items.OfType<OutputItem>().Where(item => item.Positions >= ManyPositions)];
        if (share && apart && outputs.Length == items.Length && items.Sum(item => item.Rows) * columns <= FewSums)
        {
            PositionTask[] shares =
                [.. Enumerable.Range(0, threads).Select(part => new PositionTask(this, outputs, part, threads, columns))];
            Tasks = [.. shares, new JoinTask(this, outputs, shares, columns)];
            return;
        }
        int parts = share && Share(threads, apart) ? threads : 1;
        if (parts == 1)
            foreach (var item in items) item.Part = 0;
        Tasks = [.. Enumerable.Range(0, parts).Select(part => new ArrayTask(this, part, parts))];
    }

    // Groups of columns are products by the same moving operand.
    private static void NumberMoving(IEnumerable<StationaryItem> items)
    {
        var known = new Dictionary<int, StationaryItem>();
        int last = 0;
        foreach (var item in items)
        {
            if (known.TryAdd(item.Start, item)) continue;
            var first = known[item.Start];
            if (!item.HasMovingOf(first)) continue;
            if (first.Moving == 0) first.Moving = ++last;
            item.Moving = first.Moving;
        }
    }

    private static bool Disjoint(IEnumerable<(int From, int To)> ranges)
    {
        var ordered = ranges.Order().ToList();
        return ordered.Zip(ordered.Skip(1)).All(pair => pair.First.To <= pair.Second.From);
    }

    // Different sums can go to different threads; else the threads share the rows of each item.
    private bool Share(int threads, bool apart)
    {
        var ranges = items.Select(item => (item.Sums, End: item.Sums + item.Rows)).Distinct().ToList();
        if (!apart && !Disjoint(ranges)) return false;
        if (ranges.Count % threads != 0 && ranges.Count < 4 * threads) return true;
        var partOf = ranges.Index().ToDictionary(range => range.Item.Sums, range => range.Index * threads / ranges.Count);
        foreach (var item in items) item.Part = partOf[item.Sums];
        return true;
    }

    /// <summary>Puts the tiles that a later group finds there into the arrays' registers.</summary>
    public void LeaveTiles(MachineState machine)
    {
        foreach (var tile in left)
        {
            var array = machine.Arrays[tile.Parts[0].Instruction.Array];
            array.Ready = false;
            foreach (var (instruction, start) in tile.Parts) ArrayPasses.Preload(instruction, new(0, instruction, start), machine);
            if (tile.Taken) array.Swap();
        }
    }
}
