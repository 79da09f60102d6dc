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

/// <summary>One command, executed by its definition.</summary>
internal sealed class CommandTask(Command command, long bytes) : PlanTask
{
    public override double Cost => 200 + 0.2 * bytes;

    public override HostWork Work => command.Instruction.Target switch
    {
        Unit.Load or Unit.Store => HostWork.BlockMoves,
        Unit.Vector => HostWork.VectorKernels,
        _ => HostWork.ArrayKernels,
    };

    public override void Run(MachineState machine, WorkerMemory memory, int part) => command.Instruction.Execute(command, machine);
}
