namespace WageSim.Models.Schemes.Niti;

/// <summary>NITI's variants as files and options spell them.</summary>
public static class NitiNames
{
    /// <summary>Names of the roundings, in order of <see cref="NitiRounding"/>.</summary>
    public static IReadOnlyList<string> Roundings { get; } = ["nearest-2021", "pseudo-2020"];

    /// <summary>Names of the losses, in order of <see cref="NitiLoss"/>.</summary>
    public static IReadOnlyList<string> Losses { get; } = ["integer-2020", "fixed-2021"];

    /// <summary>The name of a rounding.</summary>
    public static string Of(NitiRounding rounding) => Roundings[(int)rounding];

    /// <summary>The name of a loss.</summary>
    public static string Of(NitiLoss loss) => Losses[(int)loss];
}
