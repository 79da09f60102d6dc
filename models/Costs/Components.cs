namespace WageSim.Models.Costs;

/// <summary>Blocks of the chip that energy and area are charged to.</summary>
public static class Components
{
    public const string Multiply = "multiply", Accumulate = "accumulate", PeRegisters = "peRegisters",
        AccumulatorSram = "accumulatorSram", Scratchpad = "scratchpad", Dram = "dram", Dma = "dma",
        Vector = "vector", Random = "random", Sequencer = "sequencer", Clock = "clock", Leakage = "leakage";

    /// <summary>Blocks that energy is charged to, in order.</summary>
    public static IReadOnlyList<string> OfEnergy { get; } =
    [
        Multiply, Accumulate, PeRegisters, AccumulatorSram, Scratchpad, Dram, Dma, Vector, Random, Sequencer, Clock, Leakage,
    ];

    /// <summary>Blocks that have area, in order.</summary>
    public static IReadOnlyList<string> OfArea { get; } =
        [Multiply, Accumulate, PeRegisters, AccumulatorSram, Scratchpad, Dma, Vector, Random, Sequencer];
}
