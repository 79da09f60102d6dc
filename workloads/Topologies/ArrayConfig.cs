using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Workloads.Topologies;

/// <summary>What a SCALE-Sim configuration file says of the chip and how it is run.</summary>
/// <param name="Overrides">Changes to the chip, KEY=VALUE.</param>
/// <param name="Dataflow">What stays in the PEs, if the file says.</param>
/// <param name="Notes">What has another meaning here, or none.</param>
public sealed record ArrayConfig(IReadOnlyList<string> Overrides, Dataflow? Dataflow, IReadOnlyList<string> Notes)
{
    private const string Section = "architecture_presets";
    private static readonly string[] sizes = ["arrayheight", "arraywidth", "ifmapsramszkb", "filtersramszkb", "ofmapsramszkb"];

    /// <summary>Reads a file for a chip whose numbers of banks it leaves as they are.</summary>
    public static ArrayConfig Read(string path, Chip chip) => Parse(TextFile.Read(path), path, chip);

    /// <summary>A chip, a preset or a file, as a configuration file changes it; `overrides` have the last word.</summary>
    public static (Chip Chip, ArrayConfig Config) Load(string path, string chip, IReadOnlyList<string> overrides)
    {
        var config = Read(path, ChipFile.Load(chip, overrides));
        try
        {
            return (ChipFile.Load(chip, [.. config.Overrides, .. overrides]), config);
        }
        catch (InputException error)
        {
            throw new InputException($"{path} on chip {chip}: {error.Message.Replace("--set ", "", StringComparison.Ordinal)}", error);
        }
    }

    /// <summary>SHA-256 of a file's text, in hexadecimal.</summary>
    public static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextFile.Read(path))));

    /// <summary>Reads a file's text; `source` names it in errors.</summary>
    public static ArrayConfig Parse(string text, string source, Chip chip)
    {
        var entries = Entries(text, source);
        int? height = Size("arrayheight", 256), width = Size("arraywidth", 256);
        int? ifmap = Size("ifmapsramszkb", 1 << 20), filter = Size("filtersramszkb", 1 << 20), ofmap = Size("ofmapsramszkb", 1 << 20);
        List<string> overrides = [], notes = [];
        if (height is not null) overrides.Add($"rows={height}");
        if (width is not null) overrides.Add($"cols={width}");
        if (ifmap is not null || filter is not null)
        {
            int total = (ifmap ?? 0) + (filter ?? 0);
            overrides.Add($"scratchpad.bankKiB={PerBank(total, chip.Scratchpad.Banks)}");
            notes.Add($"IfmapSramSzkB and FilterSramSzkB are one scratchpad of {total} KiB in {chip.Scratchpad.Banks} banks");
        }
        if (ofmap is not null)
        {
            overrides.Add($"accumulator.bankKiB={PerBank(ofmap.Value, chip.Accumulator.Banks)}");
            notes.Add($"OfmapSramSzkB is {ofmap} KiB of accumulators, four bytes a sum, in {chip.Accumulator.Banks} banks");
        }
        var others = entries.Values.Where(entry => entry.Section == Section && !sizes.Contains(entry.Key) && entry.Key != "dataflow");
        if (others.Select(entry => $"{entry.Name} {entry.Value}").ToList() is { Count: > 0 } unused)
            notes.Add($"no counterpart here: {string.Join(", ", unused)}; DRAM is that of the chip");
        return new(overrides, Flow(), notes);

        int? Size(string key, int most)
        {
            if (!entries.TryGetValue((Section, key), out var entry)) return null;
            return int.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most
                ? value
                : throw new InputException(
                    $"{source}: line {entry.Line}: {entry.Name}: '{entry.Value}': a whole number 1..{most} is expected");
        }

        Dataflow? Flow() => !entries.TryGetValue((Section, "dataflow"), out var entry) ? null : entry.Value.ToLowerInvariant() switch
        {
            "ws" => Topologies.Dataflow.WeightStationary,
            "os" => Topologies.Dataflow.OutputStationary,
            "is" => throw new InputException(
                $"{source}: line {entry.Line}: {entry.Name}: 'is': the array keeps weights or sums, not inputs; ws or os is expected"),
            _ => throw new InputException($"{source}: line {entry.Line}: {entry.Name}: '{entry.Value}' is not one of ws, os"),
        };
    }

    private static int PerBank(int total, int banks) => (total + banks - 1) / banks;

    private sealed record Entry(string Section, string Key, string Name, string Value, int Line);

    // The format of Python's configparser: sections, NAME: VALUE or NAME = VALUE, names in any case, lines of comment.
    private static Dictionary<(string Section, string Key), Entry> Entries(string text, string source)
    {
        var entries = new Dictionary<(string, string), Entry>();
        string section = "";
        int line = 0;
        foreach (string raw in text.Split('\n'))
        {
            line++;
            string content = raw.Trim();
            if (content.Length == 0 || content[0] is '#' or ';') continue;
            if (content[0] == '[' && content[^1] == ']')
            {
                section = content[1..^1].Trim();
                continue;
            }
            int at = content.IndexOfAny([':', '=']);
            if (at <= 0 || section.Length == 0)
            {
                string expected = section.Length == 0 ? "a section such as [architecture_presets]" : "NAME: VALUE";
                throw new InputException($"{source}: line {line}: '{Shortened(content)}': {expected} is expected");
            }
            var entry = new Entry(section, content[..at].Trim().ToLowerInvariant(), content[..at].Trim(), content[(at + 1)..].Trim(), line);
            if (!entries.TryAdd((section, entry.Key), entry))
                throw new InputException($"{source}: line {line}: {entry.Name} comes twice in [{section}]");
        }
        if (!entries.Keys.Any(key => key.Item1 == Section)) throw new InputException($"{source}: there is no section [{Section}]");
        return entries;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
