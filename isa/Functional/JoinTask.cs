namespace WageSim.Isa.Functional;

/// <summary>Adds the sums of the threads that shared positions: modulo 2^32, so in any order.</summary>
internal sealed class JoinTask(ArrayGroup group, OutputItem[] items, PositionTask[] shares, int columns) : ArrayShare(group)
{
    public override IEnumerable<(int From, int To)> SumRows => items.Select(item => (item.Sums, item.Sums + item.Rows));

    public override bool ReadsOperands => Group.Preloads;

    public override IReadOnlyList<PlanTask> After => shares;

    public override double Cost(double bytes) => 100 + 0.03 * bytes * shares.Length;

    public override void Run(MachineState machine, WorkerMemory memory)
    {
        int at = 0;
        foreach (var item in items)
            for (int row = item.Sums; row < item.Sums + item.Rows; row++, at += columns)
            {
                var sums = machine.Accumulator.AsSpan(row * columns, item.Columns);
                if (!item.Accumulates) sums.Clear();
                foreach (var share in shares)
                    for (int n = 0; n < sums.Length; n++) sums[n] += share.Sums[at + n];
            }
        Group.LeaveTiles(machine);
    }
}
