namespace WageSim.Isa.Functional;

/// <summary>Passes that add to the same rows of sums, computed as one product.</summary>
internal abstract class ArrayItem(int sums, int rows, bool accumulates)
{
    /// <summary>Whether it adds to the sums that are there.</summary>
    public bool Accumulates => accumulates;

    /// <summary>First accumulator row.</summary>
    public int Sums => sums;

    /// <summary>Accumulator rows.</summary>
    public int Rows => rows;

    /// <summary>The program's range that its products count for, or -1.</summary>
    public int Range { get; init; } = -1;

    /// <summary>The part of its task that computes it, or -1 where each part takes some of its rows.</summary>
    public int Part { get; set; } = -1;

    /// <summary>Items with the same moving operand have the same number, and should follow one another.</summary>
    public virtual int Operand => 0;

    /// <summary>Rows of operands that are fetched for it, one by one.</summary>
    public abstract int OperandRows { get; }

    /// <summary>The rows that a task of its group computes; cuts are on multiples of the rows that the kernels take at once.</summary>
    public (int From, int To) RowsOf(ArrayTask task)
    {
        if (Part >= 0) return Part == task.Part ? (0, rows) : (0, 0);
        return (Cut(task.Part), Cut(task.Part + 1));

        int Cut(int index) => index == task.Parts ? rows : (int)((long)rows * index / task.Parts / 6 * 6);
    }

    /// <summary>No more passes.</summary>
    public abstract void Close();

    /// <summary>Computes the rows from … to - 1.</summary>
    public abstract void Run(MachineState machine, WorkerMemory memory, int from, int to);
}
