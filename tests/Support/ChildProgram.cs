using System.Diagnostics;
using WageSim.Commands;

namespace WageSim.Tests.Support;

/// <summary>The program as a process of its own.</summary>
internal static class ChildProgram
{
    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", ["exec", typeof(CommandLineApp).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

    /// <summary>Sends a signal by its name, such as INT.</summary>
    public static void Signal(this Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
