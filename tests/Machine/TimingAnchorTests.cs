using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>The whole machine's folds, and the layer totals that follow from them, against the closed forms that the field
/// trusts.</summary>
public sealed class TimingAnchorTests
{
    private const int Word = 32, XBank = 32 * 1024, YBank = 2 * XBank;

    public static TheoryData<int, int> Arrays { get; } = new() { { 4, 4 }, { 16, 16 }, { 32, 32 }, { 8, 24 } };

    [Theory, MemberData(nameof(Arrays))]
    public void A_cold_weight_stationary_fold_takes_2R_C_T_minus_2(int rows, int cols)
    {
        foreach (int length in (int[])[1, 3, 32, 64, 256, 1024])
        {
            var run = RigOf(rows, cols).Run(Walk(1, rows, n1: length, s1: Word) + Weights(0, rows, cols, Word)
                + Ws(XBank, 1, cols: cols, swap: true) + Halt());
            Assert.Equal(2 * rows + cols + length - 2, run.Only("ws").Finish - run.Only("weights").Start);
        }
    }

    [Theory, MemberData(nameof(Arrays))]
    public void An_output_stationary_fold_takes_K_R_C_minus_2(int rows, int cols)
    {
        foreach (int length in (int[])[1, 3, 32, 1024])
        {
            var run = RigOf(rows, cols).Run(Walk(1, rows, n1: length, s1: Word) + Walk(2, cols, n1: length, s1: Word)
                + Os(XBank, 1, YBank, 2) + Halt());
            Assert.Equal(length + rows + cols - 2, run.Only("os").Cycles);
        }
    }

    [Theory, MemberData(nameof(Arrays))]
    public void Back_to_back_weight_stationary_folds_take_the_longer_of_T_and_R(int rows, int cols)
    {
        const int Folds = 8;
        foreach (int length in (int[])[2, rows - 1, rows, rows + 1, 100])
        {
            string fold = Weights(0, rows, cols, Word) + Ws(XBank, 1, cols: cols, swap: true);
            var run = RigOf(rows, cols).Run(Walk(1, rows, n1: length, s1: Word) + Lines.Loop(Folds, fold) + Halt());
            var passes = run.All("ws");
            for (int n = 1; n < Folds; n++) Assert.Equal(Math.Max(length, rows), passes[n].Start - passes[n - 1].Start);
            Assert.Equal(2 * rows + cols + length - 2 + (Folds - 1) * Math.Max(length, rows),
                passes[^1].Finish - run.All("weights")[0].Start);
        }
    }

    [Theory, MemberData(nameof(Arrays))]
    public void Back_to_back_output_stationary_folds_take_the_longer_of_K_and_R(int rows, int cols)
    {
        const int Folds = 8;
        foreach (int length in (int[])[2, rows - 1, rows, rows + 1, 100])
        {
            string walks = Walk(1, rows, n1: length, s1: Word) + Walk(2, cols, n1: length, s1: Word);
            var run = RigOf(rows, cols).Run(walks + Lines.Loop(Folds, Os(XBank, 1, YBank, 2)) + Halt());
            var passes = run.All("os");
            for (int n = 1; n < Folds; n++) Assert.Equal(Math.Max(length, rows), passes[n].Start - passes[n - 1].Start);
        }
    }

    [Fact]
    public void Layer_totals_of_the_VGG_are_the_fields()
    {
        var network = Network.Parse("128C3-128C3-MP2-256C3-256C3-MP2-512C3-512C3-MP2-1024FC-10SSE", new(32, 32, 3));
        List<Gemm> inference = [], step = [];
        foreach (var layer in network.Layers)
        {
            int outputs = layer.Input.Height * layer.Input.Width, batch = 128 * outputs;
            inference.Add(new(outputs, layer.OutputChannels, layer.FanIn));
            step.Add(new(batch, layer.OutputChannels, layer.FanIn));
            step.Add(new(layer.FanIn, layer.OutputChannels, batch)); // dW = Xᵀ · dY
            // dX is the convolution of dY by the turned kernels.
            if (layer.Index > 0) step.Add(new(batch, layer.Input.Channels, layer.Kernel * layer.Kernel * layer.OutputChannels));
        }
        var chip = RigOf(32, 32).Chip;
        Assert.Equal((1_795_184, 886_262), (inference.Sum(g => WeightStationary(g, chip)), inference.Sum(g => OutputStationary(g, chip))));
        Assert.Equal((238_405_529, 237_194_681), (step.Sum(g => WeightStationary(g, chip)), step.Sum(g => OutputStationary(g, chip))));
    }

    private sealed record Gemm(int M, int N, int K);

    /// <summary>K on rows, N on columns: preload, stream, and the last row's way through the array; folds never overlap.</summary>
    private static long WeightStationary(Gemm gemm, Chip chip) =>
        Total(Folds(gemm.K, chip.Rows) * Folds(gemm.N, chip.Cols), chip.Rows + gemm.M
            + new ArrayTiming(chip, new(chip)).WeightStationaryDelay);

    /// <summary>M on rows, N on columns: stream, then the rows of sums drain one a cycle.</summary>
    private static long OutputStationary(Gemm gemm, Chip chip) =>
        Total(Folds(gemm.M, chip.Rows) * Folds(gemm.N, chip.Cols), gemm.K - 1 + new ArrayTiming(chip, new(chip)).OutputStationaryDelay
            + chip.Rows);

    // A widely used simulator prints the last cycle's number instead of the count.
    private static long Total(long folds, long fold) => folds * fold - 1;

    private static long Folds(int size, int lanes) => (size + lanes - 1) / lanes;

    /// <summary>Every operand row is one port word, in a bank of its own; a row of sums is written in one cycle.</summary>
    private static Rig RigOf(int rows, int cols) =>
        Rig.With(rows: rows, cols: cols, banks: 3, bankKiB: XBank / 1024, portBits: Word * 8, accumulatorBanks: 2, accumulatorKiB: 128,
            accumulatorPortBits: 1024);
}
