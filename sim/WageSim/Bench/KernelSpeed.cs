using System.Runtime.Intrinsics.X86;
using WageSim.Isa.Execution;
using WageSim.Isa.Kernels;

namespace WageSim.Bench;

/// <summary>The yardstick: what the multiply-accumulate kernel makes of this processor where nothing holds it up.</summary>
internal sealed class KernelSpeed : IMeasurement
{
    public const string Yardstick = "kernel.macsPerSecond.yardstick";
    private const string PerCore = "kernel.macsPerSecond.perCore", AllCores = "kernel.macsPerSecond.allCores";
    private const string PerClock = "kernel.macsPerClock", WithAvx2 = "kernel.avx2.macsPerSecond", OfWords = "kernel.words.macsPerSecond";

    // The LeNet's second convolution as one matrix product, over 32 images of 14×14.
    private const int Rows = 32 * 14 * 14, Depth = 5 * 5 * 32, Columns = 64;
    private const string Shape = "int8, 6,272 × 800 × 64";

    // About 50 ms a run at 150 GMAC/s.
    private const int Products = 24;

    public IReadOnlyList<Figure> Figures { get; } =
    [
        new(PerCore, "MAC/s", $"the byte kernel on one core at layer shape, {Shape}; best of several runs"),
        new(AllCores, "MAC/s", "the same on all cores at once, their sum"),
        new(Yardstick, "MAC/s", "the larger of that and of one core's speed times their number, in case a core was taken meanwhile"),
        new(PerClock, "MAC", "the same on one core in a clock cycle, which a chain of additions measures"),
        new(WithAvx2, "MAC/s", "the byte kernel without AVX-VNNI on one core, same shape"),
        new(OfWords, "MAC/s", "the kernel for 16-bit operands on one core, same shape"),
    ];

    public double Seconds => 4;

    public void Run(Measured measured)
    {
        int cores = Math.Min(Environment.ProcessorCount, 64);
        var operands = Enumerable.Range(0, cores).Select(_ => new KernelOperands(Rows, Depth, Columns, accumulate: false)).ToList();
        try
        {
            Together(operands, measured);
            var alone = operands[0];
            measured[PerCore] = alone.Macs * Products / measured.Best(1, () => Repeat(alone.Run));
            measured[Yardstick] = Math.Max(measured[AllCores], cores * measured[PerCore]);
            measured[PerClock] = measured[PerCore] / ClockRate.Hertz(measured);
            if (Avx2.IsSupported) measured[WithAvx2] = alone.Macs / measured.Best(0.3, alone.Run<Avx2DotProduct>);
        }
        finally
        {
            foreach (var operand in operands) operand.Dispose();
        }
        var words = new WordOperands(Rows, Depth, Columns, accumulate: false);
        measured[OfWords] = words.Macs / measured.Best(0.3, words.Run);
    }

    private static void Together(List<KernelOperands> operands, Measured measured)
    {
        using var team = new Team(operands.Count);
        double seconds = measured.Best(1.5, () => team.Run(part => Repeat(operands[part].Run)));
        measured[AllCores] = operands.Sum(operand => operand.Macs) * Products / seconds;
    }

    private static void Repeat(Action product)
    {
        for (int i = 0; i < Products; i++) product();
    }
}
