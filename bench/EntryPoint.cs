using BenchmarkDotNet.Running;

namespace WageSim.Benchmarks;

internal static class EntryPoint
{
    private static void Main(string[] arguments) => BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(arguments);
}
