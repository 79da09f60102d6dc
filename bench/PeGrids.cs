using BenchmarkDotNet.Attributes;
using WageSim.Machine;

namespace WageSim.Benchmarks;

/// <summary>A PE array register by register: the definition, and many PEs at a time.</summary>
public class PeGrids
{
    private const int Rows = 256;

    private Fold stationary = null!;
    private OutputFold output = null!;

    [Params(16, 32, 64)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        stationary = new(Codes(Size), Codes(Rows));
        output = new(Codes(Rows), Codes(Rows));

        int[,] Codes(int rows)
        {
            int[,] codes = new int[rows, Size];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < Size; j++) codes[i, j] = random.Next(sbyte.MinValue, sbyte.MaxValue + 1);
            return codes;
        }
    }

    [Benchmark(Baseline = true)]
    public PeGridResult WeightStationary() => new FastPeGrid(Size, Size).WeightStationary([stationary]);

    [Benchmark]
    public PeGridResult WeightStationaryDefinition() => new PeGrid(Size, Size).WeightStationary([stationary]);

    [Benchmark]
    public PeGridResult OutputStationary() => new FastPeGrid(Size, Size).OutputStationary([output]);

    [Benchmark]
    public PeGridResult OutputStationaryDefinition() => new PeGrid(Size, Size).OutputStationary([output]);
}
