using System.Diagnostics;
using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Reports;
using WageSim.RunFolders;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

/// <summary>Training runs in processes of their own that are ended from outside.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 20;
    private static readonly string[] small =
        ["--network", "4C3-MP2-10SSE", "--limit", "400", "--test-limit", "40", "--batch", "4", "--threads", "1", "--epochs"];
    private const string Epochs = "8", Endless = "1000000";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Run => folder.File("run");

    [Fact]
    public async Task A_run_killed_at_random_moments_and_resumed_ends_as_an_uninterrupted_one()
    {
        var reference = Uninterrupted();
        var random = new Random(1);
        double start = SecondsToFirstCheckpoint();
        int kills = 0, resumed = 0;
        while (kills < Kills)
        {
            string[] before = Checkpoints();
            using var process = ChildProgram.Start(Command());
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            // Every second one while it starts or soon after, the others in the middle of their steps, however slow the host is.
            if (kills % 2 == 0) process.WaitForExit(TimeSpan.FromSeconds(start * 1.2 * random.NextDouble()));
            else
            {
                while (!process.HasExited && Checkpoints().SequenceEqual(before)) Thread.Sleep(1);
                process.WaitForExit(TimeSpan.FromMilliseconds(40 * random.NextDouble()));
            }
            if (!process.HasExited)
            {
                process.Kill(); // SIGKILL
                kills++;
                await process.WaitForExitAsync();
            }
            else Assert.Equal(("", ExitCode.Good), (await errors, process.ExitCode));
            if ((await output).Contains("\nresumed  ", StringComparison.Ordinal)) resumed++;
            if (!IsFinished) continue;
            // Faster than it could be killed often enough: the next one.
            Same(reference, Result());
            Directory.Delete(Run, recursive: true);
        }
        if (!IsFinished) Cli.Good(Command());
        Same(reference, Result());
        Assert.True(resumed > 1, $"{resumed} of {Kills} killed runs had been resumed");
    }

    [Theory, InlineData("INT", ExitCode.Interrupted), InlineData("TERM", ExitCode.Terminated)]
    public async Task A_signal_ends_the_step_and_leaves_a_checkpoint(string signal, int code)
    {
        if (OperatingSystem.IsWindows()) return;
        using (var process = ChildProgram.Start(Command(Endless)))
        {
            var output = process.StandardOutput.ReadToEndAsync();
            WaitForCheckpoint(process);
            process.Signal(signal);
            Assert.Equal("wagesim: interrupted\n", await process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.Equal(code, process.ExitCode);
            Assert.Matches(@" holds epoch \d+, (step|test image) \d+ of \d+; train --resume .* goes on from there\n$", await output);
        }
        using var again = ChildProgram.Start("train", "--resume", Run);
        string? line;
        do line = await again.StandardOutput.ReadLineAsync();
        while (line?.StartsWith("resumed  epoch ", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
        again.Kill();
    }

    private string[] Command(string epochs = Epochs) => File.Exists(Path.Combine(Run, RunFolder.RecordName))
        ? ["train", "--resume", Run]
        : ["train", "--out", Run, "--checkpoint-steps", "3", .. small, epochs];

    private bool IsFinished => File.Exists(Path.Combine(Run, RunFolder.ResultName));

    private RunResult Uninterrupted()
    {
        string json = folder.File("reference.json");
        Cli.Good(["train", "--json", json, .. small, Epochs]);
        return Read(json);
    }

    private double SecondsToFirstCheckpoint()
    {
        var watch = Stopwatch.StartNew();
        using var process = ChildProgram.Start(Command());
        WaitForCheckpoint(process);
        double seconds = watch.Elapsed.TotalSeconds;
        process.Kill();
        process.WaitForExit();
        Directory.Delete(Run, recursive: true);
        return seconds;
    }

    private void WaitForCheckpoint(Process process)
    {
        while (Checkpoints().Length == 0)
        {
            Assert.False(process.HasExited);
            Thread.Sleep(2);
        }
    }

    private string[] Checkpoints() => Directory.Exists(Run) ? Directory.GetFiles(Run, "checkpoint-*.wsc") : [];

    private RunResult Result() => Read(Path.Combine(Run, RunFolder.ResultName));

    private static RunResult Read(string file) =>
        JsonSerializer.Deserialize<RunResult>(File.ReadAllText(file), JsonSerializerOptions.Web)!;

    private static void Same(RunResult expected, RunResult actual)
    {
        Assert.Equal(expected.WeightsSha256, actual.WeightsSha256);
        Assert.Equal((expected.Steps, expected.Cycles, expected.TestCycles), (actual.Steps, actual.Cycles, actual.TestCycles));
        Assert.Equal(expected.EnergyPicojoules, actual.EnergyPicojoules);
        Assert.Equal((expected.Macs, expected.PeProducts), (actual.Macs, actual.PeProducts));
        Assert.Equal(expected.Epochs, actual.Epochs);
        Assert.Equal(expected.Activity, actual.Activity);
        Assert.Equal(expected.Stalls, actual.Stalls);
    }
}
