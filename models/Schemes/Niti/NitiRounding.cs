namespace WageSim.Models.Schemes.Niti;

/// <summary>How activations and errors of NITI lose their low bits; weight gradients are rounded pseudo-stochastically in both.</summary>
public enum NitiRounding
{
    /// <summary>To nearest, halves away from zero: the authors' code of 2021.</summary>
    Nearest2021,
    /// <summary>Pseudo-stochastically, and a shift of 1 is made one of 2: the authors' code of 2020.</summary>
    Pseudo2020,
}
