namespace WageSim.Machine;

/// <summary>Which cycles are evaluated; the units are the same, and so are the results.</summary>
public enum Clock
{
    /// <summary>Only the cycles in which something can change.</summary>
    Event,
    /// <summary>Every cycle: the reference.</summary>
    Stepping,
}
