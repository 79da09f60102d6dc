namespace WageSim.Isa.Functional;

/// <summary>One command, executed as its instruction does it.</summary>
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
