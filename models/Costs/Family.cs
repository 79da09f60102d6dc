namespace WageSim.Models.Costs;

/// <summary>Families of entries that differ in size alone: a size between two of them is priced by a rule.</summary>
internal static class Family
{
    /// <summary>SRAM macros by their bytes.</summary>
    public const string Sram = "sram.";

    /// <summary>PEs by the product of their operands' bits.</summary>
    public const string Pe = "pe.";
}
