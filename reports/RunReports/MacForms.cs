using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>One MAC of each number format, of INT8 with both sums: what the paper's claim of about 5 times is about.</summary>
internal static class MacForms
{
    // INT8's 8-bit sum is all that Table 5 of the WAGE paper has; chips need 32 bits.
    private static readonly (string Name, string Multiply, string Add)[] forms =
    [
        ("INT8, 32-bit sum", "int8.multiply", "int32.add"), ("INT8, 8-bit sum", "int8.multiply", "int8.add"),
        ("FP16", "fp16.multiply", "fp16.add"), ("FP32", "fp32.multiply", "fp32.add"),
    ];

    public static Table Of(ReportRun run)
    {
        var prices = run.Result.PriceTable.Entries.GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.First());
        var macs = forms.Select(form => (form, Energy: Sum(form, entry => entry.Picojoules), Area: Sum(form, entry => entry.SquareMicrons)))
            .ToList();
        var (wide, narrow) = (macs[0], macs[1]);
        return new("floating-point-macs", "One MAC by number format",
            "A multiplication and an addition, by the price table; the paper's table has INT8 with the 8-bit sum.",
            [
                new("mac", "MAC", Quantity.Text, "Number format of the operands, and of INT8 the width of the sum."),
                new("multiplyEach", "Multiplication", Quantity.In("pJ"), "Energy of a multiplication."),
                new("addEach", "Addition", Quantity.In("pJ"), "Energy of an addition to the sum."),
                new("energy", "Energy", Quantity.In("pJ"), "Both together."),
                new("energyRatio", "÷ 32-bit sum", Quantity.Ratio, "How many times the energy of INT8's MAC with the 32-bit sum."),
                new("narrowEnergyRatio", "÷ 8-bit sum", Quantity.Ratio, "How many times the energy of INT8's MAC with the 8-bit sum."),
                new("area", "Area", Quantity.Area, "Of multiplier and adder."),
                new("areaRatio", "÷ 32-bit sum", Quantity.Ratio, "How many times the area of INT8's MAC with the 32-bit sum."),
                new("narrowAreaRatio", "÷ 8-bit sum", Quantity.Ratio, "How many times the area of INT8's MAC with the 8-bit sum."),
            ],
            [.. macs.Select(mac => (object?[])
            [
                mac.form.Name, Price(mac.form.Multiply)?.Picojoules, Price(mac.form.Add)?.Picojoules,
                mac.Energy, Ratio(mac.Energy, wide.Energy), Ratio(mac.Energy, narrow.Energy),
                mac.Area, Ratio(mac.Area, wide.Area), Ratio(mac.Area, narrow.Area),
            ])]);

        PriceEntryResult? Price(string key) => prices.GetValueOrDefault(key);

        decimal? Sum((string Name, string Multiply, string Add) form, Func<PriceEntryResult, decimal?> figure) =>
            Price(form.Multiply) is { } multiply && Price(form.Add) is { } add ? figure(multiply) + figure(add) : null;
    }

    private static decimal? Ratio(decimal? value, decimal? of) => of is null or 0 ? null : value / of;
}
