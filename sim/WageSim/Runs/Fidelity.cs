namespace WageSim.Runs;

/// <summary>How the arrays' products are made; their values are the same.</summary>
public enum Fidelity
{
    /// <summary>At once, by the kernels.</summary>
    Kernel,
    /// <summary>PE by PE and cycle by cycle, with the array's own time checked.</summary>
    Grid,
}
