using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Reports;
using WageSim.RunFolders;
using WageSim.Runs;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

/// <summary>A run that is broken off and resumed ends as one that is not.</summary>
public sealed class ResumeTests : IDisposable
{
    // 5 steps and 3 test passes an epoch, images left over in both.
    private static readonly TrainSettings small = new()
    {
        Network = "4C3-MP2-10SSE", Limit = 47, TestLimit = 20, Batch = 8, Epochs = 2, Check = 2,
        SchemeOptions = new() { LearningRate = "8@0,1@1" }, Threads = 1,
    };
    private static readonly Lazy<RunResult> reference = new(() => Uninterrupted(small));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Run => folder.File("run");

    [Fact]
    public void A_run_that_stops_after_every_step_and_test_pass_ends_as_if_it_had_not()
    {
        int starts = StopAlways(small);
        Assert.Equal(2 * (5 + 3 + 1), starts); // the end of an epoch is a checkpoint of its own
        Same(reference.Value, Finished());
    }

    [Fact]
    public void Momenta_and_running_statistics_go_on()
    {
        var residual = small with
        {
            Scheme = "wageubn", Network = "3C3-R4/2-GAP-10CE", SchemeOptions = new() { LearningRateCode = "99@0,26@1" },
        };
        StopAlways(residual);
        Same(Uninterrupted(residual), Finished());
    }

    [Fact]
    public void Counts_of_arrays_PE_by_PE_go_on()
    {
        var grid = small with { Fidelity = Fidelity.Grid, Epochs = 1 };
        StopAlways(grid);
        var result = Finished();
        Assert.True(result.PeUpdates > 0);
        Same(Uninterrupted(grid), result);
    }

    [Fact]
    public void Counts_of_products_with_a_zero_operand_go_on()
    {
        var gated = small with { Overrides = ["zeroGating=true"] };
        StopAlways(gated);
        var result = Finished();
        Assert.Equal((10, 10), (result.Zeros!.Counted, result.Zeros.Of));
        Same(Uninterrupted(gated), result);
    }

