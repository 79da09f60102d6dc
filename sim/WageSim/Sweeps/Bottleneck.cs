using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>What limits each layer and phase of a point, in words.</summary>
internal static class Bottleneck
{
    /// <summary>
    /// The unit that is at work, or held up by memory, in the largest share of the cycles, with that share.
    /// The sequencer counts with the cycles in which it issues, as its waits are for others.
    /// </summary>
    public static IReadOnlyList<string> Of(SweepFigures figures) => [.. figures.Layers.Select(layer => Of(layer.States, layer.Cycles))];

    /// <summary>The same of some cycles.</summary>
    public static string Of(IReadOnlyDictionary<string, long> states, long cycles)
    {
        if (cycles == 0) return "";
        // Waiting for a token, for commands or at a sync is another unit's doing.
        var work = states.Select(entry => (Parts: entry.Key.Split('.'), entry.Value))
            .Where(entry => entry.Parts[1] is not ("idle" or "token" or "queueFull" or "sync")).ToList();
        if (work.Count == 0) return "";
        var most = work.GroupBy(entry => entry.Parts[0]).OrderByDescending(unit => unit.Sum(entry => entry.Value))
            .ThenBy(unit => unit.Key, StringComparer.Ordinal).First();
        var cause = most.MaxBy(entry => entry.Value);
        double share = 100.0 * most.Sum(entry => entry.Value) / cycles;
        string how = cause.Parts[1] == "busy" ? "" : $", most of it {cause.Parts[1]}";
        return $"{most.Key} ({share:0} %{how})";
    }
}
