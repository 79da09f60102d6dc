namespace WageSim.Isa.Functional;

/// <summary>Commands that are executed together, once the tasks before them that they depend on are done.</summary>
internal abstract class PlanTask
{
    /// <summary>Places in the phase of the tasks that have to be done before.</summary>
    public int[] Predecessors { get; set; } = [];

    /// <summary>What it reads and writes, for the schedule; dropped afterwards.</summary>
    public Extent[] Extents { get; set; } = [];

    /// <summary>Estimated nanoseconds, if what it reads is in the thread's own cache.</summary>
    /// <param name="bytes">Bytes that it reads and writes.</param>
    public abstract double Cost(double bytes);

    public abstract HostWork Work { get; }

    public abstract void Run(MachineState machine, WorkerMemory memory);
}
