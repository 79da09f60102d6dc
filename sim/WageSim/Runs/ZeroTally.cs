using WageSim.Isa;

namespace WageSim.Runs;

/// <summary>Products with a zero operand in some runs of programs, by layer and phase. Part of a checkpoint.</summary>
public sealed class ZeroTally
{
    /// <summary>Steps or passes that were counted.</summary>
    public long Runs { get; set; }

    /// <summary>Counts by "layer phase".</summary>
    public IDictionary<string, long> Products { get; init; } = new Dictionary<string, long>();

    /// <summary>All layers and phases.</summary>
    public long Total() => Products.Values.Sum();

    /// <summary>The count of a layer and phase.</summary>
    public long Of(string layer, string phase) => Products.TryGetValue(Key(layer, phase), out long count) ? count : 0;

    /// <summary>Adds a run of a program.</summary>
    public void Add(Program program, ZeroProducts zeros)
    {
        Runs++;
        foreach (var (range, count) in program.Ranges.Zip(zeros.Ranges))
            Products[Key(range.Layer, range.Phase)] = Of(range.Layer, range.Phase) + count;
    }

    private static string Key(string layer, string phase) => $"{layer} {phase}";
}
