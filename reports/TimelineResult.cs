namespace WageSim.Reports;

/// <summary>One training step over time, in buckets of cycles: plain data, written as timeline.json (docs/timeline.md).</summary>
public sealed record TimelineResult
{
    /// <summary>The layout that this program writes and reads.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;
    public required string Network { get; init; }
    public required string Chip { get; init; }
    public required int Batch { get; init; }

    /// <summary>Cycles of the step, from the first instruction to the end of halt.</summary>
    public required long Cycles { get; init; }

    /// <summary>Of the chip's clock: a cycle lasts 1 / clockMegahertz microseconds.</summary>
    public required int ClockMegahertz { get; init; }

    /// <summary>Cycles of a bucket; bucket i has the cycles from i · bucketCycles on, the last perhaps fewer.</summary>
    public required long BucketCycles { get; init; }
    public required int Buckets { get; init; }

    /// <summary>Layers and phases in the order of the program; together they are the whole step.</summary>
    public required IReadOnlyList<TimelineSpan> Spans { get; init; }

    /// <summary>Sequencer, load, store, vector, array0, …</summary>
    public required IReadOnlyList<TimelineUnit> Units { get; init; }

    /// <summary>Bytes of bursts of each bucket, by the cycle in which the last data of their row passes.</summary>
    public required IReadOnlyList<long> DramReadBytes { get; init; }
    public required IReadOnlyList<long> DramWriteBytes { get; init; }
}

/// <summary>A layer's phase in the cycles [Start, End).</summary>
public sealed record TimelineSpan(string Layer, string Phase, long Start, long End);

/// <summary>A unit over time.</summary>
/// <param name="States">Cycles of each bucket by state, those that occur: busy, idle, token, … They sum to the bucket.</param>
/// <param name="PeProducts">Products of an array's PEs in each bucket; null for other units.</param>
/// <param name="Pes">PEs of an array; 0 for other units. Utilisation is peProducts / (pes · cycles).</param>
public sealed record TimelineUnit(
    string Unit, IReadOnlyDictionary<string, IReadOnlyList<long>> States, IReadOnlyList<long>? PeProducts, long Pes);
