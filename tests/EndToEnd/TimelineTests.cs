using System.Text.Json;
using WageSim.Reports;
using WageSim.Runs;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

/// <summary>The timeline that a run leaves in its folder says what its result says, over time.</summary>
public sealed class TimelineTests
{
    [Theory]
    [InlineData("tiny")]
    [InlineData("wide")]
    public void A_runs_timeline_sums_to_its_result(string chip)
    {
        using var folder = new TemporaryFolder();
        string run = folder.File("run");
        var settings = new TrainSettings
        {
            Network = "4C3-MP2-8FC-10SSE", Chip = chip, Limit = 24, TestLimit = 10, Batch = 8, Epochs = 1, Check = 0, Out = run,
        };
        Assert.Equal(0, TrainingRun.Execute(settings, null, default));
        var result = Read<RunResult>(Path.Combine(run, "run.json"));
        string file = Path.Combine(run, "timeline.json");
        var timeline = Read<TimelineResult>(file);

        Assert.Equal((TimelineResult.CurrentVersion, chip, 8), (timeline.Version, timeline.Chip, timeline.Batch));
        Assert.Equal(result.Cycles, timeline.Cycles * result.Steps);
        Assert.InRange(timeline.Buckets, 250, 500);
        Assert.InRange(timeline.Cycles, (timeline.Buckets - 1) * timeline.BucketCycles + 1, timeline.Buckets * timeline.BucketCycles);
        Assert.InRange(new FileInfo(file).Length, 1, 1_000_000);

        Assert.Equal((0, timeline.Cycles), (timeline.Spans[0].Start, timeline.Spans[^1].End));
        Assert.Equal(timeline.Spans.Skip(1).Select(span => span.Start), timeline.Spans.SkipLast(1).Select(span => span.End));
        foreach (var layer in result.Layers)
            Assert.Equal(
                layer.Cycles,
                result.Steps * timeline.Spans.Where(s => (s.Layer, s.Phase) == (layer.Name, layer.Phase)).Sum(s => s.End - s.Start));

        foreach (var unit in timeline.Units)
        {
            var sums = Enumerable.Range(0, timeline.Buckets).Select(bucket => unit.States.Values.Sum(cycles => cycles[bucket])).ToList();
            Assert.All(sums.SkipLast(1), sum => Assert.Equal(timeline.BucketCycles, sum));
            Assert.Equal(timeline.Cycles, sums.Sum());
        }
        foreach (var (name, cycles) in result.Stalls)
        {
            var unit = timeline.Units.Single(unit => unit.Unit == name.Split('.')[0]);
            Assert.Equal(cycles, result.Steps * (unit.States.TryGetValue(name.Split('.')[1], out var told) ? told.Sum() : 0));
        }
        Assert.Equal(result.PeProducts, result.Steps * timeline.Units.Sum(unit => unit.PeProducts?.Sum() ?? 0));
        Assert.Equal(result.Activity["DramReadByte"], result.Steps * timeline.DramReadBytes.Sum());
        Assert.Equal(result.Activity["DramWriteByte"], result.Steps * timeline.DramWriteBytes.Sum());
    }

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), JsonSerializerOptions.Web)!;
}
