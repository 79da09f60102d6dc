using WageSim.Isa;
using WageSim.Machine;

namespace WageSim.Tracing;

/// <summary>Numbers and names of a trace's tracks, in the order in which a viewer shows them; lanes are for what overlaps.</summary>
internal static class PerfettoTracks
{
    public const int Layers = 1, Sequencer = 2;
    private const int Lanes = 1024, Units = 10, OfUnit = 10, DramData = 100, Banks = 110;
    private static readonly int kinds = Enum.GetValues<Unit>().Length;

    private static readonly string[][] holders =
        [.. Enum.GetValues<Unit>().Select(unit => Enum.GetValues<Way>().Select(way => HolderName(unit, way)).ToArray())];

    /// <summary>Commands: an array's passes, or its preloads; another unit's commands.</summary>
    public static int Commands(Unit unit, bool preload) => Units + OfUnit * Place(unit) + (preload ? 1 : 0);

    /// <summary>What a unit waits for.</summary>
    public static int Stalls(Unit unit) => Units + OfUnit * Place(unit) + 2;

    /// <summary>Tokens that a unit takes and sends.</summary>
    public static int Tokens(Unit unit) => Units + OfUnit * Place(unit) + 3;

    /// <summary>The data bus.</summary>
    public static int Dram => DramData;

    /// <summary>A bit of a mask of ports.</summary>
    public static int Port(int bit) => Banks + bit;

    /// <summary>The number that the file has for a lane of a track.</summary>
    public static int Thread(int track, int lane = 0) => track * Lanes + lane;

    /// <summary>What a viewer shows.</summary>
    public static string Name(int track, int lane)
    {
        string name = track switch
        {
            Layers => "layer and phase",
            Sequencer => "sequencer",
            DramData => "DRAM data",
            >= Banks => PortName(track - Banks),
            _ => UnitName((track - Units) / OfUnit) + ((track - Units) % OfUnit) switch
            {
                0 => IsArray((track - Units) / OfUnit) ? " stream" : "", 1 => " preload", 2 => " stalls", _ => " tokens",
            },
        };
        return lane == 0 ? name : $"{name} ({lane + 1})";
    }

    /// <summary>Array0 → array 0.</summary>
    public static string Name(Unit unit) =>
        unit is >= Unit.Array0 and <= Unit.Array3 ? $"array {unit - Unit.Array0}" : unit.ToString().ToLowerInvariant();

    /// <summary>Who has a port.</summary>
    public static string Holder(Unit unit, Way way) => holders[(int)unit][(int)way];

    // Arrays come first, as in the order of priority.
    private static int Place(Unit unit) => ((int)unit + kinds - (int)Unit.Array0) % kinds;

    private static string UnitName(int place) => Name((Unit)((place + (int)Unit.Array0) % kinds));

    private static bool IsArray(int place) => place <= Unit.Array3 - Unit.Array0;

    private static string HolderName(Unit unit, Way way) =>
        way == Way.Words ? Name(unit) : $"{Name(unit)} {way.ToString().ToLowerInvariant()}";

    private static string PortName(int bit)
    {
        const int Reads = Ports.MaxScratchpadBanks, Writes = Reads + Ports.MaxAccumulatorBanks;
        return bit < Reads ? $"scratchpad bank {bit}"
            : bit < Writes ? $"accumulator bank {bit - Reads} read" : $"accumulator bank {bit - Writes} write";
    }
}
