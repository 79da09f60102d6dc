using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;

namespace WageSim.Tracing;

/// <summary>What is traced: a program on a chip, and the time of its layers and phases.</summary>
/// <param name="Ranges">Together they are the whole run; none for a program without a map.</param>
/// <param name="Cycles">Of one run.</param>
public sealed record TraceSubject(Chip Chip, Program Program, IReadOnlyList<RangeResult> Ranges, long Cycles)
{
    /// <summary>The units of the chip, the sequencer first.</summary>
    public IReadOnlyList<Unit> Units { get; } =
        [Unit.Sequencer, .. Enumerable.Range(0, Chip.Arrays).Select(i => Unit.Array0 + i), Unit.Vector, Unit.Load, Unit.Store];

    /// <summary>Layers and phases with their cycles [From, To), one after another.</summary>
    public IEnumerable<(string Layer, string Phase, long From, long To)> Spans
    {
        get
        {
            long from = 0;
            foreach (var range in Ranges) yield return (range.Layer, range.Phase, from, from += range.Cycles);
        }
    }

    /// <summary>The ways on which a unit has beats.</summary>
    public static IReadOnlyList<Way> Ways(Unit unit) => unit switch
    {
        Unit.Sequencer => [],
        Unit.Load or Unit.Store or Unit.Vector => [Way.Words],
        _ => [Way.Stream, Way.Preload, Way.Sums],
    };
}
