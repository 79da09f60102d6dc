using System.Text.RegularExpressions;
using WageSim.Reports;
using WageSim.Sweeps;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Sweeps;

public sealed class ParetoTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static SweepPoint Point(int number, long cycles, decimal energy, decimal area, string network = "a") => new()
    {
        Point = number, Status = SweepStatus.Valid, Parameters = [new("network", network)],
        Figures = new()
        {
            Chip = "", Instructions = 1, DramBytes = 1, Cycles = cycles, Seconds = cycles, Macs = 1, PeProducts = 1, Utilization = 0,
            EnergyPicojoules = energy, AreaSquareMicrons = area, EnergyDelay = 0, EnergyComponents = new Dictionary<string, decimal>(),
            AreaComponents = new Dictionary<string, decimal>(), Layers = [], States = new Dictionary<string, long>(),
            Activity = new Dictionary<string, long>(), Dram = new Dictionary<string, long>(),
        },
    };

    private static readonly FigureOfMerit[] three = [FigureOfMerit.Time, FigureOfMerit.Energy, FigureOfMerit.Area];

    [Fact]
    public void Of_random_points_the_front_is_what_no_other_is_better_than_by_definition()
    {
        var random = new Random(1);
        for (int round = 0; round < 50; round++)
        {
            // Few values, so that many are equal in one figure or in all.
            SweepPoint[] points = [.. Enumerable.Range(1, 60)
                .Select(i => Point(i, random.Next(1, 8), random.Next(1, 8), random.Next(1, 8), random.Next(2) == 0 ? "a" : "b"))];
            var expected = points.Where(point => !points.Any(other =>
                other.Parameters[0].Value == point.Parameters[0].Value
                && other.Figures!.Cycles <= point.Figures!.Cycles && other.Figures.EnergyPicojoules <= point.Figures.EnergyPicojoules
                && other.Figures.AreaSquareMicrons <= point.Figures.AreaSquareMicrons
                && (other.Figures.Cycles, other.Figures.EnergyPicojoules, other.Figures.AreaSquareMicrons)
                    != (point.Figures.Cycles, point.Figures.EnergyPicojoules, point.Figures.AreaSquareMicrons)));
            Assert.Equal(expected.Select(point => point.Point), ParetoFront.Of(points, three).Select(point => point.Point));
        }
    }

    [Fact]
    public void Points_at_other_prices_are_not_compared()
    {
        SweepPoint[] points = [.. new[] { (1, 9, "paper"), (2, 1, "synthesised") }.Select(entry =>
            Point(entry.Item1, 1, entry.Item2, 1) with { Parameters = [new("network", "a"), new("prices", entry.Item3)] })];
        Assert.Equal([1, 2], ParetoFront.Of(points, three).Select(point => point.Point));
    }

    [Fact]
    public void Points_that_are_invalid_or_outside_are_in_no_front()
    {
        SweepPoint[] points = [Point(1, 9, 9, 9), Point(2, 1, 1, 1) with { Status = SweepStatus.Outside }];
        Assert.Equal([1], ParetoFront.Of(points, three).Select(point => point.Point));
    }

    [Fact]
    public void The_command_prints_the_front_and_writes_it()
    {
        string sweep = folder.File("sweep"), csv = folder.File("front.csv"), json = folder.File("front.json");
        Cli.Good("sweep", "--network", "4C3-MP2-10SSE", "--batch", "4", "--chip", "edge", "--out", sweep,
            "--grid", "array=4x4,8x8,16x16 macBits=2,8");
        var printed = Cli.Good("pareto", sweep, "--objectives", "cycles", "--csv", csv, "--json", json);
        string[] rows = File.ReadAllLines(csv);
        Assert.Equal("point,network,batch,chip,array,macBits,cycles", rows[0]);
        long least = File.ReadAllLines(Path.Combine(sweep, "points.csv"))[1..].Select(row => row.Split(',')).Min(row => long.Parse(row[8]));
        Assert.All(rows[1..], row => Assert.EndsWith($",{least}", row));
        Assert.Equal(6, Cli.Json(json).GetProperty("points").GetInt32());
        Assert.Equal(rows.Length - 1, Cli.Json(json).GetProperty("front").GetArrayLength());
        Assert.Contains("are not bettered in cycles", printed.Out);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Equal("--objectives: 'tme' is unknown; did you mean time? " +
            "Objectives are time, energy, area, edp, power, cycles, utilization",
            Cli.Refused("pareto", folder.Path, "--objectives", "tme"));
        Assert.Equal("--objectives: 'time,time': one is given twice", Cli.Refused("pareto", folder.Path, "--objectives", "time,time"));
        Assert.StartsWith($"{folder.Path}: has no sweep: sweep.db is missing", Cli.Refused("pareto", folder.Path));
        Assert.Equal($"{folder.Path}/none: the folder does not exist", Cli.Refused("pareto", $"{folder.Path}/none"));
        Assert.Equal("explain: --point is missing", Cli.Refused("explain", folder.Path));
    }

    [Fact]
    public void Neighbours_are_measured_as_a_sweep_measures_them()
    {
        string sweep = folder.File("sweep"), json = folder.File("explain.json");
        Cli.Good("sweep", "--network", "4C3-MP2-10SSE", "--batch", "4", "--chip", "edge", "--out", sweep,
            "--grid", "rows=4,8,300 macBits=4");
        var printed = Cli.Good("explain", sweep, "--point", "2", "--json", json);
        Assert.Contains("where the cycles go", printed.Out);
        var changes = Cli.Json(json).GetProperty("changes").EnumerateArray()
            .ToDictionary(change => change.GetProperty("change").GetString()!);
        string[][] rows = [.. File.ReadAllLines(Path.Combine(sweep, "points.csv"))[1..].Select(row => row.Split(','))];
        long four = long.Parse(rows[0][8]), eight = long.Parse(rows[1][8]);
        Assert.Equal(four, changes["rows 8 → 4"].GetProperty("cycles").GetInt64());
        Assert.Equal(1 - (double)four / eight, changes["rows 8 → 4"].GetProperty("timeGain").GetDouble(), 12);
        string[] expected = ["rows", "cols", "macBits", "arrays", "scratchpad.banks", "scratchpad.portBits", "accumulator.banks",
            "accumulator.portBits", "vector.lanes", "dma.pages", "dma.pageBytes", "sequencer.queueDepth", "clockMegahertz", "dram"];
        Assert.Empty(expected.Except(changes.Values.Select(change => change.GetProperty("key").GetString()!)));
        Assert.Equal(changes.Values.Max(change => change.GetProperty("timeGain").GetDouble()),
            Cli.Json(json).GetProperty("best").GetProperty("timeGain").GetDouble());
        Assert.Equal("--point: 3 is invalid: --set rows=300: rows: 300 is outside 1..256", Cli.Refused("explain", sweep, "--point", "3"));
        Assert.StartsWith("--point: 9 is not there, or not finished", Cli.Refused("explain", sweep, "--point", "9"));
    }

    [Fact]
    public void The_page_is_self_contained_and_every_mark_leads_to_a_point_of_it()
    {
        string sweep = folder.File("sweep"), page = folder.File("page.html");
        Cli.Good("sweep", "--network", "4C3-MP2-10SSE", "--batch", "4,8", "--chip", "edge", "--out", sweep,
            "--grid", "array=4x4,8x8,8x16,300x8 macBits=2,8", "--constraint", "cycles < 1000000");
        Cli.Good("pareto", sweep, "--out", page);
        string html = File.ReadAllText(page);
        foreach (string outside in (string[])["http:", "https:", "src=", "@import", "url("])
            Assert.DoesNotContain(outside, html.Replace("http://www.w3.org/2000/svg", ""));
        var anchors = Regex.Matches(html, "<details class=\"point\" id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(Enumerable.Range(1, 16).Where(number => (number - 1) % 8 < 6).Select(number => $"point-{number}"), anchors);
        var links = Regex.Matches(html, "href=\"#(point-[0-9]+)\"").Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Equal(anchors.Order(), links.Order());
        string[] ids = [.. Regex.Matches(html, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        // Two batches are two fronts, and the chips of one are not compared with the other's.
        foreach (string title in (string[])["Pareto front: network=4C3-MP2-10SSE batch=4", "Pareto front: network=4C3-MP2-10SSE batch=8",
            "Best time by rows and columns", "Effect of macBits"])
            Assert.Contains(title, html);
        Assert.DoesNotContain("NaN", html);
    }

    [Fact]
    public void Shares_of_zeros_are_those_of_a_run_of_the_same_network()
    {
        string run = folder.File("run.json"), sweep = folder.File("sweep");
        Cli.Good("train", "--network", "4C3-MP2-10SSE", "--limit", "8", "--test-limit", "1", "--batch", "4", "--epochs", "1",
            "--zeros", "all", "--json", run);
        string[] command = ["sweep", "--batch", "4", "--chip", "edge", "--grid", "rows=8", "--densities", run, "--out", sweep];
        Cli.Good([.. command, "--network", "4C3-MP2-10SSE"]);
        var measured = Densities.Read(run);
        foreach (var layer in Cli.Json(run).GetProperty("zeros").GetProperty("layers").EnumerateArray())
        {
            long products = layer.GetProperty("peProducts").GetInt64(), zeros = layer.GetProperty("zeroProducts").GetInt64();
            string name = layer.GetProperty("name").GetString()!, phase = layer.GetProperty("phase").GetString()!;
            Assert.Equal(zeros, measured.Zeros(name, phase, products));
            Assert.Equal(7 * zeros, measured.Zeros(name, phase, 7 * products));
        }
        Assert.Equal(0, measured.Zeros("none", "forward", 100));
        string other = folder.File("other"), json = folder.File("s.json");
        Cli.Good("sweep", "--network", "5C3-10SSE", "--batch", "4", "--grid", "rows=8", "--densities", run, "--out", other,
            "--json", json);
        Assert.Equal(1, Cli.Json(json).GetProperty("invalid").GetInt32());
        File.WriteAllText(run, "{}");
        Assert.Equal($"--densities: {run} is not the result of a run", Cli.Refused([.. command, "--network", "4C3-MP2-10SSE"]));
    }
}
