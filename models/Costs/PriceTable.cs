using System.Security.Cryptography;
using System.Text;
using WageSim.Models.Files;

namespace WageSim.Models.Costs;

/// <summary>Physical prices by name, each with its source. <see cref="ChipPrices"/> derives a chip's from them.</summary>
public sealed class PriceTable
{
    /// <summary>The table where none is asked for.</summary>
    public const string Default = "paper";

    private const string Folder = "Costs.tables";

    internal PriceTable(string name, string description, IReadOnlyList<KeyValuePair<string, PriceEntry>> entries)
    {
        (Name, Description, Entries) = (name, description, entries);
        ByKey = entries.ToDictionary();
    }

    /// <summary>Names of the tables that come with the simulator.</summary>
    public static IReadOnlyList<string> Names => Resources.Names(Folder);

    public string Name { get; }

    public string Description { get; }

    /// <summary>All entries, in the order of the file.</summary>
    public IReadOnlyList<KeyValuePair<string, PriceEntry>> Entries { get; }

    /// <summary>The same by name.</summary>
    public IReadOnlyDictionary<string, PriceEntry> ByKey { get; }

    /// <summary>SHA-256 of name and entries: two tables with one digest give the same prices.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PriceTableFile.Write(this))));

    /// <summary>A table by name, or a file.</summary>
    public static PriceTable Load(string nameOrPath)
    {
        if (Names.Contains(nameOrPath)) return Parse(Resources.Text(Folder, nameOrPath), $"{nameOrPath}.json");
        if (Path.Exists(nameOrPath)) return Parse(JsonText.ReadFile(nameOrPath), nameOrPath);
        throw new InputException($"price table '{nameOrPath}': no such table or file; did you mean " +
            $"{Spelling.Nearest(nameOrPath, Names)}? Tables are {string.Join(", ", Names)}");
    }

    /// <summary>Reads and checks a table; errors name the file `source` and the key.</summary>
    public static PriceTable Parse(string json, string source) => PriceTableFile.Parse(json, source);

    /// <summary>The table with another figure in an entry that has that figure.</summary>
    public PriceTable With(string key, PriceFigure figure, decimal value) => new(Name, Description,
        [.. Entries.Select(entry => entry.Key == key ? KeyValuePair.Create(key, entry.Value.With(figure, value)) : entry)]);
}
