using WageSim.Isa.Execution.Elementwise;

namespace WageSim.Isa.Execution;

/// <summary>What the instructions of channels' statistics touch, and who computes them.</summary>
internal static class StatisticsPasses
{
    public static void List(VectorStatistics op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, 4L * c.W0!.Positions * c.W0.Run);
        accesses.Write(Memory.Scratchpad, c.B, (long)VectorStatistics.SumBytes * c.W0.Run);
    }

    public static void Run(VectorStatistics op, in Command c, MachineState machine)
    {
        if (machine.Plain) StatisticsDefinitions.Run(op, c, machine);
        else StatisticsKernel.Run(op, c, machine);
    }

    public static void List(VectorMoment op, in Command c, ref AccessList accesses)
    {
        accesses.Read(Memory.Scratchpad, c.A, (long)VectorStatistics.SumBytes * op.Count);
        accesses.Write(Memory.Scratchpad, c.B, 8L * op.Count);
    }

    public static void List(VectorDecay op, in Command c, ref AccessList accesses)
    {
        accesses.Write(Memory.Scratchpad, c.A, 4L * op.Count);
        accesses.Read(Memory.Scratchpad, c.B, 4L * op.Count);
    }
}
