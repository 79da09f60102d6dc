namespace WageSim.Isa.Functional;

/// <summary>A task of a group of array passes.</summary>
internal abstract class ArrayShare(ArrayGroup group) : PlanTask
{
    public ArrayGroup Group => group;

    /// <summary>Accumulator rows that it writes.</summary>
    public abstract IEnumerable<(int From, int To)> SumRows { get; }

    /// <summary>Whether it reads the passes' operands.</summary>
    public virtual bool ReadsOperands => true;

    /// <summary>Tasks of its group that have to be done before.</summary>
    public virtual IReadOnlyList<PlanTask> After => [];

    public override HostWork Work => HostWork.ArrayKernels;
}
