using System.Diagnostics;
using System.Text.Json;

namespace WageSim.Bench;

/// <summary>This program once more, in a process of its own: what memory a run takes cannot be seen from among other runs.</summary>
internal static class ChildProcess
{
    /// <summary>Figures that the child prints as one JSON object.</summary>
    public static Dictionary<string, double> Run(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var (file, first) = Program();
        using var child = Process.Start(new ProcessStartInfo(file, [.. first, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var end = cancellation.Register(() => child.Kill());
        var errors = child.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (child.ExitCode != 0)
        {
            string error = errors.Result.ReplaceLineEndings(" ").Trim();
            throw new FailedCheckException($"{string.Join(' ', arguments)}: exit code {child.ExitCode}: {error}");
        }
        return JsonSerializer.Deserialize<Dictionary<string, double>>(output)!;
    }

    // An executable of its own, or a library that a host, such as dotnet, runs.
    private static (string File, string[] First) Program()
    {
        var assembly = typeof(ChildProcess).Assembly;
        string? host = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(host) == assembly.GetName().Name ? (host!, []) : ("dotnet", ["exec", assembly.Location]);
    }
}
