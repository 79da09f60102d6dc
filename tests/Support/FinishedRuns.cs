using WageSim.Reports;
using WageSim.Tests.CommandLine;

namespace WageSim.Tests.Support;

/// <summary>Two short runs in folders, the second with other chip, seed and network, and the result of the first as a file.</summary>
public sealed class FinishedRuns : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FinishedRuns()
    {
        Cli.Good("train", "--network", "4C3-MP2-8FC-10SSE", "--chip", "tiny", "--limit", "48", "--test-limit", "20", "--batch", "8",
            "--epochs", "3", "--check", "0", "--out", First, "--json", File);
        Cli.Good("train", "--network", "6C3-MP2-4C3-12FC-10CE", "--set", "macBits=2", "--limit", "32", "--test-limit", "20", "--batch",
            "16",
            "--epochs", "2", "--check", "0", "--seed", "9", "--out", Second);
    }

    public string First => folder.File("first");
    public string Second => folder.File("second-run");
    public string File => folder.File("result.json");

    /// <summary>A path of its own for a test.</summary>
    public string New() => folder.File(Guid.NewGuid().ToString("N"));

    /// <summary>A copy of the first run's folder.</summary>
    public string Copy()
    {
        string copy = New();
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(First)) System.IO.File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    /// <summary>A run's result with something changed, as a file.</summary>
    public string Changed(string run, Func<RunResult, RunResult> change)
    {
        string file = New() + ".json";
        var result = change(Directory.Exists(run) ? Result(run) : ReadFile(run));
        System.IO.File.WriteAllText(file, System.Text.Json.JsonSerializer.Serialize(result, System.Text.Json.JsonSerializerOptions.Web));
        return file;

        static RunResult ReadFile(string path) => System.Text.Json.JsonSerializer.Deserialize<RunResult>(
            System.IO.File.ReadAllText(path), System.Text.Json.JsonSerializerOptions.Web)!;
    }

    public static RunResult Result(string run) => System.Text.Json.JsonSerializer.Deserialize<RunResult>(
        System.IO.File.ReadAllText(Path.Combine(run, "run.json")), System.Text.Json.JsonSerializerOptions.Web)!;

    public void Dispose() => folder.Dispose();
}
