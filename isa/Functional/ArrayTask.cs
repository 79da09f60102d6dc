namespace WageSim.Isa.Functional;

/// <summary>One thread's share of a group: some of its sums.</summary>
/// <param name="part">Its number among the group's tasks.</param>
/// <param name="parts">Tasks of the group.</param>
internal sealed class ArrayTask(ArrayGroup group, int part, int parts) : ArrayShare(group)
{
    public int Part => part;
    public int Parts => parts;

    public override IEnumerable<(int From, int To)> SumRows
    {
        get
        {
            foreach (var item in Group.Items)
                if (item.RowsOf(this) is var (from, to) && from < to) yield return (item.Sums + from, item.Sums + to);
        }
    }

    public override double Cost(double bytes) => 300 + Group.Cost / parts;

    public override void Run(MachineState machine, WorkerMemory memory)
    {
        memory.Forget();
        foreach (var item in Group.Items)
            if (item.RowsOf(this) is var (from, to) && from < to) item.Run(machine, memory, from, to);
        if (part == 0) Group.LeaveTiles(machine);
    }
}
