using BenchmarkDotNet.Attributes;
using WageSim.Bench;
using WageSim.Isa.Kernels;

namespace WageSim.Benchmarks;

/// <summary>The multiply-accumulate kernels, with each set of instructions, over 392 rows of one tile or of a layer.</summary>
public class ByteKernels : IDisposable
{
    private const int Rows = 392;

    private KernelOperands bytes = null!;
    private WordOperands words = null!;

    /// <summary>Products a sum × columns.</summary>
    [Params("4x4", "16x16", "32x32", "128x128", "800x64")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int[] shape = [.. Shape.Split('x').Select(int.Parse)];
        bytes = new(Rows, shape[0], shape[1], accumulate: true);
        words = new(Rows, shape[0], shape[1], accumulate: true);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        bytes.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Best() => bytes.Run();

    [Benchmark]
    public void Vnni() => bytes.Run<VnniDotProduct>();

    [Benchmark]
    public void Avx2() => bytes.Run<Avx2DotProduct>();

    [Benchmark]
    public void Arm() => bytes.Run<ArmDotProduct>();

    [Benchmark]
    public void Plain() => bytes.Run<PlainDotProduct>();

    [Benchmark]
    public void Words() => words.Run();
}
