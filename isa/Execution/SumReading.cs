namespace WageSim.Isa.Execution;

/// <summary>The whole sums that a vector command is about to read, for probes.</summary>
public static class SumReading
{
    /// <summary>Column n of row i: of the accumulators, joined with the words that they are added to, or of words alone.</summary>
    public static long Of(in Command c, MachineState machine, int i, int n) => c.Instruction switch
    {
        VectorActivate { Wide: true } or VectorPool { Wide: true } => VectorDefinitions.Sum(true, c, machine, i, n),
        VectorLoss { Wide: true } => VectorDefinitions.Sum(true, c with { B = c.C }, machine, i, n),
        VectorRelu op => BlockFormatDefinitions.Sum(op, c, machine, i, n),
        VectorSpill op => VectorDefinitions.Sum(op, c, machine, i, n),
        _ => machine.Accumulator[(c.A + i) * machine.Chip.Cols + n],
    };
}
