namespace WageSim.Machine;

/// <summary>What a unit does in a cycle: it works, has nothing to do, or waits, and for what.</summary>
public enum UnitState
{
    /// <summary>Works: at least one stream makes a beat, or results are on their way.</summary>
    Busy,
    /// <summary>Its queue is empty.</summary>
    Idle,
    /// <summary>Waits for a token of another unit.</summary>
    Token,
    /// <summary>A port that it needs is granted to another unit.</summary>
    BankConflict,
    /// <summary>The array holds: a row's operands need more port words than one cycle brings, or accumulator ports are narrow.</summary>
    OperandFetch,
    /// <summary>The array waits for its stationary tile.</summary>
    Weights,
    /// <summary>The array waits until the accumulators have taken the sums of the pass before.</summary>
    Drain,
    /// <summary>The DMA engine waits for DRAM.</summary>
    Dram,
    /// <summary>The sequencer waits for room in a unit's queue.</summary>
    QueueFull,
    /// <summary>The sequencer waits at sync or halt.</summary>
    Sync,
}
