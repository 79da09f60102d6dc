namespace WageSim.Models.Costs;

/// <summary>Some work with MACs of one number format: as many products and sums as the network has, in memories of that width.</summary>
/// <param name="Format">INT8, FP16 or FP32.</param>
/// <param name="Multiply">Energy in pJ and area in µm² of one multiplication.</param>
/// <param name="Add">The same of one addition to the sum: 32 bits wide in INT8.</param>
/// <param name="NarrowAdd">The same of an addition of the operands' width, which Table 5 of the WAGE paper has.</param>
public sealed record NumberFormatCost(string Format, int Bits, EnergyAndArea Multiply, EnergyAndArea Add, EnergyAndArea NarrowAdd)
{
    /// <summary>All of the work's multiplications; all multipliers of the chip.</summary>
    public required EnergyAndArea Multiplications { get; init; }

    /// <summary>All of the work's additions; all adders.</summary>
    public required EnergyAndArea Additions { get; init; }

    /// <summary>What holds operands, at the format's width.</summary>
    public required EnergyAndArea Memories { get; init; }

    /// <summary>All else, as on the chip.</summary>
    public required EnergyAndArea Others { get; init; }

    /// <summary>How it follows, a line each, with numbers.</summary>
    public required IReadOnlyList<string> Arithmetic { get; init; }

    public EnergyAndArea Total => Multiplications + Additions + Memories + Others;
}
