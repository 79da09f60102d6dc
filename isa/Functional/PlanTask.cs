namespace WageSim.Isa.Functional;

/// <summary>Commands that are executed together, once the tasks before them that they depend on are done.</summary>
internal abstract class PlanTask
{
    /// <summary>Places in the phase of the tasks that have to be done before.</summary>
    public int[] Predecessors { get; set; } = [];

    /// <summary>How many threads can share it.</summary>
    public int Parts { get; protected set; } = 1;

    /// <summary>Estimated nanoseconds of all parts together, for the order of tasks.</summary>
    public abstract double Cost { get; }

    public abstract HostWork Work { get; }

    public abstract void Run(MachineState machine, WorkerMemory memory, int part);
}
