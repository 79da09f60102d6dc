namespace WageSim.Isa.Functional;

/// <summary>One thread's share of output-stationary passes with few sums: some of their positions, into sums of its own.</summary>
/// <param name="items">The passes, each with sums that no other has.</param>
/// <param name="part">Its number among the group's tasks.</param>
/// <param name="parts">Tasks that share the positions.</param>
/// <param name="columns">Columns of the array.</param>
internal sealed class PositionTask(ArrayGroup group, OutputItem[] items, int part, int parts, int columns) : ArrayShare(group)
{
    /// <summary>The sums of its positions, item after item.</summary>
    public int[] Sums { get; } = new int[items.Sum(item => item.Rows) * columns];

    public override IEnumerable<(int From, int To)> SumRows => [];

    public override double Cost(double bytes) => 300 + Group.Cost / parts;

    public override void Run(MachineState machine, WorkerMemory memory)
    {
        memory.Forget();
        int at = 0;
        foreach (var item in items)
        {
            item.RunPositions(machine, memory, Cut(item, part), Cut(item, part + 1), Sums.AsSpan(at, item.Rows * columns));
            at += item.Rows * columns;
        }
    }

    private int Cut(OutputItem item, int index) => (int)((long)item.Positions * index / parts);
}
