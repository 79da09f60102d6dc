using System.Diagnostics;
using WageSim.Commands;

namespace WageSim.Tests.Support;

/// <summary>A Slurm cluster of this machine alone, with its files in a folder; it ends with the object.</summary>
internal sealed class SlurmNode : IDisposable
{
    private static readonly string script = Path.Combine(Repository.Folder, ".ci", "slurm-node");
    private readonly string folder, configuration;

    public SlurmNode(string folder)
    {
        this.folder = folder;
        using var start = Begin(script, ["start", folder], null);
        configuration = start.StandardOutput.ReadToEnd().Trim();
        string error = start.StandardError.ReadToEnd();
        start.WaitForExit();
        Assert.True(start.ExitCode == 0, error);
    }

    /// <summary>The program, with the cluster in its environment.</summary>
    public Process Start(params string[] arguments) =>
        Begin("dotnet", ["exec", typeof(CommandLineApp).Assembly.Location, .. arguments], configuration);

    /// <summary>The program to its end: what it printed.</summary>
    public async Task<(string Out, string Error)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        return (await process.StandardOutput.ReadToEndAsync(), await error);
    }

    /// <summary>What one of Slurm's commands prints.</summary>
    public async Task<string> Tool(string name, params string[] arguments)
    {
        using var process = Begin(name, arguments, configuration);
        return (await process.StandardOutput.ReadToEndAsync()).Trim();
    }

    public void Dispose()
    {
        using var stop = Begin(script, ["stop", folder], null);
        stop.WaitForExit();
    }

    private static Process Begin(string program, string[] arguments, string? configuration)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (configuration is not null) start.Environment["SLURM_CONF"] = configuration;
        return Process.Start(start)!;
    }
}
