namespace WageSim.Isa.Execution;

/// <summary>What a vector command is about to read or to make and nobody stores, for probes: whole sums, codes or updates.</summary>
public static class SumReading
{
    /// <summary>
    /// Column n of row i: of the accumulators, joined with the words that they are added to, or of words alone; of `vrelu` the code before
    /// ReLU and pool, of `vstep` what it takes off a weight.
    /// </summary>
    public static long Of(in Command c, MachineState machine, int i, int n) => c.Instruction switch
    {
        VectorActivate { Wide: true } or VectorPool { Wide: true } => VectorDefinitions.Sum(true, c, machine, i, n),
        VectorLoss { Wide: true } => VectorDefinitions.Sum(true, c with { B = c.C }, machine, i, n),
        VectorRelu op => BlockFormatDefinitions.Code(op, c, machine, i, n),
        VectorStep op => BlockFormatDefinitions.Step(op, c, machine, n),
        VectorSpill op => VectorDefinitions.Sum(op, c, machine, i, n),
        _ => machine.Accumulator[(c.A + i) * machine.Chip.Cols + n],
    };
}
