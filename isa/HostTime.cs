using System.Diagnostics;

namespace WageSim.Isa;

/// <summary>What the host spends its time on.</summary>
public enum HostWork
{
    /// <summary>Fetching, resolving and grouping instructions.</summary>
    Decode,
    /// <summary>Multiply-accumulates, with the packing of their operands.</summary>
    ArrayKernels,
    /// <summary>The vector unit's elementwise work.</summary>
    VectorKernels,
    /// <summary>Block moves between DRAM and scratchpad.</summary>
    BlockMoves,
    /// <summary>The machine in time.</summary>
    Timing,
    /// <summary>Batches in, loss and errors out.</summary>
    Data,
    /// <summary>Compilation, start weights, the golden model, checkpoints, and everything else.</summary>
    Other,
    /// <summary>A thread waits for another.</summary>
    Waiting,
}

/// <summary>Wall-clock time of one thread by kind of work.</summary>
public sealed class HostTime(HostWork first)
{
    private readonly long[] ticks = new long[Enum.GetValues<HostWork>().Length];
    private HostWork current = first;
    private long since = Stopwatch.GetTimestamp();

    /// <summary>What follows is this kind of work; returns what it was before.</summary>
    public HostWork Enter(HostWork work)
    {
        long now = Stopwatch.GetTimestamp();
        ticks[(int)current] += now - since;
        since = now;
        (work, current) = (current, work);
        return work;
    }

    /// <summary>Time so far, up to the last change of work.</summary>
    public TimeSpan this[HostWork work] => Stopwatch.GetElapsedTime(0, ticks[(int)work]);
}
