namespace WageSim.Isa.Functional;

/// <summary>One command, executed as its instruction does it.</summary>
internal sealed class CommandTask(Command command) : PlanTask
{
    public override double Cost(double bytes) => 100 + (Work == HostWork.VectorKernels ? 0.03 : 0.012) * bytes;

    public override HostWork Work => command.Instruction.Target switch
    {
        Unit.Load or Unit.Store => HostWork.BlockMoves,
        Unit.Vector => HostWork.VectorKernels,
        _ => HostWork.ArrayKernels,
    };

    public override void Run(MachineState machine, WorkerMemory memory) => command.Instruction.Execute(command, machine);
}
