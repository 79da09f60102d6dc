namespace WageSim.Models.Costs;

/// <summary>What one count of something costs on a chip, and why.</summary>
/// <param name="Component">Block of the chip that it is charged to, one of <see cref="Components"/>.</param>
/// <param name="Item">What costs it, within the block.</param>
/// <param name="Activity">What is counted; null: chip cycles.</param>
/// <param name="Picojoules">Of one count.</param>
/// <param name="Entries">Entries of the price table that it is made of.</param>
/// <param name="Derivation">How it follows from them, with numbers.</param>
public sealed record EnergyPrice(
    string Component, string Item, Activity? Activity, decimal Picojoules, IReadOnlyList<string> Entries, string Derivation)
{
    /// <summary>What one count is.</summary>
    public string Unit => Activity?.Describe().Unit ?? "chip cycle";

    /// <summary>Whether a product with an operand of zero can do without, its operands held by clock gates.</summary>
    public bool IsGated { get; init; }
}
