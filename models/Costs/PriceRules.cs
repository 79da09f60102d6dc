using System.Globalization;

namespace WageSim.Models.Costs;

/// <summary>How figures for widths and sizes that a table does not have follow from those that it has.</summary>
internal sealed class PriceRules(PriceTable table)
{
    // Beyond it, sums over a run would not fit a decimal with all their digits.
    private const double Largest = 1e9;

    private sealed record Point(string Key, double Size, decimal Value);

    /// <summary>An entry's own figure.</summary>
    public Derived Entry(string key, PriceFigure figure)
    {
        decimal value = table.ByKey[key][figure]!.Value;
        return new(value, [key], Derived.Number(value, figure));
    }

    /// <summary>A multiplier of other widths: in proportion to the product of its operands' widths, the cells of its array.</summary>
    public Derived ProductOfWidths(string key, PriceFigure figure, int bits, int otherBits)
    {
        int own = table.ByKey[key].WidthBits;
        var entry = Entry(key, figure);
        return (bits, otherBits) == (own, own)
            ? entry
            : entry.Times((decimal)(bits * otherBits) / (own * own), $"({bits}×{otherBits})/({own}×{own})");
    }

    /// <summary>A word or adder of another width: in proportion to its bits.</summary>
    public Derived LinearInBits(string key, PriceFigure figure, int bits)
    {
        int own = table.ByKey[key].WidthBits;
        var entry = Entry(key, figure);
        return bits == own ? entry : entry.Times((decimal)bits / own, $"{bits}/{own}");
    }

    /// <summary>An access of some bits to an SRAM of some bytes: power law between sizes, linear in bits.</summary>
    public Derived SramAccess(int bytes, int bits, bool write)
    {
        var macros = Members(Family.Sram, PriceFigure.Picojoules);
        int width = macros[0].Entry.WidthBits;
        var access = PowerLaw(PriceFigure.Picojoules, bytes, "bytes",
            [.. macros.Select(macro => new Point(macro.Key, macro.Entry.Bytes, Own(macro.Entry) * width / macro.Entry.WidthBits))]);
        return bits == width ? access : access.Times((decimal)bits / width, $"{bits}/{width}");

        decimal Own(PriceEntry entry) => (write ? entry.WritePicojoules : null) ?? entry.Picojoules!.Value;
    }

    /// <summary>Area of an SRAM of some bytes: power law between sizes.</summary>
    public Derived SramArea(int bytes) => PowerLaw(PriceFigure.SquareMicrons, bytes, "bytes",
        Points(Family.Sram, PriceFigure.SquareMicrons, entry => entry.Bytes));

    /// <summary>Area of a small memory: the smallest macro that holds it.</summary>
    public Derived NearestLargerSramArea(int bytes)
    {
        var points = Points(Family.Sram, PriceFigure.SquareMicrons, entry => entry.Bytes);
        return points.FirstOrDefault(point => point.Size >= bytes) is { } macro
            ? new(macro.Value, [macro.Key], $"{Derived.Number(macro.Value, PriceFigure.SquareMicrons)} ({macro.Key} for {bytes} bytes)")
            : SramArea(bytes);
    }

    /// <summary>Leakage of an SRAM in mW: by MiB where the table has that, else power law between sizes.</summary>
    public Derived SramLeakage(int bytes) => table.ByKey.ContainsKey("sram.leakage")
        ? Entry("sram.leakage", PriceFigure.Milliwatts).Times((decimal)bytes / (1 << 20), $"{bytes}/{1 << 20}")
        : PowerLaw(PriceFigure.Milliwatts, bytes, "bytes", Points(Family.Sram, PriceFigure.Milliwatts, entry => entry.Bytes));

    /// <summary>Whether the table has whole PEs, with multiplier, adder and registers in one.</summary>
    public bool HasWholePes => Points(Family.Pe, PriceFigure.SquareMicrons, entry => entry.WidthBits).Count > 0;

    /// <summary>A figure of a whole PE: power law between products of widths.</summary>
    public Derived Pe(PriceFigure figure, int bits, int otherBits) => PowerLaw(figure, bits * otherBits, "product of widths",
        Points(Family.Pe, figure, entry => entry.WidthBits * entry.OtherBits));

    // v = v1 · (size/size1)^e through two neighbours; through the first or last two beyond the ends.
    private Derived PowerLaw(PriceFigure figure, int size, string what, IReadOnlyList<Point> points)
    {
        if (points.FirstOrDefault(point => point.Size == size) is { } own)
            return new(own.Value, [own.Key], Derived.Number(own.Value, figure));
        if (points.Count == 1) return Proportional(figure, size, what, points[0], points);
        int next = points.TakeWhile(point => point.Size < size).Count();
        string beyond = next == 0 ? $", extrapolated below {points[0].Key}"
            : next == points.Count ? $", extrapolated beyond {points[^1].Key}" : "";
        int upper = Math.Clamp(next, 1, points.Count - 1);
        var (a, b) = (points[upper - 1], points[upper]);
        // A power law goes through no zero.
        if (a.Value == 0 || b.Value == 0) return Proportional(figure, size, what, a.Value == 0 ? b : a, [a, b]);
        double exponent = Math.Log((double)(b.Value / a.Value)) / Math.Log(b.Size / a.Size);
        double power = (double)a.Value * Math.Pow(size / a.Size, exponent);
        if (!(power <= Largest))
            throw new InputException($"price table {table.Name}: entries.{a.Key} and entries.{b.Key}: " +
                $"too far apart: a power law through both gives more than {Largest:0} at {size} ({what})");
        decimal value = a.Value * (decimal)Math.Pow(size / a.Size, exponent);
        string law = exponent.ToString("0.####", CultureInfo.InvariantCulture);
        return new(value, [a.Key, b.Key], $"{Derived.Number(a.Value, figure)} × ({size}/{a.Size})^{law} " +
            $"({what}; {a.Key} {Derived.Number(a.Value)}, {b.Key} {Derived.Number(b.Value)}{beyond})");
    }

    // In proportion to the size: where one entry is all there is, or its neighbour is free.
    private static Derived Proportional(PriceFigure figure, int size, string what, Point point, IReadOnlyList<Point> between) => new(
        point.Value * size / (decimal)point.Size, [.. between.Select(other => other.Key)],
        $"{Derived.Number(point.Value, figure)} × {size}/{point.Size} ({what}; {point.Key})");

    private IReadOnlyList<Point> Points(string family, PriceFigure figure, Func<PriceEntry, int> size) =>
    [
        .. Members(family, figure).Select(member => new Point(member.Key, size(member.Entry), member.Entry[figure]!.Value))
            .OrderBy(point => point.Size),
    ];

    private IReadOnlyList<(string Key, PriceEntry Entry)> Members(string family, PriceFigure figure) =>
    [
        .. table.Entries.Where(entry => KnownEntry.Find(entry.Key)!.Key == family && entry.Value[figure] is not null)
            .Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Value.Bytes),
    ];
}
