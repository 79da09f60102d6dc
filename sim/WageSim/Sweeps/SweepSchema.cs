namespace WageSim.Sweeps;

/// <summary>The tables of a sweep's database (docs/sweeps.md).</summary>
internal static class SweepSchema
{
    /// <summary>"WgSw": tells our files from other SQLite files.</summary>
    public const int ApplicationId = 0x57675377;

    /// <summary>Raised with every change of the tables.</summary>
    public const int Version = 1;

    /// <summary>Tables with a row a point and more, which parts of a sweep are joined by.</summary>
    public static IReadOnlyList<string> PointTables { get; } =
        ["point", "parameter", "energy", "area", "state", "activity", "dram", "layer", "layer_state", "layer_activity"];

    public const string Create = """
        CREATE TABLE sweep (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE point (
            point INTEGER PRIMARY KEY, status TEXT NOT NULL, reason TEXT NOT NULL, chip TEXT, instructions INTEGER, dram_bytes INTEGER,
            cycles INTEGER, seconds REAL, macs INTEGER, pe_products INTEGER, utilization REAL,
            energy_pj TEXT, area_um2 TEXT, energy_delay_js REAL);
        CREATE TABLE parameter (
            point INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (point, position)) WITHOUT ROWID;
        CREATE TABLE energy (
            point INTEGER NOT NULL, component TEXT NOT NULL, pj TEXT NOT NULL, PRIMARY KEY (point, component)) WITHOUT ROWID;
        CREATE TABLE area (
            point INTEGER NOT NULL, component TEXT NOT NULL, um2 TEXT NOT NULL, PRIMARY KEY (point, component)) WITHOUT ROWID;
        CREATE TABLE state (
            point INTEGER NOT NULL, name TEXT NOT NULL, cycles INTEGER NOT NULL, PRIMARY KEY (point, name)) WITHOUT ROWID;
        CREATE TABLE activity (
            point INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (point, name)) WITHOUT ROWID;
        CREATE TABLE dram (
            point INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (point, name)) WITHOUT ROWID;
        CREATE TABLE layer (
            point INTEGER NOT NULL, position INTEGER NOT NULL, layer TEXT NOT NULL, phase TEXT NOT NULL, cycles INTEGER NOT NULL,
            macs INTEGER NOT NULL, pe_products INTEGER NOT NULL, utilization REAL NOT NULL, energy_pj TEXT NOT NULL,
            PRIMARY KEY (point, position)) WITHOUT ROWID;
        CREATE TABLE layer_state (
            point INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, cycles INTEGER NOT NULL,
            PRIMARY KEY (point, position, name)) WITHOUT ROWID;
        CREATE TABLE layer_activity (
            point INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (point, position, name)) WITHOUT ROWID;
        """;
}