    [Theory, InlineData(Failure.Full), InlineData(Failure.Crash)]
    public void Wherever_the_disk_fails_the_run_can_be_resumed(Failure failure)
    {
        var settings = small with { Epochs = 1, CheckpointSteps = 3 };
        var expected = Uninterrupted(settings);
        for (int at = 1; ; at++)
        {
            string run = folder.File($"{failure}-{at}");
            FailingStorage? storage = null;
            var host = TrainingHost.Real with { Storage = (path, create) => storage = new(DiskStorage.ToWrite(path, create), failure, at) };
            var error = Record.Exception(() => TrainingRun.Execute(settings with { Out = run }, null, default, host));
            Assert.Equal(storage!.HasFailed, error is not null);
            if (error is null)
            {
                Assert.InRange(at, 15, 60);
                return;
            }
            if (failure == Failure.Crash) Assert.IsType<CrashException>(error);
            else
            {
                Assert.StartsWith(run, Assert.IsType<InputException>(error).Message);
                Assert.EndsWith(": cannot be written: No space left on device", error.Message);
            }
            if (File.Exists(Path.Combine(run, RunFolder.RecordName))) Resume(settings, run);
            else Execute(settings with { Out = run });
            Same(expected, Finished(run));
            Assert.DoesNotContain(Directory.GetFiles(run), name => name.EndsWith(".partial", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Another_clock_and_other_threads_may_go_on()
    {
        StopOnce(small, after: 3);
        Resume(small with { Clock = Clock.Stepping, Threads = 2 });
        Same(reference.Value, Finished());
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_begun_again()
    {
        StopOnce(small, after: 1);
        var before = Contents();
        Assert.Equal($"--out: {Run} has a run already (checkpoint-000001.wsc); --resume {Run} goes on with it, or give another folder",
            Refusal(small with { Out = Run }));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_folder_without_a_run_is_not_resumed()
    {
        Assert.Equal($"{Run}: the folder does not exist", Refusal(small with { Resume = Run }));
        Assert.False(Directory.Exists(Run));
        Directory.CreateDirectory(Run);
        Assert.Equal($"{Run}: has no run: record.json is missing; train --out {Run} begins one", Refusal(small with { Resume = Run }));
        Assert.Empty(Directory.GetFiles(Run));
    }

    [Fact]
    public void A_run_that_is_refused_leaves_no_folder()
    {
        var impossible = small with
        {
            Out = Run, Network = "4096FC-10SSE", Overrides = ["scratchpad.banks=1", "scratchpad.bankKiB=1"],
        };
        Assert.StartsWith("chip edge: ", Refusal(impossible));
        Assert.False(Directory.Exists(Run));
        Directory.CreateDirectory(Run);
        Refusal(impossible);
        Assert.True(Directory.Exists(Run));
    }

    [Fact]
    public void Two_processes_do_not_write_to_one_run()
    {
        StopOnce(small, after: 1);
        using var other = DiskStorage.ToWrite(Run, create: false);
        Assert.StartsWith($"{Run}: cannot be written to: ", Refusal(small with { Resume = Run }));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_with_the_whole_one_before_it()
    {
        StopOnce(small, after: 3);
        string newest = Path.Combine(Run, "checkpoint-000003.wsc"), previous = Path.Combine(Run, "checkpoint-000002.wsc");
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(newest, bytes);
        var before = Contents();
        string damage = $"{newest}: is damaged: its checksum does not fit its {bytes.Length} bytes; checkpoint-000002.wsc before it ";
        Assert.Equal($"{damage}is whole: to go on from there, remove {newest} and resume again", Refusal(small with { Resume = Run }));

        byte[] whole = File.ReadAllBytes(previous);
        File.WriteAllBytes(previous, []);
        Assert.Equal($"{damage}is damaged, too", Refusal(small with { Resume = Run }));
        File.WriteAllBytes(previous, whole);
        Assert.Equal(before, Contents());

        File.Delete(newest);
        Resume(small);
        Same(reference.Value, Finished());
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused()
    {
        StopOnce(small, after: 1);
        string other = folder.File("other");
        StopOnce(small with { Network = "6C3-MP2-10SSE", Seed = 9 }, after: 1, other);
        string file = Path.Combine(Run, "checkpoint-000002.wsc");
        File.Copy(Path.Combine(other, "checkpoint-000001.wsc"), file);
        var before = Contents();
        Assert.Equal($"{file}: is a checkpoint of another run: network is 4C3-MP2-10SSE in the run, 6C3-MP2-10SSE in the checkpoint; " +
            "seed is 1 in the run, 9 in the checkpoint", Refusal(small with { Resume = Run }));
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData("\"version\": \"0.", "\"version\": \"9.", "the run is of wagesim 9.")]
    [InlineData("wagesim-run/1", "wagesim-run/7", "record.json: is of another version: wagesim-run/7; this program reads wagesim-run/1")]
    public void A_run_of_another_version_is_refused(string text, string instead, string message)
    {
        StopOnce(small, after: 1);
        string file = Path.Combine(Run, RunFolder.RecordName);
        var record = SealedJson.Open(File.ReadAllBytes(file), file).ToJsonString(new() { WriteIndented = true });
        Assert.Contains(text, record);
        File.WriteAllBytes(file, SealedJson.Seal(JsonDocument.Parse(record.Replace(text, instead, StringComparison.Ordinal)).RootElement));
        Assert.Contains(message, Refusal(small with { Resume = Run }));
    }

    [Fact]
    public void A_step_that_takes_another_time_than_before_is_not_added_to_the_run()
    {
        StopOnce(small, after: 11);
        using (var kept = new RunFolder(DiskStorage.ToWrite(Run, create: false)))
        {
            var checkpoint = kept.Newest()!.Value.Checkpoint;
            checkpoint.Progress["epochs"]![0]!["cycles"] = reference.Value.Epochs[0].Cycles + 1;
            kept.Save(checkpoint);
        }
        Assert.StartsWith($"{Run}: an epoch took {reference.Value.Epochs[0].Cycles + 1} cycles and ", Refusal(small with { Resume = Run }));
        Assert.Equal(["checkpoint-000011.wsc", "checkpoint-000012.wsc"],
            Directory.GetFiles(Run, "*.wsc").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_was_asked_for_need_not_be_asked_for_again()
    {
        StopOnce(small with { Overrides = ["vector.lanes=8"] }, after: 4);
        var before = Contents();
        Assert.Equal($"--resume {Run}: the settings changed: seed is 1 in the run, 3 now; chip.rows is 16 in the run, 8 now; " +
            "chip.vector.lanes is 8 in the run, 16 now", Cli.Refused("train", "--resume", Run, "--seed", "3", "--set", "rows=8"));
        Assert.Equal(before, Contents());
        Cli.Good("train", "--resume", Run, "--seed", "1", "--clock", "stepping", "--threads", "2");
        Same(Uninterrupted(small with { Overrides = ["vector.lanes=8"] }), Finished());
    }

    [Fact]
    public void A_finished_run_says_so_and_changes_nothing()
    {
        Execute(small with { Out = Run });
        var before = Contents();
        string json = folder.File("again.json");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(small with { Resume = Run }, json, default));
        Assert.Equal(before, Contents());
        Assert.Equal(File.ReadAllBytes(Path.Combine(Run, "run.json")), File.ReadAllBytes(json));
    }

    [Fact]
    public void Epochs_are_there_line_by_line()
    {
        StopOnce(small with { CheckpointSteps = 1 }, after: 9);
        var first = Assert.Single(File.ReadAllLines(Path.Combine(Run, RunFolder.EpochsName)));
        Assert.Equal(reference.Value.Epochs[0], JsonSerializer.Deserialize<EpochResult>(first, JsonSerializerOptions.Web));
        Resume(small);
        Assert.Equal(reference.Value.Epochs, File.ReadAllLines(Path.Combine(Run, RunFolder.EpochsName))
            .Select(line => JsonSerializer.Deserialize<EpochResult>(line, JsonSerializerOptions.Web)!));
    }

    // One step or test pass a start.
    private int StopAlways(TrainSettings settings)
    {
        StopOnce(settings, after: 1);
        for (int starts = 1; ; starts++)
        {
            using var interrupt = new CancellationTokenSource();
            try
            {
                TrainingRun.Execute(settings with { Resume = Run, CheckpointSteps = 1 }, null, interrupt.Token, Stopping(interrupt, 1));
                return starts;
            }
            catch (OperationCanceledException) { }
        }
    }

    private void StopOnce(TrainSettings settings, int after, string? run = null)
    {
        using var interrupt = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Execute(
            settings with { Out = run ?? Run, CheckpointSteps = 1 }, null, interrupt.Token, Stopping(interrupt, after)));
    }

    private static TrainingHost Stopping(CancellationTokenSource interrupt, int after) =>
        TrainingHost.Real with { Storage = (path, create) => new StoppingStorage(DiskStorage.ToWrite(path, create), interrupt, after) };

    private void Resume(TrainSettings settings, string? run = null) => Execute(settings with { Resume = run ?? Run });

    private static void Execute(TrainSettings settings) => Assert.Equal(ExitCode.Good, TrainingRun.Execute(settings, null, default));

    private static RunResult Uninterrupted(TrainSettings settings)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("run.json");
        Assert.Equal(ExitCode.Good, TrainingRun.Execute(settings, json, default));
        return JsonSerializer.Deserialize<RunResult>(File.ReadAllText(json), JsonSerializerOptions.Web)!;
    }

    private RunResult Finished(string? run = null) => JsonSerializer.Deserialize<RunResult>(
        File.ReadAllText(Path.Combine(run ?? Run, RunFolder.ResultName)), JsonSerializerOptions.Web)!;

    // All but what the host took, and how often time was simulated.
    private static void Same(RunResult expected, RunResult actual)
    {
        Assert.Equal(Text(expected), Text(actual));

        static string Text(RunResult result) => JsonSerializer.Serialize(
            result with { Host = null!, StepsTimed = 0, Starts = 0, Clock = "", Threads = 0 });
    }

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(Run).ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));

    private static string Refusal(TrainSettings settings) =>
        Assert.Throws<InputException>(() => TrainingRun.Execute(settings, null, default)).Message;

    /// <summary>Asks the run to stop once so many checkpoints are written.</summary>
    private sealed class StoppingStorage(IRunStorage disk, CancellationTokenSource interrupt, int after) : IRunStorage
    {
        private int checkpoints;

        public string Folder => disk.Folder;
        public IReadOnlyList<string> Names() => disk.Names();
        public byte[] Read(string name) => disk.Read(name);
        public void Write(string name, byte[] bytes) => disk.Write(name, bytes);
        public void Delete(string name) => disk.Delete(name);
        public void Dispose() => disk.Dispose();

        public void Rename(string from, string to)
        {
            disk.Rename(from, to);
            if (to.EndsWith(".wsc", StringComparison.Ordinal) && ++checkpoints == after) interrupt.Cancel();
        }
    }
}
