namespace WageSim.Sweeps;

/// <summary>Which points of the dimensions' space a sweep takes.</summary>
public enum SampleKind
{
    /// <summary>All of them; the last dimension runs fastest.</summary>
    Grid,

    /// <summary>Independent draws.</summary>
    Random,

    /// <summary>A Latin hypercube: of n points, each n-th part of every dimension has one.</summary>
    LatinHypercube,
}
