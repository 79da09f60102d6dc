using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Sweeps;

public sealed class SweepCommandTests : IDisposable
{
    private const string Network = "4C3-MP2-10SSE";
    private static readonly string[] small =
        ["sweep", "--network", Network, "--batch", "4", "--chip", "edge", "--grid", "array=4x4,8x8 macBits=2,8 dram=lpddr4-3200,hbm2"];
    private static readonly string[] tables = ["points.csv", "layers.csv", "counts.csv"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Out => folder.File("sweep");

    private static string[] Tables(string folder) => [.. tables.Select(name => File.ReadAllText(Path.Combine(folder, name)))];

    private static List<Dictionary<string, string>> Rows(string csv)
    {
        string[] lines = csv.TrimEnd('\n').Split('\n'), header = lines[0].Split(',');
        return [.. lines[1..].Select(line => header.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    [Fact]
    public void Ten_random_points_take_the_cycles_and_counts_of_a_training_step()
    {
        Cli.Good("sweep", "--network", "digits-cnn", "--batch", "8", "--samples", "latin:10", "--seed", "5", "--out", Out, "--grid",
            "rows=4..24 cols=4..24 macBits=2,4,8 scratchpad.banks=4..16 vector.lanes=4..64:log dma.pages=2..8 " +
            "clockMegahertz=200,500,1000 dram=lpddr3-1333,lpddr4-3200,hbm2 bits=2-8-8-8,3-8-12-9 errorPass=spill,recompute");
        var points = Rows(Tables(Out)[0]);
        var counts = Rows(Tables(Out)[2]);
        Assert.Equal(10, points.Count);
        Assert.All(points, point => Assert.Equal("valid", point["status"]));
        string[] keys = ["rows", "cols", "macBits", "scratchpad.banks", "vector.lanes", "dma.pages", "clockMegahertz", "dram"];
        foreach (var point in points)
        {
            string json = folder.File("run.json");
            Cli.Good(["train", "--network", "digits-cnn", "--limit", "8", "--test-limit", "1", "--batch", "8", "--epochs", "1",
                "--check", "0", "--chip", "base", "--bits", point["bits"], "--error-pass", point["errorPass"], "--json", json,
                .. keys.SelectMany(key => (string[])["--set", $"{key}={point[key]}"])]);
            var run = Cli.Json(json);
            Assert.Equal(run.GetProperty("cycles").GetInt64(), long.Parse(point["cycles"]));
            Assert.Equal(run.GetProperty("macs").GetInt64(), long.Parse(point["macs"]));
            Assert.Equal(run.GetProperty("chipSeconds").GetDouble(), double.Parse(point["seconds"]));
            Assert.Equal(run.GetProperty("utilization").GetDouble(), double.Parse(point["utilization"]));
            var whole = counts.Where(row => row["point"] == point["point"] && row["layer"] == "")
                .ToDictionary(row => row["name"], row => row["count"]);
            foreach (var activity in run.GetProperty("activity").EnumerateObject())
                Assert.Equal(activity.Value.GetInt64(), long.Parse(whole.GetValueOrDefault(activity.Name, "0")));
            foreach (var stall in run.GetProperty("stalls").EnumerateObject())
                Assert.Equal(stall.Value.GetInt64(), long.Parse(point.GetValueOrDefault($"cycles.{stall.Name}", "0")));
        }
    }

    [Fact]
    public void What_normalisations_save_is_swept()
    {
        string[] line =
            ["sweep", "--network", "8C3-R8-R8-R12/2-GAP-4CE", "--batch", "32", "--grid", "scheme=wageubn saved=spill,recompute"];
        Cli.Good([.. line, "--out", Out]);
        var (spill, again) = (Rows(Tables(Out)[0])[0], Rows(Tables(Out)[0])[1]);
        Assert.Equal(("spill", "recompute"), (spill["saved"], again["saved"]));
        Assert.True(long.Parse(again["cycles"]) > long.Parse(spill["cycles"]));
        Assert.True(long.Parse(again["dram_bytes"]) < long.Parse(spill["dram_bytes"]));
    }

    [Fact]
    public void Options_of_WAGEUBN_are_parameters_like_any_other()
    {
        Cli.Good("sweep", "--scheme", "wageubn", "--network", "4C3-R4-GAP-10CE", "--batch", "4", "--chip", "edge", "--out", Out,
            "--grid", "activationClip=255,none,17384 runningShift=7,16");
        var points = Rows(Tables(Out)[0]);
        Assert.Equal(["valid", "invalid", "valid", "invalid", "invalid", "invalid"], points.Select(point => point["status"]));
        Assert.Equal("runningShift=16: a whole number 1..15 is expected", points[1]["reason"].Trim('"'));
        // Codes of one byte take fewer passes of the arrays than those of two, for the same MACs.
        Assert.True(long.Parse(points[0]["pe_products"]) < long.Parse(points[2]["pe_products"]));
        Assert.Equal(points[0]["macs"], points[2]["macs"]);
        string json = folder.File("c.json"), program = folder.File("p.wsp");
        Cli.Good("compile", "--scheme", "wageubn", "--network", "4C3-R4-GAP-10CE", "--batch", "4", "--activation-clip", "255",
            "--running-shift", "7", "--out", program);
        Cli.Good("run", program, "--no-data", "--json", json);
        Assert.Equal(Cli.Json(json).GetProperty("cycles").GetInt64(), long.Parse(points[0]["cycles"]));
    }

    [Fact]
    public void Layers_and_states_of_a_point_sum_to_it()
    {
        Cli.Good([.. small, "--out", Out]);
        var points = Rows(Tables(Out)[0]);
        var layers = Rows(Tables(Out)[1]).ToLookup(row => row["point"]);
        Assert.Equal(8, points.Count);
        foreach (var point in points)
        {
            var states = point.Keys.Where(key => key.StartsWith("cycles.", StringComparison.Ordinal));
            foreach (string sum in (string[])["cycles", "macs", "pe_products", .. states])
                Assert.Equal(long.Parse(point[sum]), layers[point["point"]].Sum(layer => long.Parse(layer[sum])));
            Assert.Equal(decimal.Parse(point["energy_pj"]), layers[point["point"]].Sum(layer => decimal.Parse(layer["energy_pj"])));
            foreach (string total in (string[])["energy_pj", "area_um2"])
                Assert.Equal(decimal.Parse(point[total]),
                    Of(point, total).Sum(decimal.Parse));
            foreach (string unit in (string[])["array0", "load", "store", "vector", "sequencer"])
                Assert.Equal(long.Parse(point["cycles"]), Of(point, $"cycles.{unit}").Sum(long.Parse));
        }

        static IEnumerable<string> Of(Dictionary<string, string> point, string part) =>
            point.Where(cell => cell.Key.StartsWith($"{part}.", StringComparison.Ordinal)).Select(cell => cell.Value);
    }

    [Fact]
    public void Tables_do_not_depend_on_the_number_of_workers()
    {
        Cli.Good([.. small, "--out", Out, "--workers", "1"]);
        Cli.Good([.. small, "--out", folder.File("other"), "--workers", "3"]);
        Assert.Equal(Tables(Out), Tables(folder.File("other")));
        Cli.Good("export", Out, "--csv", "--out", folder.File("exported"));
        Assert.Equal(Tables(Out), Tables(folder.File("exported")));
    }

    [Fact]
    public async Task A_sweep_killed_again_and_again_ends_as_an_uninterrupted_one_and_repeats_no_point()
    {
        string[] command = ["sweep", "--network", "mnist-lenet", "--batch", "8", "--chip", "edge", "--workers", "2",
            "--grid", "array=4x4,8x8,16x16,5x9,32x8 macBits=2,8 dram=lpddr4-3200,hbm2"];
        Cli.Good([.. command, "--out", folder.File("reference")]);
        int kills = 0, resumed = 0, done = 0;
        for (int attempt = 0; attempt < 40 && kills < 4; attempt++)
        {
            using var process = ChildProgram.Start([.. command, "--out", Out]);
            var output = process.StandardOutput.ReadToEndAsync();
            int before = Finished();
            while (!process.HasExited && Finished() < before + 2) Thread.Sleep(2);
            if (!process.HasExited)
            {
                process.Kill(); // SIGKILL
                await process.WaitForExitAsync();
                kills++;
            }
            if ((await output).Contains("of them finished before", StringComparison.Ordinal)) resumed++;
            Assert.True(Finished() >= done);
            done = Finished();
            if (done == 20) break;
        }
        var last = Cli.Good([.. command, "--out", Out, "--json", folder.File("s.json")]);
        Assert.Equal(20 - done, Cli.Json(folder.File("s.json")).GetProperty("pointsRun").GetInt32());
        Assert.Contains("sweep    20 points", last.Out);
        Assert.Equal(Tables(folder.File("reference")), Tables(Out));
        Assert.True(kills > 0 && resumed >= kills - 1, $"{kills} kills, {resumed} resumed");
        // Points are not run again, and their tables stay.
        Cli.Good([.. command, "--out", Out, "--json", folder.File("s.json")]);
        var again = Cli.Json(folder.File("s.json"));
        Assert.Equal((0, 20), (again.GetProperty("pointsRun").GetInt32(), again.GetProperty("points").GetInt32()));

        int Finished()
        {
            string path = Path.Combine(Out, "sweep.db");
            if (!File.Exists(path)) return 0;
            using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var query = connection.CreateCommand();
            query.CommandText = "SELECT count(*) FROM point";
            return Convert.ToInt32(query.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void Points_that_cannot_be_are_listed_with_the_reason()
    {
        string json = folder.File("s.json");
        Cli.Good("sweep", "--network", $"{Network},999FC-10SSE-bad", "--batch", "4", "--chip", "edge", "--out", Out, "--json", json,
            "--grid", "rows=8,300 scratchpad.bankKiB=1,16 dram=hbm2,hbm3", "--constraint", "sram < 200 KiB", "--constraint", "time < 1 ns");
        var result = Cli.Json(json);
        var reasons = result.GetProperty("reasons").EnumerateArray().ToList();
        Assert.Equal((1, 15, 1), (Number("points"), Number("invalid"), Number("outside")));
        Assert.Equal(16, reasons.Count);
        Assert.Contains(reasons, reason => Text(reason) == "--set rows=300: rows: 300 is outside 1..256");
        Assert.Contains(reasons, reason =>
            Text(reason).StartsWith("--set dram=hbm3: dram: unknown set 'hbm3'; did you mean hbm2?", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => Text(reason) == "sram < 200 KiB: sram is 384 KiB");
        Assert.Contains(reasons, reason => Text(reason).StartsWith("time < 1 ns: time is ", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => Text(reason).Contains("bad", StringComparison.Ordinal));
        Assert.All(Rows(Tables(Out)[0].Replace("\"", "")), row => Assert.Equal(row["status"] == "valid", row["reason"] == ""));

        int Number(string key) => result.GetProperty(key).GetInt32();

        static string Text(JsonElement reason) => reason.GetProperty("reason").GetString()!;
    }

    [Fact]
    public void A_point_that_its_price_table_has_no_price_for_is_invalid_and_the_others_are_run()
    {
        Cli.Good("sweep", "--network", Network, "--batch", "4", "--chip", "edge", "--out", Out, "--prices", "paper,synthesised",
            "--grid", "dram=hbm2,lpddr4-3200");
        Assert.Equal(["valid", "valid", "valid", "invalid"],
            Rows(Tables(Out)[0]).OrderBy(row => row["dram"]).ThenBy(row => row["prices"]).Select(row => row["status"]));
        Assert.Contains("DRAM lpddr4-3200: currents are missing; price table synthesised prices DRAM by them", Tables(Out)[0]);
    }

    [Fact]
    public void An_epoch_is_its_steps_and_inference_is_forward_only()
    {
        string[] command = ["sweep", "--network", Network, "--batch", "4", "--chip", "edge", "--grid", "rows=8"];
        Cli.Good([.. command, "--out", folder.File("step")]);
        Cli.Good([.. command, "--out", folder.File("epoch"), "--work", "epoch", "--images", "103"]);
        Cli.Good([.. command, "--out", folder.File("inference"), "--work", "inference"]);
        long Cycles(string name) => long.Parse(Rows(Tables(folder.File(name))[0])[0]["cycles"]);
        Assert.Equal(25 * Cycles("step"), Cycles("epoch"));
        Assert.Equal(["forward"], Rows(Tables(folder.File("inference"))[1]).Select(row => row["phase"]).Distinct());
        Assert.True(Cycles("inference") < Cycles("step"));
    }

    [Fact]
    public void Points_that_differ_in_nothing_that_takes_time_share_it()
    {
        Cli.Good("sweep", "--network", Network, "--batch", "4", "--chip", "edge", "--out", Out, "--grid", "dram.source=a,b dram.name=x,y");
        Assert.Single(Rows(Tables(Out)[0]).Select(row => row["cycles"]).Distinct());
        Assert.Equal(4, Rows(Tables(Out)[0]).Count);
    }

    [Fact]
    public void What_is_no_sweep_is_refused()
    {
        Assert.Equal("sweep: --network or --topology is missing", Cli.Refused("sweep", "--grid", "rows=8", "--out", Out));
        Assert.Equal("sweep: --out is missing", Cli.Refused("sweep", "--network", Network, "--grid", "rows=8"));
        Assert.Equal("sweep: nothing is varied; --grid KEY=VALUE,VALUE… or a sweep file with grid or points is expected",
            Cli.Refused("sweep", "--network", Network, "--out", Out));
        Assert.Equal("--grid: 'scratchpad.bnks': unknown parameter; did you mean scratchpad.banks?",
            Cli.Refused("sweep", "--network", Network, "--grid", "scratchpad.bnks=8", "--out", Out));
        Assert.Equal("--grid: is empty; KEY=VALUE,VALUE… is expected, such as array=8x8,16x16",
            Cli.Refused("sweep", "--network", Network, "--grid", " ", "--out", Out));
        Assert.Equal("--samples: 'random': random:N or latin:N is expected, N from 1 to 100000",
            Cli.Refused("sweep", "--network", Network, "--grid", "rows=8", "--samples", "random", "--out", Out));
        Assert.Equal("--work: 'stpe' is unknown; did you mean step? It is one of step, epoch, inference",
            Cli.Refused("sweep", "--network", Network, "--grid", "rows=8", "--work", "stpe", "--out", Out));
        Assert.Equal("--seed: is for --samples",
            Cli.Refused("sweep", "--network", Network, "--grid", "rows=8", "--seed", "2", "--out", Out));
        Assert.Equal("none.json: does not exist", Cli.Refused("sweep", "none.json", "--out", Out));
        Assert.False(Directory.Exists(Out));
    }
}
