using BenchmarkDotNet.Attributes;
using WageSim.Isa.Execution;
using WageSim.Isa.Kernels;

namespace WageSim.Benchmarks;

/// <summary>Stationary operands of a tile, row by row, into the layouts of the kernels.</summary>
public unsafe class TilePacking
{
    // Rows are read, and groups written, up to a multiple of 16.
    private const int Slack = 64;

    private byte[] rows = [], panel = [];
    private short[] words = [], pairs = [];

    [Params(4, 16, 32, 128)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (rows, panel) = (new byte[Size * Size + Slack], new byte[Size * Size + Slack]);
        (words, pairs) = (new short[Size * Size], new short[Size * Size]);
        new Random(1).NextBytes(rows);
    }

    [Benchmark(Baseline = true)]
    public void Bytes()
    {
        fixed (byte* from = rows, to = panel)
            for (int k = 0; k < Size; k += 4)
            {
                byte* row = from + k * Size;
                Panel.Interleave(row, row + Size, row + 2 * Size, row + 3 * Size, 0, to + k * Size, Size);
            }
    }

    [Benchmark]
    public void Words() => TileKernel.Pack(words, Size, Size, pairs);
}
