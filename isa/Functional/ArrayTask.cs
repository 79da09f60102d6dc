using WageSim.Isa.Execution;
using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>Consecutive passes of the arrays: their items, and the tiles that are left in an array's registers for a later task.</summary>
internal sealed class ArrayTask(int arrays) : PlanTask
{
    // Below it a second thread costs more than it saves.
    private const long WorthSharing = 1 << 19;

    private readonly List<ArrayItem> open = [];
    private readonly List<LeftTile> left = [];
    private readonly ArrayItem?[] last = new ArrayItem?[arrays];
    private ArrayItem[] items = [];

    /// <summary>A tile, active or still in the shadow registers, as the interpreter would leave it.</summary>
    private sealed record LeftTile(IReadOnlyList<TilePart> Parts, bool Taken);

    public override double Cost => 300 + Products / 200.0;

    public override HostWork Work => HostWork.ArrayKernels;

    /// <summary>Multiply-accumulates so far.</summary>
    public long Products { get; private set; }

    /// <summary>A pass has been added, to a new item or an old one.</summary>
    public void Count(long products) => Products += products;

    /// <summary>The item to which a pass of an array may still be added.</summary>
    public ArrayItem? LastOf(int array) => last[array];

    public void Add(int array, ArrayItem item)
    {
        open.Add(item);
        // What comes later must not be added to an item before this one, if it is to the same sums.
        for (int i = 0; i < last.Length; i++)
            if (last[i] is { } other && other.Sums < item.Sums + item.Rows && item.Sums < other.Sums + other.Rows) last[i] = null;
        last[array] = item;
    }

    /// <summary>After the items, a tile is put into its array's registers.</summary>
    /// <param name="taken">Whether it has become the active one.</param>
    public void Leave(IReadOnlyList<TilePart> parts, bool taken) => left.Add(new([.. parts], taken));

    /// <summary>Tasks that leave tiles in the same arrays, before this one does.</summary>
    public List<ArrayTask> Before { get; } = [];

    /// <summary>No more items: they are shared out over so many threads, and their panels are named.</summary>
    public void Close(int threads, PanelBook panels)
    {
        items = [.. open];
        open.Clear();
        open.TrimExcess();
        foreach (var item in items.OfType<StationaryItem>())
        {
            item.Close();
            panels.Enter(item);
        }
        // Items with sums of their own may go in any order; a layout of operands then serves all that use it.
        bool apart = Disjoint(items.Select(item => (item.Sums, item.Sums + item.Rows)));
        if (apart) items = [.. items.OrderBy(item => item.Operand)];
        if (threads > 1 && Products >= WorthSharing) Share(threads, apart);
        else foreach (var item in items) item.Part = 0;
    }

    private static bool Disjoint(IEnumerable<(int From, int To)> ranges)
    {
        var ordered = ranges.Order().ToList();
        return ordered.Zip(ordered.Skip(1)).All(pair => pair.First.To <= pair.Second.From);
    }

    // Different sums can go to different threads; else the threads share the rows of each item.
    private void Share(int threads, bool apart)
    {
        var ranges = items.Select(item => (item.Sums, End: item.Sums + item.Rows)).Distinct().ToList();
        if (!apart && !Disjoint(ranges))
        {
            foreach (var item in items) item.Part = 0;
            return;
        }
        Parts = threads;
        if (ranges.Count % threads != 0 && ranges.Count < 4 * threads) return;
        var partOf = ranges.Index().ToDictionary(range => range.Item.Sums, range => range.Index * threads / ranges.Count);
        foreach (var item in items) item.Part = partOf[item.Sums];
    }

    public override void Run(MachineState machine, WorkerMemory memory, int part)
    {
        memory.Forget();
        foreach (var item in items)
            if (item.Part == part) item.Run(machine, memory, 0, item.Rows);
            else if (item.Part < 0 && Cut(item.Rows, part) is var from && Cut(item.Rows, part + 1) is var to && from < to)
                item.Run(machine, memory, from, to);
        if (part > 0) return;
        foreach (var tile in left)
        {
            var array = machine.Arrays[tile.Parts[0].Instruction.Array];
            array.Ready = false;
            foreach (var (instruction, start) in tile.Parts) ArrayPasses.Preload(instruction, new(0, instruction, start), machine);
            if (tile.Taken) array.Swap();
        }

        // On multiples of the rows that the kernels take at once.
        int Cut(int rows, int index) => index == Parts ? rows : rows * index / Parts / 6 * 6;
    }
}
