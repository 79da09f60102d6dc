namespace WageSim.Models.Costs;

/// <summary>What one count of something costs on a chip, and why.</summary>
/// <param name="Component">Block of the chip that it is charged to, one of <see cref="Components"/>.</param>
/// <param name="Item">What costs it, within the block.</param>
/// <param name="Activity">What is counted; null: chip cycles.</param>
/// <param name="Picojoules">Of one count; rounded to nine digits after the point, so that decimals hold all sums exactly.</param>
/// <param name="Entries">Entries of the price table that it is made of.</param>
/// <param name="Derivation">How it follows from them, with numbers.</param>
public sealed record EnergyPrice(
    string Component, string Item, Activity? Activity, decimal Picojoules, IReadOnlyList<string> Entries, string Derivation)
{
    /// <summary>Digits after the point of a price in pJ.</summary>
    public const int Decimals = 9;

    /// <summary>What one count is.</summary>
    public string Unit => Activity?.Describe().Unit ?? "chip cycle";

    /// <summary>Whether a gated product does without it.</summary>
    public bool IsGated { get; init; }

    /// <summary>Whether only gated products cost it.</summary>
    public bool IsForGated { get; init; }

    /// <summary>Whether it grows with the width of the operands: memories that hold them.</summary>
    public bool ScalesWithOperands { get; init; }

    /// <summary>A derived price.</summary>
    internal static EnergyPrice Of(string component, string item, Activity? activity, Derived price)
    {
        var rounded = price.Rounded(Decimals, "pJ");
        return new(component, item, activity, rounded.Value, rounded.Entries, rounded.Text);
    }
}
