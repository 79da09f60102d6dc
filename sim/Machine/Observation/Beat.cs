namespace WageSim.Machine;

/// <summary>The ways on which beats pass.</summary>
public enum Way
{
    /// <summary>Words of DMA engines, passes of the vector unit.</summary>
    Words,
    /// <summary>An array's moving operands.</summary>
    Stream,
    /// <summary>An array's next tile.</summary>
    Preload,
    /// <summary>An array's sums on their way to the accumulators.</summary>
    Sums,
}

/// <summary>What happens on a way in a cycle.</summary>
public enum Beat
{
    /// <summary>Nothing is asked for.</summary>
    None,
    /// <summary>A word, row or position passes.</summary>
    Passes,
    /// <summary>Operands of a row that are not complete yet, or sums that hold the ports for it.</summary>
    Fetches,
    /// <summary>The ports are granted to somebody else.</summary>
    Held,
}
