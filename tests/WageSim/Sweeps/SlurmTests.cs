using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Commands;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Sweeps;

/// <summary>Sweeps as job arrays of a real Slurm, and what is said where there is none.</summary>
public sealed class SlurmTests : IDisposable
{
    private static readonly string[] sweep = ["sweep", "--network", "mnist-lenet", "--batch", "16", "--chip", "edge",
        "--grid", "array=4x4,8x8,16x16 macBits=2,8 dram=lpddr4-3200,hbm2 vector.lanes=16,300"];
    private static readonly string[] tables = ["points.csv", "layers.csv", "counts.csv"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Out => folder.File("sweep");

    [Fact]
    public void Without_Slurm_it_is_refused_in_one_line_and_nothing_is_left()
    {
        // The test host is started by dotnet itself, which PATH does not name here.
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            ["exec", typeof(CommandLineApp).Assembly.Location, .. sweep, "--out", Out, "--on", "slurm"])
        {
            RedirectStandardError = true, Environment = { ["PATH"] = folder.Path },
        })!;
        Assert.Equal("wagesim: --on slurm: there is no Slurm on this machine: sbatch is not found\n", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal((ExitCode.BadInput, false), (process.ExitCode, Directory.Exists(Out)));
    }

    [Theory]
    [InlineData("--on: 'slrum' is not one of local, slurm", "--on", "slrum")]
    [InlineData("--partition: is for --on slurm", "--partition", "long")]
    [InlineData("--detach: is for --on slurm", "--detach")]
    [InlineData("--points-per-task: is for --on slurm", "--points-per-task", "4")]
    public void Options_of_the_cluster_are_refused_without_it(string message, params string[] options) =>
        Assert.Equal(message, Cli.Refused([.. sweep, "--out", Out, .. options]));

    [SlurmFact]
    public async Task A_sweep_through_Slurm_whose_tasks_are_killed_is_byte_for_byte_the_local_one()
    {
        Cli.Good([.. sweep, "--out", folder.File("local")]);
        using var cluster = new SlurmNode(folder.File("cluster"));
        string[] command = [.. sweep, "--out", Out, "--on", "slurm", "--points-per-task", "4"];
        Assert.StartsWith("wagesim: --on slurm: sbatch refuses the job: ", (await cluster.Run([.. command, "--partition", "nope"])).Error);
        Assert.Contains("goes on; the same command without --detach follows it", (await cluster.Run([.. command, "--detach"])).Out);

        // One task by Slurm, one behind its back, while they are at their points.
        using var follower = cluster.Start(command);
        var output = follower.StandardOutput.ReadToEndAsync();
        string job = "";
        for (int waited = 0; job == "" && waited < 600; waited++)
        {
            Thread.Sleep(100);
            job = (await cluster.Tool("squeue", "--noheader", "--states=R", "--format=%A")).Split('\n')[0];
        }
        await cluster.Tool("scancel", job);
        int pid = 0;
        for (int waited = 0; pid == 0 && !follower.HasExited && waited < 600; waited++)
        {
            Thread.Sleep(50);
            pid = TaskProcess();
        }
        Assert.NotEqual(0, pid);
        Process.GetProcessById(pid).Kill(); // SIGKILL
        Assert.Contains("slurm    attached to job ", await output);
        Assert.Contains("points were lost", await output);
        await follower.WaitForExitAsync();
        Assert.Equal(ExitCode.Good, follower.ExitCode);
        foreach (string table in tables)
            Assert.Equal(File.ReadAllText(Path.Combine(folder.File("local"), table)), File.ReadAllText(Path.Combine(Out, table)));
        Assert.False(Directory.Exists(Path.Combine(Out, "slurm")));
    }

    // A task of this sweep, and not the shell that waits for it.
    private int TaskProcess() => Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
        .FirstOrDefault(name =>
        {
            try
            {
                string[] words = File.ReadAllText($"/proc/{name}/cmdline").Split('\0');
                return words.Contains("--slurm-round") && words.Contains(Path.GetFullPath(Out));
            }
            catch (IOException)
            {
                return false;
            }
        }) is { } found ? int.Parse(found) : 0;
}
