using System.Text.Json.Nodes;
using WageSim.Models.Files;

namespace WageSim.Models.Costs;

/// <summary>Price table files: JSON ↔ <see cref="PriceTable"/>. A table is whole, or extends one that comes with the simulator.</summary>
internal static class PriceTableFile
{
    private const string EntriesKey = "entries", ExtendsKey = "extends";

    private sealed record Header(string Name, string Description)
    {
        public string? Extends { get; init; }
    }

    /// <summary>Reads and checks a table.</summary>
    public static PriceTable Parse(string json, string source)
    {
        var file = new RecordFile(Rules, _ => source);
        if (JsonText.Parse(json, source) is not JsonObject table)
            throw file.Fault("", "an object with name, description and entries is expected");
        table.Remove(EntriesKey, out var node);
        var header = file.Read<Header>(table);
        if (node is not JsonObject given) throw file.Fault(EntriesKey, "an object with an entry for each price is expected");
        var entries = Merge(header.Extends is { } other ? Base(other, file) : [], given, file)
            .Select(entry => KeyValuePair.Create(entry.Key, Read(entry.Key, entry.Value, file))).ToList();
        PriceTableCheck.Whole(entries, file);
        return new(header.Name, header.Description, entries);
    }

    /// <summary>A whole table as the text of a file.</summary>
    public static string Write(PriceTable table)
    {
        var entries = new JsonObject();
        foreach (var (key, entry) in table.Entries) entries[key] = RecordFile.Write(entry);
        return JsonText.Write(new JsonObject { ["name"] = table.Name, ["description"] = table.Description, [EntriesKey] = entries });
    }

    private static JsonObject Base(string name, RecordFile file)
    {
        if (!PriceTable.Names.Contains(name))
            throw file.Fault(ExtendsKey, $"\"{name}\" is not one of {string.Join(", ", PriceTable.Names)}");
        return JsonNode.Parse(Write(PriceTable.Load(name)))![EntriesKey]!.AsObject();
    }

    // Where an entry is changed, what it does not say stays, but for the source: a figure has the source of who gives it.
    private static List<KeyValuePair<string, JsonNode?>> Merge(JsonObject before, JsonObject given, RecordFile file)
    {
        var merged = before.DeepClone().AsObject();
        foreach (var (key, value) in given)
        {
            string at = $"{EntriesKey}.{key}";
            if (KnownEntry.Find(key) is null)
            {
                var names = KnownEntry.All.Select(known => known.Key).Union(before.Select(entry => entry.Key));
                throw file.Fault(at, $"unknown entry; did you mean {Spelling.Nearest(key, names)}?");
            }
            if (value is null)
            {
                if (!merged.Remove(key))
                    throw file.Fault(at, "no value is found; only an entry of the table that is extended can be taken out");
                continue;
            }
            if (value is not JsonObject changes || merged[key] is not JsonObject old)
            {
                merged[key] = value.DeepClone();
                continue;
            }
            if (!changes.ContainsKey("source")) throw file.Fault($"{at}.source", $"missing; {Rules["source"].Expected} is expected");
            old.Remove("note");
            foreach (var (field, changed) in changes) old[field] = changed?.DeepClone();
        }
        return [.. merged];
    }

    private static PriceEntry Read(string key, JsonNode? node, RecordFile file)
    {
        string at = $"{EntriesKey}.{key}";
        var known = KnownEntry.Find(key)!;
        var entry = file.Read<PriceEntry>(node, at);
        if (entry.Unit != known.Unit) throw file.Fault($"{at}.unit", $"\"{entry.Unit}\" is not what is priced, \"{known.Unit}\"");
        foreach (var figure in known.Figures)
        {
            string field = char.ToLowerInvariant($"{figure}"[0]) + $"{figure}"[1..];
            if (entry[figure] is null) throw file.Fault($"{at}.{field}", $"missing; {Rules[field].Expected} is expected");
        }
        if (known.Key == Family.Sram && entry.Bytes == 0)
            throw file.Fault($"{at}.bytes", "missing; the capacity, a whole number from 1 on, is expected");
        if (known.Key == Family.Pe && entry.OtherBits == 0)
            throw file.Fault($"{at}.otherBits", "missing; the other operand's width, a whole number from 1 on, is expected");
        if (entry.WidthBits == 0 && known.Unit is "access" or "operation" || entry.WidthBits == 0 && known.Key == Family.Pe)
            throw file.Fault($"{at}.widthBits", "0 is no width of a word or operand; 1..65536 is expected");
        return entry;
    }

    private static readonly Dictionary<string, FieldRule> Rules = new()
    {
        ["name"] = FieldRule.Text(80),
        ["description"] = FieldRule.Text(200),
        [ExtendsKey] = FieldRule.Text(80),
        ["unit"] = FieldRule.Text(80),
        ["widthBits"] = FieldRule.Whole(0, 65536),
        ["otherBits"] = FieldRule.Whole(0, 65536),
        ["bytes"] = FieldRule.Whole(0, 1 << 30),
        ["picojoules"] = FieldRule.Real(0, 1_000_000),
        ["writePicojoules"] = FieldRule.Real(0, 1_000_000),
        ["timesCurrents"] = FieldRule.Real(0, 1_000),
        ["squareMicrons"] = FieldRule.Real(0, 1_000_000_000),
        ["milliwatts"] = FieldRule.Real(0, 1_000_000),
        ["status"] = FieldRule.Word("checked", "derived", "convention"),
        ["source"] = FieldRule.Text(400),
        ["note"] = FieldRule.Text(400),
    };
}
