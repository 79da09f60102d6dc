namespace WageSim.Models.Costs;

/// <summary>An entry that a price table has or may have, with what it must say.</summary>
/// <param name="Key">Its name; a family's ends with a dot, and its entries' names go on from there.</param>
/// <param name="Unit">What one of it is.</param>
/// <param name="Figures">Figures that it must have.</param>
internal sealed record KnownEntry(string Key, string Unit, params PriceFigure[] Figures)
{
    /// <summary>Whether a table may do without.</summary>
    public bool IsOptional { get; init; }

    public bool IsFamily => Key.EndsWith('.');

    /// <summary>All of them, in the order of tables.</summary>
    public static IReadOnlyList<KnownEntry> All { get; } =
    [
        .. ((string[])["int8.multiply", "int8.add", "fp16.multiply", "fp16.add", "fp32.multiply", "fp32.add", "int16.add", "int32.add",
            "int32.multiply", "shift", "compare"])
            .Select(key => new KnownEntry(key, "operation", PriceFigure.Picojoules, PriceFigure.SquareMicrons)),
        new("product.gated", "product", PriceFigure.Picojoules),
        new("lookup", "25-bit entry", PriceFigure.Picojoules),
        new("register", "bit", PriceFigure.Picojoules, PriceFigure.SquareMicrons, PriceFigure.Milliwatts),
        new("registerFile", "access", PriceFigure.Picojoules),
        new("clock", "bit and cycle", PriceFigure.Picojoules),
        new("lane", "lane", PriceFigure.Milliwatts),
        new(Family.Pe, "product") { IsOptional = true },
        new("sram.leakage", "MiB", PriceFigure.Milliwatts) { IsOptional = true },
        new(Family.Sram, "access") { IsOptional = true },
        new("dram.access", "access", PriceFigure.Picojoules) { IsOptional = true },
        new("dram.activate", "row activation") { IsOptional = true },
        new("dram.read", "burst") { IsOptional = true },
        new("dram.write", "burst") { IsOptional = true },
        new("dram.refresh", "refresh") { IsOptional = true },
        new("dram.standby", "chip cycle") { IsOptional = true },
    ];

    /// <summary>What is known of a key, or null.</summary>
    public static KnownEntry? Find(string key) =>
        All.FirstOrDefault(known => known.Key == key)
        ?? All.FirstOrDefault(known =>
            known.IsFamily && key.Length > known.Key.Length && key.StartsWith(known.Key, StringComparison.Ordinal));
}
