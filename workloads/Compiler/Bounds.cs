using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// How a sum is held: in one 32-bit accumulator, or in two (one a byte of the moving operand) joined to 64 bits by the vector unit.
/// </summary>
public readonly record struct SumForm(long Bound)
{
    /// <summary>Whether 32 bits may overflow, so that the bytes of the moving operand are summed apart.</summary>
    public bool Apart => Bound > int.MaxValue;
    public int Parts => Apart ? 2 : 1;
    public int WordBytes => Apart ? 8 : 4;
}

/// <summary>Worst-case magnitudes of the sums, which decide whether 32-bit accumulators hold them.</summary>
public static class Bounds
{
    /// <summary>The forward sum, at most max code · max weight · fan-in; the last layer's is still 32 bits less its target.</summary>
    public static long Forward(WageParameters p, WeightLayer layer) =>
        Check(layer, "forward",
            (long)Max(p.InputBitsOf(layer)) * Max(p.Bits.Weight) * layer.FanIn + (layer.IsLast ? 1L << p.TargetLog2 : 0));

    /// <summary>The sum of the error that this layer hands back, over kernel positions and output channels.</summary>
    public static SumForm Error(WageParameters p, WeightLayer layer) =>
        Form(p, layer, "error backward", Max(p.Bits.Weight), (long)layer.Kernel * layer.Kernel * layer.OutputChannels);

    /// <summary>The weight gradient, over batch and positions; behind a pool only one error in four is not zero.</summary>
    public static SumForm Gradient(WageParameters p, WeightLayer layer, int batch) =>
        Form(p, layer, "weight gradient", Max(p.InputBitsOf(layer)), (long)batch * layer.Output.Height * layer.Output.Width);

    private static SumForm Form(WageParameters p, WeightLayer layer, string phase, long other, long terms)
    {
        var form = new SumForm(Max(p.Bits.Error) * other * terms);
        // Apart, the low byte (0…255) is the largest part.
        if (form.Apart) Check(layer, phase, (p.Bits.Error > 8 ? 255 : Max(p.Bits.Error)) * other * terms);
        return form;
    }

    private static long Check(WeightLayer layer, string phase, long bound) =>
        bound <= int.MaxValue ? bound : throw new InputException(
            $"layer {layer.Name}: its {phase} sums reach {bound}, beyond 32-bit accumulators (2147483647): " +
            "take a smaller batch, layer or width");

    private static int Max(int bits) => new FixedFormat(bits).MaxCode;
}
