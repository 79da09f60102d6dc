using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Reports.RunReports;

/// <summary>Prices on a report's page, and what follows from them for other number formats.</summary>
public sealed class ReportPricesTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    private WrittenReport Report(params string[] of)
    {
        string folder = runs.New();
        Cli.Good(["report", .. of, "--out", folder]);
        return new(folder);
    }

    [Fact]
    public void One_MAC_is_shown_with_both_sums_beside_the_paper_s_claim()
    {
        var report = Report(runs.First);
        var rows = report.Rows("floating-point-macs").ToDictionary(row => (string)row["mac"]!);
        Assert.Equal(["INT8, 32-bit sum", "INT8, 8-bit sum", "FP16", "FP32"], rows.Keys);
        Assert.Equal([0.3m, 0.23m, 1.5m, 4.6m], rows.Values.Select(row => (decimal)row["energy"]!));
        Assert.Equal([419m, 318m, 3000m, 11884m], rows.Values.Select(row => (decimal)row["area"]!));
        foreach (var format in FinishedRuns.Result(runs.First).FloatingPoint.Where(one => one.Bits > 8))
        {
            Assert.Equal(format.MacEnergyRatio, Ratio("energyRatio"));
            Assert.Equal(format.NarrowMacEnergyRatio, Ratio("narrowEnergyRatio"));
            Assert.Equal(format.MacAreaRatio, Ratio("areaRatio"));
            Assert.Equal(format.NarrowMacAreaRatio, Ratio("narrowAreaRatio"));

            decimal Ratio(string key) => Math.Round((decimal)rows[format.Format][key]!, 6);
        }
        Assert.Contains("A MAC in FP16 takes 5.00× the energy and 7.16× the area of one in INT8 with the 32-bit sum that training needs, " +
            "and 6.52× and 9.43× those of one with an 8-bit sum, all that the paper's table has; the paper says roughly 5×.", report.Html);
    }

    [Fact]
    public void Price_tables_of_one_name_that_differ_are_shown_both_and_with_what_other_sources_say()
    {
        string changed = runs.Copy(), file = Path.Combine(changed, "run.json");
        string text = File.ReadAllText(file), source = FinishedRuns.Result(changed).PriceTable.Entries[0].Source;
        int at = text.IndexOf("\"priceTable\"", StringComparison.Ordinal), from = text.IndexOf(source, at, StringComparison.Ordinal);
        File.WriteAllText(file, text[..from] + "of mine" + text[(from + source.Length)..]);
        var report = Report(runs.First, changed, runs.Second);
        Assert.Equal([source, "of mine"],
            ((string[])["prices-1", "prices-2"]).Select(table => (string)report.Rows(table)[0]["source"]!));
        Assert.DoesNotContain("prices-3", report.Tables);
        Assert.Contains("paper (of A, C): ", report.Html);
        Assert.Contains(report.Rows("prices-1"), row => ((string)row["source"]!).Contains("; others: EIE"));
        Assert.Equal(0.2m, report.JsonColumn("prices-1", "picojoules")[0]);
        Assert.Contains(">0.200 pJ<", report.Html);
    }
}
