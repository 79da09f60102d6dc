namespace WageSim.Isa.Functional;

/// <summary>Passes that add to the same rows of sums, computed as one product.</summary>
internal abstract class ArrayItem(int sums, int rows)
{
    /// <summary>First accumulator row.</summary>
    public int Sums => sums;

    /// <summary>Accumulator rows.</summary>
    public int Rows => rows;

    /// <summary>The part of its task that computes it, or -1 where each part takes some of its rows.</summary>
    public int Part { get; set; } = -1;

    /// <summary>Items with the same moving operand have the same number, and should follow one another.</summary>
    public virtual int Operand => 0;

    /// <summary>Computes the rows from … to - 1.</summary>
    public abstract void Run(MachineState machine, WorkerMemory memory, int from, int to);
}
