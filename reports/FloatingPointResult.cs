namespace WageSim.Reports;

/// <summary>The run's network and counts with MACs of one number format: energy and area in exact decimals.</summary>
/// <param name="Format">INT8, FP16 or FP32.</param>
/// <param name="MultiplyPicojoulesEach">Price of a multiplication.</param>
/// <param name="AddPicojoulesEach">Price of an addition to the sum.</param>
/// <param name="MultiplyPicojoules">All MACs' multiplications.</param>
/// <param name="AddPicojoules">All MACs' additions.</param>
/// <param name="MemoryPicojoules">Scratchpad, staging pages and DRAM, with operands of the format's width.</param>
/// <param name="OtherPicojoules">Everything else, as on the chip.</param>
/// <param name="TotalPicojoules">The sum of those four.</param>
/// <param name="MultiplySquareMicrons">All PEs' multipliers.</param>
/// <param name="AddSquareMicrons">All PEs' adders.</param>
/// <param name="MemorySquareMicrons">Scratchpad and staging pages, with operands of the format's width.</param>
/// <param name="OtherSquareMicrons">Everything else, as on the chip.</param>
/// <param name="TotalSquareMicrons">The sum of those four.</param>
/// <param name="Arithmetic">How the figures follow, a line each, with numbers.</param>
public sealed record FloatingPointResult(
    string Format, int Bits, decimal MultiplyPicojoulesEach, decimal AddPicojoulesEach,
    decimal MultiplyPicojoules, decimal AddPicojoules, decimal MemoryPicojoules, decimal OtherPicojoules, decimal TotalPicojoules,
    decimal MultiplySquareMicrons, decimal AddSquareMicrons, decimal MemorySquareMicrons, decimal OtherSquareMicrons,
    decimal TotalSquareMicrons, IReadOnlyList<string> Arithmetic)
{
    /// <summary>Multiplication and addition of a MAC beside INT8's with its 32-bit sum: how many times the energy and the area.</summary>
    public decimal? MacEnergyRatio { get; init; }
    public decimal? MacAreaRatio { get; init; }

    /// <summary>The same beside INT8's with an 8-bit addition, all there is in Table 5 of the WAGE paper.</summary>
    public decimal? NarrowMacEnergyRatio { get; init; }
    public decimal? NarrowMacAreaRatio { get; init; }

    /// <summary>The totals beside INT8's; null where INT8's is 0.</summary>
    public decimal? EnergyRatio { get; init; }
    public decimal? AreaRatio { get; init; }
}
