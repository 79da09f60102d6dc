namespace WageSim.Sweeps;

/// <summary>A chip with one parameter a step up or down.</summary>
/// <param name="Change">Such as "macBits 2 → 4".</param>
internal sealed record Neighbour(string Key, string Change, IReadOnlyList<string> Overrides);
