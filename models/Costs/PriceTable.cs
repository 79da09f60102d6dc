using System.Text.Json.Nodes;
using WageSim.Models.Files;

namespace WageSim.Models.Costs;

/// <summary>What one activity costs, and who says so.</summary>
/// <param name="Unit">What is counted, as in <see cref="Activity"/>.</param>
/// <param name="Status">checked (in independent copies of its source), derived (arithmetic in the source field) or convention.</param>
/// <param name="WidthBits">Bits of the operand or word that the price is for; 0 where there is none.</param>
public sealed record Price(Activity Activity, double Picojoules, string Unit, string Source, string Status, int WidthBits);

/// <summary>A price for every activity, from a file in which each price has a source.</summary>
public sealed class PriceTable
{
    private const string Folder = "Costs.tables";
    private readonly Price[] prices;

    private PriceTable(string name, string description, Price[] prices) => (Name, Description, this.prices) = (name, description, prices);

    /// <summary>Names of the tables that come with the simulator.</summary>
    public static IReadOnlyList<string> Names => Resources.Names(Folder);

    public string Name { get; }

    public string Description { get; }

    public Price this[Activity activity] => prices[(int)activity];

    /// <summary>All prices in the order of the activities.</summary>
    public IReadOnlyList<Price> Prices => prices;

    /// <summary>A table by name, or a file.</summary>
    public static PriceTable Load(string nameOrPath)
    {
        if (Names.Contains(nameOrPath)) return Parse(Resources.Text(Folder, nameOrPath), $"{nameOrPath}.json");
        if (Path.Exists(nameOrPath)) return Parse(JsonText.ReadFile(nameOrPath), nameOrPath);
        throw new InputException($"price table '{nameOrPath}': no such table or file; tables are {string.Join(", ", Names)}");
    }

    /// <summary>Reads and checks a table: a price for every activity, in its unit, from a source; errors name the file `source`.</summary>
    public static PriceTable Parse(string json, string source)
    {
        var file = new RecordFile(Rules, _ => source);
        if (JsonText.Parse(json, source) is not JsonObject table)
            throw file.Fault("", "an object with name, description and prices is expected");
        table.Remove("prices", out var entries);
        var header = file.Read<Header>(table);
        if (entries is not JsonObject byActivity) throw file.Fault("prices", "an object with an entry for every activity is expected");
        string[] names = Enum.GetNames<Activity>();
        foreach (var (key, _) in byActivity)
        {
            if (!names.Contains(key)) throw file.Fault($"prices.{key}", $"unknown activity; did you mean {Spelling.Nearest(key, names)}?");
        }
        return new(header.Name, header.Description, [.. Activities.All.Select(Read)]);

        Price Read(Activity activity)
        {
            string at = $"prices.{activity}", unit = activity.Describe().Unit;
            if (!byActivity.TryGetPropertyValue($"{activity}", out var node))
                throw file.Fault(at, $"missing; pJ per {unit} and where they are from are expected");
            var entry = file.Read<Entry>(node, at);
            if (entry.Unit != unit) throw file.Fault($"{at}.unit", $"\"{entry.Unit}\" is not what is counted, \"{unit}\"");
            return new(activity, entry.Picojoules, entry.Unit, entry.Source, entry.Status, entry.WidthBits);
        }
    }

    private sealed record Header(string Name, string Description);

    private sealed record Entry(double Picojoules, string Unit, int WidthBits, string Status, string Source);

    private static readonly Dictionary<string, FieldRule> Rules = new()
    {
        ["name"] = FieldRule.Text(80),
        ["description"] = FieldRule.Text(200),
        ["picojoules"] = FieldRule.Real(0, 1_000_000),
        ["unit"] = FieldRule.Text(80),
        ["widthBits"] = FieldRule.Whole(0, 65536),
        ["status"] = FieldRule.Word("checked", "derived", "convention"),
        ["source"] = FieldRule.Text(400),
    };
}
