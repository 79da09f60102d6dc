using System.Text.Json;
using WageSim.Models.Hardware;
using WageSim.Reports;
using WageSim.Reports.RunReports;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Reports.Charts;
using WageSim.Tests.Support;

namespace WageSim.Tests.Reports.RunReports;

/// <summary>What a report says agrees with itself, in page, CSV and JSON, and with the run.</summary>
public sealed class ReportTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    private WrittenReport Report(params string[] of)
    {
        string folder = runs.New();
        Cli.Good(["report", .. of, "--out", folder]);
        return new(folder);
    }

    [Fact]
    public void Totals_are_the_sums_of_their_rows_and_those_of_the_run()
    {
        var report = Report(runs.First);
        var run = FinishedRuns.Result(runs.First);
        (string Table, string Column, decimal Total)[] sums =
        [
            ("energy-components", "energy", run.Energy.TotalPicojoules), ("energy-layers", "energy", run.EnergyPicojoules),
            ("energy-parts", "energy", run.EnergyPicojoules), ("cycles-layers", "cycles", run.Cycles), ("layers", "cycles", run.Cycles),
            ("layers", "macs", run.Macs), ("layers", "peProducts", run.PeProducts), ("layers", "energy", run.EnergyPicojoules),
            ("layers", "dramBytes", run.Activity["DramReadByte"] + run.Activity["DramWriteByte"]),
            ("phases", "cycles", run.Cycles), ("phases", "macs", run.Macs), ("phases", "energy", run.EnergyPicojoules),
            ("epochs", "cycles", run.Cycles), ("epochs", "energy", run.EnergyPicojoules), ("epochs", "macs", run.Macs),
            ("stalls-layers", "cycles", run.Cycles), ("stalls-layers", "store.token", run.Stalls["store.token"]),
            ("traffic-layers", "dramRead", run.Activity["DramReadByte"]), ("traffic-layers", "dramWrite", run.Activity["DramWriteByte"]),
            ("traffic-layers", "accumulatorRead", 4 * run.Activity["AccumulatorReadWord"]),
            ("zeros", "zeroProducts", run.Zeros!.ZeroProducts), ("zeros", "peProducts", run.Zeros.PeProducts),
            ("area-components", "area", run.Area.TotalSquareMicrons),
        ];
        foreach (var (table, column, total) in sums)
        {
            foreach (var numbers in (IReadOnlyList<decimal?>[])
                [report.JsonColumn(table, column), report.CsvColumn(table, column), report.HtmlColumn(table, column)])
            {
                Assert.Equal(total, numbers[^1]);
                Assert.Equal(total, numbers.SkipLast(1).Sum());
            }
        }
    }

    [Theory, InlineData("4C3-R4-B3/2-GAP-3CE"), InlineData("4C3-9x(R4)-9x(R4)-GAP-3CE")]
    public void A_step_that_is_only_timed_has_a_page_by_phase_and_block(string network)
    {
        string file = runs.New() + ".json";
        Cli.Good("time", "--network", network, "--chip", "edge", "--batch", "2", "--json", file);
        var run = JsonSerializer.Deserialize<RunResult>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
        long traffic = run.Activity["DramReadByte"] + run.Activity["DramWriteByte"];
        foreach (var report in (WrittenReport[])[Report(file), Report(file, runs.First)])
        {
            bool alone = report.Json["runs"]!.AsArray().Count == 1;
            Assert.Equal(!alone, report.Tables.Contains("epochs"));
            foreach (string table in (string[])["phases", "blocks", "layers"])
            {
                // With its total each row counts twice.
                var rows = report.Rows(table).Where(row => alone || $"{row["run"]}".StartsWith("A: ", StringComparison.Ordinal)).ToList();
                Assert.Equal(run.Cycles, rows.Sum(row => (long)row["cycles"]!) / 2);
                Assert.Equal(run.Macs, rows.Sum(row => (long)row["macs"]!) / 2);
                Assert.Equal(run.PeProducts, rows.Sum(row => (long)row["peProducts"]!) / 2);
                Assert.Equal(traffic, rows.Sum(row => (long)row["dramBytes"]!) / 2);
                Assert.Equal(run.EnergyPicojoules, rows.Sum(row => (decimal)row["energy"]!) / 2);
            }
        }
        var blocks = Report(file).Rows("blocks").Select(row => (string)row["block"]!).ToList();
        Assert.Equal(("4C3", "block 0 (R4)", "3CE"), (blocks[0], blocks[1], blocks[^2]));
        Assert.Contains("block 1 (" + network.Split('-')[2].Replace("9x(", "").Replace(")", "") + "), conv 2",
            Report(file).Rows("layers").Select(row => (string)row["part"]!));
    }

    [Fact]
    public void Page_csv_and_json_have_the_same_numbers()
    {
        foreach (var report in (WrittenReport[])[Report(runs.First), Report(runs.First, runs.Second)])
        {
            foreach (string table in report.Tables)
            {
                var rows = report.Rows(table);
                var lines = report.Csv(table);
                Assert.Equal(rows.Count + 1, lines.Count);
                Assert.Equal(rows.Count, report.Cells(table).Count);
                foreach (var column in report.Json["tables"]![table]!["columns"]!.AsArray().Select(one => (string)one!["key"]!))
                {
                    if (rows.Any(row => row[column] is { } value && value.GetValueKind() != JsonValueKind.Number)) continue;
                    Assert.Equal(report.JsonColumn(table, column), report.CsvColumn(table, column));
                    Assert.Equal(report.JsonColumn(table, column), report.HtmlColumn(table, column));
                }
            }
        }
    }

    [Fact]
    public void The_summary_is_the_run_s()
    {
        var report = Report(runs.First);
        var run = FinishedRuns.Result(runs.First);
        var summary = report.Json["runs"]![0]!["summary"]!;
        Assert.Equal(run.Cycles, (long)summary["cycles"]!);
        Assert.Equal(run.EnergyPicojoules, (decimal)summary["energyPicojoules"]!);
        Assert.Equal(run.Area.TotalSquareMicrons, (decimal)summary["squareMicrons"]!);
        Assert.Equal(run.Epochs[^1].TestError, (double)summary["testError"]!);
        Assert.Equal((double)run.EnergyPicojoules * 1e-12 * run.ChipSeconds, (double)summary["energyDelay"]!, 12);
        Assert.Equal(2.0 * run.Macs / run.ChipSeconds / ((double)run.EnergyPicojoules * 1e-12 / run.ChipSeconds) / 1e12,
            (double)summary["teraopsPerWatt"]!, 9);
        Assert.Equal(run.Activity["DramReadByte"] + run.Activity["DramWriteByte"], (long)summary["dramBytes"]!);
        Assert.Contains($"<b>{run.Cycles:N0}</b>", report.Html);
    }

    [Fact]
    public void Roofline_points_lie_under_their_roofs()
    {
        var report = Report(runs.First, runs.Second);
        var rows = report.Rows("roofline").Where(row => row["roof"] is not null).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.InRange((double)row["ofRoof"]!, 0, 1));
        var chip = ChipFile.Load("tiny", []);
        var run = FinishedRuns.Result(runs.First);
        var layer = run.Layers.First(part => part.PeProducts > 0);
        var point = rows.First(row => (string)row["layer"]! == layer.Name && (string)row["phase"]! == layer.Phase);
        double bytes = layer.Activity["DramReadByte"] + layer.Activity["DramWriteByte"];
        Assert.Equal(layer.PeProducts / bytes, (double)point["productsPerDramByte"]!, 12);
        Assert.Equal((double)layer.PeProducts / layer.Cycles, (double)point["productsPerCycle"]!, 12);
        // Two beats a DRAM clock, as many chip clocks as the DRAM's take.
        double peak = chip.Dram.Channels * chip.Dram.BusBits / 8 * 2 / (chip.Dram.ClockPicoseconds * chip.ClockMegahertz * 1e-6);
        Assert.Equal(bytes / layer.Cycles / peak, (double)point["dramShare"]!, 9);
    }

    [Fact]
    public void Area_that_a_scheme_needs_is_the_run_s_and_stands_beside_the_chip_s()
    {
        var report = Report(runs.First);
        var run = FinishedRuns.Result(runs.First);
        Assert.Equal(run.NeededArea!.Sum(part => part.SquareMicrons),
            (decimal)report.Json["runs"]![0]!["summary"]!["neededSquareMicrons"]!);
        Assert.Equal(run.NeededArea!.Select(part => (decimal?)part.SquareMicrons), report.JsonColumn("area-needed", "area").SkipLast(1));
        Assert.Equal(run.Area.TotalSquareMicrons, report.JsonColumn("area-needed-parts", "onChip")[^1]);
        // Ternary weights and a sum of squares: the chip of 2-bit PEs without what softmax takes.
        Assert.InRange(run.NeededArea!.Sum(part => part.SquareMicrons), 1, run.Area.TotalSquareMicrons - 1);
        Assert.DoesNotContain("schemes", report.Tables);
    }

    [Fact]
    public void Runs_of_different_schemes_stand_side_by_side_with_what_each_was_told()
    {
        string other = runs.Changed(runs.First, result => result with
        {
            Scheme = "niti", LearningRate = null, GradientBits = "5@0,4@1",
            SchemeSettings = new Dictionary<string, string> { ["rounding"] = "nearest-2021", ["loss"] = "fixed-2021" },
            NeededArea = [.. result.NeededArea!.Select(part => part with { SquareMicrons = 2 * part.SquareMicrons })],
        });
        var report = Report(runs.First, other);
        var run = FinishedRuns.Result(runs.First);
        Assert.Contains("All runs have the same network, chip, prices and data, and learn from 144 images.", report.Html);
        var needed = report.Rows("schemes").Single(row => (string)row["measure"]! == "Area that the scheme needs");
        Assert.Equal(2 * (decimal)needed["valueA"]!, (decimal)needed["valueB"]!);
        Assert.Equal(1, (double)needed["changeB"]!, 12);
        var traffic = report.Rows("schemes").Single(row => (string)row["measure"]! == "DRAM traffic");
        Assert.Equal(run.Activity["DramReadByte"] + run.Activity["DramWriteByte"], (long)traffic["valueA"]!);
        var told = report.Rows("schemes-settings").ToDictionary(row => (string)row["key"]!);
        Assert.Equal(("sum of squares", "fixed-2021"), ((string)told["loss"]["valueA"]!, (string)told["loss"]["valueB"]!));
        Assert.Equal((null, "5@0,4@1"), ((string?)told["gradientBits"]["valueA"], (string)told["gradientBits"]["valueB"]!));
        Assert.Equal(["wage", "niti"], new[] { (string)told["scheme"]["valueA"]!, (string)told["scheme"]["valueB"]! });

        string longer = runs.Changed(other, result => result with { Data = "mnist", Batch = 7 });
        Assert.Contains("Not alike in all runs: data, batch. Images learnt from: A 144; B 126.", Report(runs.First, longer).Html);
    }

    [Fact]
    public void Three_schemes_trained_on_one_chip_are_compared_and_what_only_one_has_is_named()
    {
        (string Scheme, string Network)[] asked = [("wage", "4C3-MP2-10SSE"), ("niti", "4C3-MP2-10CE"), ("wageubn", "4C3-R4-GAP-10CE")];
        string[] files = [.. asked.Select(_ => runs.New() + ".json")];
        foreach (var ((scheme, network), file) in asked.Zip(files))
            Cli.Good("train", "--scheme", scheme, "--network", network, "--chip", "edge", "--limit", "16", "--test-limit", "8", "--batch",
                "8", "--epochs", "1", "--check", "0", "--json", file);
        RunResult[] results =
            [.. files.Select(file => JsonSerializer.Deserialize<RunResult>(File.ReadAllText(file), JsonSerializerOptions.Web)!)];
        var report = Report(files);
        Assert.Contains("Not alike in all runs: network. Images learnt from: A 16; B 16; C 16.", report.Html);
        var rows = report.Rows("schemes").ToDictionary(row => (string)row["measure"]!);
        foreach (var (result, letter) in results.Zip("ABC"))
        {
            Assert.Equal(result.Cycles, (long)rows["Cycles"][$"value{letter}"]!);
            Assert.Equal(result.EnergyPicojoules, (decimal)rows["Energy"][$"value{letter}"]!);
            Assert.Equal(result.PeProducts, (long)rows["PE products"][$"value{letter}"]!);
            decimal needed = (decimal)rows["Area that the scheme needs"][$"value{letter}"]!;
            Assert.Equal(result.NeededArea!.Sum(part => part.SquareMicrons), needed);
            Assert.Equal(result.Epochs[0].TestError, (double)rows["Test error"][$"value{letter}"]!);
        }
        var operations = report.Rows("energy-parts").GroupBy(row => $"{row["run"]}"[0]).ToDictionary(run => run.Key,
            run => run.Select(row => $"{row["item"]}").ToHashSet());
        string[] normalising =
            ["square root, a bit", "division, a bit of a quotient", "wide addition, a lane's part", "flag of an operand"];
        Assert.All(normalising, item => Assert.Contains(item, operations['C']));
        Assert.All(normalising, item => Assert.DoesNotContain(item, operations['A'].Concat(operations['B'])));
        Assert.Equal(["C"], report.Rows("phases").Where(row => (string)row["phase"]! == "forward, normalisation")
            .Select(row => $"{row["run"]}"[..1]));
    }

    [Fact]
    public void Results_of_earlier_versions_do_without_needed_areas()
    {
        string old = runs.Changed(runs.First, result => result with { NeededArea = null });
        Assert.DoesNotContain("area-needed", Report(old).Tables);
        Assert.Equal(["area-needed", "area-needed-parts"], Report(old, runs.Second).Tables.Where(table => table.StartsWith("area-needed")));
        string damaged = runs.Changed(runs.First, result => result with { NeededArea = [.. result.NeededArea!.Skip(1)] });
        Assert.Contains("neededArea's onChip come to", Cli.Refused("report", damaged));
    }

    [Fact]
    public void Two_runs_stand_side_by_side_with_their_differences()
    {
        var report = Report(runs.First, runs.Second);
        RunResult a = FinishedRuns.Result(runs.First), b = FinishedRuns.Result(runs.Second);
        var total = report.Rows("energy-components")[^1];
        Assert.Equal(a.EnergyPicojoules, (decimal)total["energyA"]!);
        Assert.Equal(b.EnergyPicojoules, (decimal)total["energyB"]!);
        Assert.Equal(b.EnergyPicojoules - a.EnergyPicojoules, (decimal)total["differenceB"]!);
        Assert.Equal((double)(b.EnergyPicojoules / a.EnergyPicojoules) - 1, (double)total["changeB"]!, 9);
        foreach (var row in report.Rows("cycles-layers").SkipLast(1))
        {
            long? Cycles(RunResult run) =>
                run.Layers.SingleOrDefault(part => part.Name == (string)row["layer"]! && part.Phase == (string)row["phase"]!)?.Cycles;
            Assert.Equal(Cycles(a), (long?)row["cyclesA"]);
            Assert.Equal(Cycles(b) - Cycles(a), (long?)row["differenceB"]);
        }
        Assert.Contains("A: first", report.Html);
        Assert.Contains("B: second-run", report.Html);
    }

    [Fact]
    public void Settings_that_differ_are_marked()
    {
        var report = Report(runs.First, runs.Second);
        foreach (string table in (string[])["settings", "chip"])
        {
            var rows = report.Rows(table);
            var cells = report.Cells(table);
            Assert.Contains(rows, row => (string?)row["valueA"] != (string?)row["valueB"]);
            for (int i = 0; i < rows.Count; i++)
            {
                bool differs = (string?)rows[i]["valueA"] != (string?)rows[i]["valueB"];
                Assert.Equal(differs ? "marked" : null, cells[i][0].Parent!.Attribute("class")?.Value);
            }
        }
        Assert.Equal("2", report.Rows("chip").Single(row => (string)row["key"]! == "macBits")["valueB"]!.GetValue<string>());
    }

    [Fact]
    public void Every_figure_of_real_runs_is_readable()
    {
        foreach (var report in (WrittenReport[])[Report(runs.First), Report(runs.First, runs.Second),
            Report(runs.First, runs.Second, runs.File)])
        {
            Assert.NotEmpty(report.Figures);
            Assert.Equal(report.Json["figures"]!.AsArray().Select(one => Path.Combine(report.Folder, (string)one!["file"]!))
                .Order(StringComparer.Ordinal), report.Figures);
            foreach (string file in report.Figures) new Drawing(File.ReadAllText(file)).IsReadable();
        }
    }

    [Fact]
    public void Every_column_figure_and_field_is_explained()
    {
        foreach (var report in (WrittenReport[])[Report(runs.First), Report(runs.First, runs.Second)])
        {
            Assert.All(report.Json["figures"]!.AsArray(), figure => Assert.NotEqual("", (string)figure!["explanation"]!));
            foreach (string table in report.Tables)
            {
                var columns = report.Json["tables"]![table]!["columns"]!.AsArray();
                Assert.All(columns, column => Assert.EndsWith(".", (string)column!["explanation"]!));
                Assert.Equal(columns.Count, columns.Select(column => (string)column!["key"]!).Distinct().Count());
            }
            foreach (string table in (string[])["settings", "chip"])
                Assert.All(report.Rows(table), row => Assert.True((string)row["meaning"]! != "", (string)row["key"]!));
        }
    }

    [Fact]
    public void The_chip_is_shown_with_all_its_fields()
    {
        var rows = Report(runs.First).Rows("chip").ToDictionary(row => (string)row["key"]!, row => (string)row["value"]!);
        var chip = ChipFile.Load("tiny", []);
        Assert.Equal($"{chip.ClockMegahertz}", rows["clockMegahertz"]);
        Assert.Equal($"{chip.Scratchpad.PortBits}", rows["scratchpad.portBits"]);
        Assert.Equal(chip.Dram.Name, rows["dram.name"]);
        Assert.Equal($"{chip.Dram.TRCD}", rows["dram.tRCD"]);
        Assert.Equal($"{chip.Sequencer.QueueDepth}", rows["sequencer.queueDepth"]);
    }

    [Fact]
    public void As_many_runs_as_a_page_compares_have_colours_of_their_own()
    {
        Assert.True(RunSet.Most <= WageSim.Reports.Charts.Palette.Light.Count);
        Assert.Equal('H', RunSet.Letter(RunSet.Most - 1));
    }
}
