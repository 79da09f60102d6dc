using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

/// <summary>Points of a sweep of the CIFAR-10 VGG, drawn anew in every run, beside training steps with data.</summary>
public sealed class VggSweepTests : IDisposable
{
    private const int Record = 3073;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Images(int count)
    {
        var random = new Random(count);
        foreach (string name in Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Append("test_batch.bin"))
        {
            byte[] bytes = new byte[(count + 4) / 5 * Record];
            random.NextBytes(bytes);
            for (int at = 0; at < bytes.Length; at += Record) bytes[at] = (byte)random.Next(10);
            File.WriteAllBytes(folder.File(name), bytes);
        }
        return $"cifar10:{folder.Path}";
    }

    [Fact]
    public void Ten_random_points_are_training_steps_of_a_batch_of_one() => Compare(1, 10);

    [SlowTheory, InlineData(128)]
    public void Ten_random_points_are_training_steps_of_the_paper_s_batch(int batch) => Compare(batch, 10);

    private void Compare(int batch, int points)
    {
        string sweep = folder.File("sweep"), json = folder.File("run.json"), data = Images(batch);
        int seed = Random.Shared.Next();
        string[] keys = ["rows", "cols", "macBits", "scratchpad.banks", "accumulator.banks", "vector.lanes", "dma.pages", "dram"];
        Cli.Good("sweep", "--network", "cifar10-vgg", "--batch", $"{batch}", "--samples", $"random:{2 * points}", "--seed", $"{seed}",
            "--out", sweep, "--grid", "rows=8..64:8 cols=8..64:8 macBits=2,4,8 scratchpad.banks=8,16,32 accumulator.banks=2,4,8 " +
            "vector.lanes=8..128:x2 dma.pages=2..8 dram=lpddr3-1333,lpddr4-3200,hbm2");
        var rows = Rows(Path.Combine(sweep, "points.csv"));
        var layers = Rows(Path.Combine(sweep, "layers.csv")).ToLookup(row => row["point"]);
        var counts = Rows(Path.Combine(sweep, "counts.csv")).ToLookup(row => (row["point"], row["layer"], row["phase"]));
        // Some of the chips are too small for the network.
        Assert.Equal(2 * points, rows.Count);
        var valid = rows.Where(row => row["status"] == "valid").Take(points).ToList();
        Assert.True(valid.Count == points, $"seed {seed}: only {valid.Count} of {2 * points} points are valid");
        foreach (var point in valid)
        {
            string which = $"seed {seed}, point {point["point"]}: ";
            Cli.Good(["train", "--network", "cifar10-vgg", "--data", data, "--limit", $"{batch}",
            "--test-limit", "1", "--batch", $"{batch}",
                "--epochs", "1", "--check", "0", "--chip", "base", "--json", json,
                .. keys.SelectMany(key => (string[])["--set", $"{key}={point[key]}"])]);
            var run = Cli.Json(json);
            Assert.Equal(1, run.GetProperty("steps").GetInt64());
            Same("cycles", run.GetProperty("cycles").GetInt64(), point["cycles"]);
            Same("macs", run.GetProperty("macs").GetInt64(), point["macs"]);
            foreach (var stall in run.GetProperty("stalls").EnumerateObject())
                Same(stall.Name, stall.Value.GetInt64(), point.GetValueOrDefault($"cycles.{stall.Name}", "0"));
            Assert.True(run.GetProperty("energyPicojoules").GetDecimal() == decimal.Parse(point["energy_pj"]), which + "energy");
            Counts("", "", run.GetProperty("activity"));
            var each = run.GetProperty("layers").EnumerateArray().ToList();
            Assert.Equal(each.Count, layers[point["point"]].Count());
            foreach (var (layer, row) in each.Zip(layers[point["point"]]))
            {
                Assert.Equal((row["layer"], row["phase"]), (layer.GetProperty("name").GetString(), layer.GetProperty("phase").GetString()));
                Same(row["layer"], layer.GetProperty("cycles").GetInt64(), row["cycles"]);
                Counts(row["layer"], row["phase"], layer.GetProperty("activity"));
            }

            void Same(string what, long trained, string swept) =>
                Assert.True(trained == long.Parse(swept), $"{which}{what}: {trained} in training, {swept} in the sweep");

            void Counts(string layer, string phase, System.Text.Json.JsonElement activity)
            {
                var known = counts[(point["point"], layer, phase)].ToDictionary(row => row["name"], row => row["count"]);
                foreach (var count in activity.EnumerateObject())
                    Same($"{layer} {phase} {count.Name}", count.Value.GetInt64(), known.GetValueOrDefault(count.Name, "0"));
            }
        }
    }

    private static List<Dictionary<string, string>> Rows(string path)
    {
        string[][] lines = [.. File.ReadAllLines(path).Select(line => line.Split(','))];
        return [.. lines[1..].Select(line => lines[0].Zip(line).ToDictionary(cell => cell.First, cell => cell.Second))];
    }
}
