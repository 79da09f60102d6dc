namespace WageSim.Sweeps;

/// <summary>One point of a sweep before it is looked at: its number, from 1, and its parameters in the sweep's order.</summary>
public sealed record DesignPoint(int Number, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>Such as "array=8x8 macBits=2".</summary>
    public string Text => string.Join(' ', Parameters.Select(entry => $"{entry.Key}={entry.Value}"));

    /// <summary>The value of a parameter, or null.</summary>
    public string? Find(string key) => Parameters.FirstOrDefault(entry => entry.Key == key).Value;
}
