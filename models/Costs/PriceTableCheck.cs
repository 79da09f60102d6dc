using WageSim.Models.Files;

namespace WageSim.Models.Costs;

/// <summary>Whether a table's entries together price a whole chip.</summary>
internal static class PriceTableCheck
{
    private static readonly string[] rowEntries = ["dram.activate", "dram.read", "dram.write"];

    /// <summary>Throws what is missing.</summary>
    public static void Whole(IReadOnlyList<KeyValuePair<string, PriceEntry>> entries, RecordFile file)
    {
        var byKey = entries.ToDictionary();
        foreach (var known in KnownEntry.All.Where(known => !known.IsOptional && !byKey.ContainsKey(known.Key)))
            throw file.Fault($"entries.{known.Key}", $"missing; prices and their source, of one {known.Unit}, are expected");
        Dram(byKey, file);
        Some(Family.Sram, PriceFigure.Picojoules, entry => entry.Bytes);
        Some(Family.Sram, PriceFigure.SquareMicrons, entry => entry.Bytes);
        Some(Family.Pe, PriceFigure.Milliwatts, entry => entry.WidthBits * entry.OtherBits);
        if (!byKey.ContainsKey("sram.leakage")) Some(Family.Sram, PriceFigure.Milliwatts, entry => entry.Bytes);
        var pes = Members(Family.Pe).ToList();
        int figures = pes.Sum(entry => (entry.Value.Picojoules is null ? 0 : 1) + (entry.Value.SquareMicrons is null ? 0 : 1));
        if (figures != 0 && figures != 2 * pes.Count)
            throw file.Fault("entries.pe.SIZE", "some have picojoules and squareMicrons and some not; all or none is expected");
        if (figures != 0) Some(Family.Pe, PriceFigure.Picojoules, entry => entry.WidthBits * entry.OtherBits);

        IEnumerable<KeyValuePair<string, PriceEntry>> Members(string family) =>
            entries.Where(entry => KnownEntry.Find(entry.Key)!.Key == family);

        void Some(string family, PriceFigure figure, Func<PriceEntry, int> size)
        {
            var members = Members(family).Where(entry => entry.Value[figure] is not null).ToList();
            string name = $"{figure}".ToLowerInvariant();
            if (members.Count == 0) throw file.Fault($"entries.{family}SIZE", $"missing; at least one entry with {name} is expected");
            var twice = members.GroupBy(entry => size(entry.Value)).FirstOrDefault(group => group.Count() > 1);
            if (twice is not null)
                throw file.Fault($"entries.{twice.Last().Key}", $"is of the size of {twice.First().Key}, and both have {name}");
        }
    }

    private static void Dram(Dictionary<string, PriceEntry> byKey, RecordFile file)
    {
        var rows = byKey.Keys.Where(key => key.StartsWith("dram.", StringComparison.Ordinal) && key != "dram.access").ToList();
        if (byKey.ContainsKey("dram.access"))
        {
            if (rows.Count > 0) throw file.Fault("entries.dram.access", $"beside {rows[0]}: a flat price, or prices by row, not both");
            return;
        }
        foreach (string key in rowEntries.Where(key => !byKey.ContainsKey(key)))
            throw file.Fault($"entries.{key}", $"missing, and dram.access, too: a flat price, or all of {string.Join(", ", rowEntries)}");
        foreach (string key in rows)
        {
            if ((byKey[key].Picojoules is null) == (byKey[key].TimesCurrents is null))
                throw file.Fault($"entries.{key}", "one of picojoules and timesCurrents is expected");
        }
    }
}
