using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace WageSim.Benchmarks;

internal static class EntryPoint
{
    private static void Main(string[] arguments)
    {
        // Results lie beside the program, not in the folder that it is called from.
        string results = Path.Combine(AppContext.BaseDirectory, "results");
        BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(arguments, DefaultConfig.Instance.WithArtifactsPath(results));
    }
}
