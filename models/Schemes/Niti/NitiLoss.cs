namespace WageSim.Models.Schemes.Niti;

/// <summary>How NITI's output error approximates softmax with cross-entropy.</summary>
public enum NitiLoss
{
    /// <summary>Whole octaves of 2^x: the authors' code of 2020.</summary>
    Integer2020,
    /// <summary>Octaves with 8 fraction bits: the fixed-point form of the authors' floating-point code of 2021.</summary>
    Fixed2021,
}
