using System.ComponentModel;
using System.Diagnostics;
using WageSim.Models;

namespace WageSim.Sweeps.Cluster;

/// <summary>Slurm's own commands.</summary>
internal static class SlurmClient
{
    /// <summary>Throws where there is no Slurm on the machine.</summary>
    public static void Check() => Run("sbatch", "--version");

    /// <summary>Submits an array of tasks 0…n−1 and returns its number.</summary>
    public static string Submit(string script, string log, int tasks, int threads, SlurmOptions options)
    {
        string[] limits =
        [
            .. options.Partition is { } partition ? (string[])[$"--partition={partition}"] : [],
            .. options.TimeLimit is { } time ? (string[])[$"--time={time}"] : [],
        ];
        var (code, output, error) = Run("sbatch",
        [
            "--parsable", $"--array=0-{tasks - 1}", $"--cpus-per-task={threads}", "--job-name=wagesim", $"--output={log}", .. limits,
            script,
        ]);
        if (code != 0) throw new InputException($"--on slurm: sbatch refuses the job: {error}");
        // NUMBER or NUMBER;CLUSTER
        return output.Split(';')[0].Trim();
    }

    /// <summary>The tasks of an array that wait or run; null where Slurm does not answer for now.</summary>
    public static IReadOnlySet<int>? Alive(string job)
    {
        var (code, output, error) = Run("squeue", "--noheader", $"--jobs={job}", "--array", "--format=%K");
        // A job that ended some time ago is forgotten.
        if (code != 0) return error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase) ? new HashSet<int>() : null;
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet();
    }

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult().Trim().ReplaceLineEndings(" "));
        }
        catch (Win32Exception caught)
        {
            throw new InputException($"--on slurm: there is no Slurm on this machine: {program} is not found", caught);
        }
    }
}
