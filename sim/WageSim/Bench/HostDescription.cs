using System.Runtime.InteropServices;
using WageSim.Isa.Kernels;

namespace WageSim.Bench;

/// <summary>What the figures were measured on.</summary>
public sealed record HostDescription(string Cpu, int Cores, string Instructions, string Runtime, string System)
{
    public static HostDescription Read() => new(
        CpuName() ?? $"{RuntimeInformation.ProcessArchitecture}", Environment.ProcessorCount, ByteKernel.Instructions,
        RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);

    // .NET has no name for the processor; Linux has.
    private static string? CpuName()
    {
        const string file = "/proc/cpuinfo", key = "model name";
        if (!File.Exists(file)) return null;
        string? line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }
}
