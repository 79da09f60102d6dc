using System.Numerics;
using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using static WageSim.Workloads.Compiler.SumBound;

namespace WageSim.Workloads.Compiler;

/// <summary>Worst-case magnitudes of the sums of every layer and phase, which decide how 32-bit accumulators hold them.</summary>
public sealed class Bounds(WageParameters parameters, CompileOptions options)
{
    /// <summary>The forward sum, over the fan-in; before SSE less its target.</summary>
    public SumBound Forward(WeightLayer layer)
    {
        int bits = parameters.InputBitsOf(layer);
        bool hasTarget = layer.IsLast && parameters.Network.Loss == Loss.SquaredErrors;
        long target = hasTarget ? 1L << parameters.TargetLog2 : 0;
        return Bound(layer, "forward", bits, parameters.Bits.Weight, layer.FanIn, target);
    }

    /// <summary>The sum of the error that this layer hands back, over kernel positions that meet a pixel and outputs of a group.</summary>
    public SumBound Error(WeightLayer layer)
    {
        long positions = (layer.Kernel + layer.Stride - 1) / layer.Stride;
        var bound = Bound(layer, "error", RoutedBits(layer), parameters.Bits.Weight, positions * positions * layer.GroupOutputs);
        return bound with { CutCode = Code(parameters.Bits.Error) * (layer.Pool?.Cover ?? 1) };
    }

    /// <summary>The weight gradient, over batch and positions; a pool hands back one code a window, so its outputs count.</summary>
    public SumBound Gradient(WeightLayer layer)
    {
        long terms = options.Batch * GradientTermsOfImage(layer);
        var bound = Bound(layer, "gradient", RoutedBits(layer), parameters.InputBitsOf(layer), terms);
        return bound with { CutCode = Code(parameters.Bits.Error) };
    }

    /// <summary>Terms of a weight's gradient that one image adds.</summary>
    public static long GradientTermsOfImage(WeightLayer layer) => layer.Output.Pixels;

    /// <summary>
    /// Bits of an error behind the pool: the windows of an overlapping one that have the same maximum add their codes there.
    /// </summary>
    public int RoutedBits(WeightLayer layer) => parameters.Bits.Error + BitOperations.Log2(2 * (uint)(layer.Pool?.Cover ?? 1) - 1);

    /// <summary>The way to hold all terms at once; refused by name where there is none.</summary>
    public static SumForm AtOnce(SumBound bound)
    {
        foreach (var form in bound.Forms)
            if (form.TermsAtOnce >= bound.Terms) return form;
        throw Refusal(bound);
    }

    /// <summary>Why a sum cannot be held.</summary>
    public static InputException Refusal(SumBound bound) => new(
        $"layer {bound.Layer}: its {bound.Phase} sums reach {bound.Worst}, beyond 32-bit accumulators ({bound.Limit}): " +
        "take a smaller layer or width");

    private SumBound Bound(WeightLayer layer, string phase, int bits, int otherBits, long terms, long plus = 0) =>
        new(layer.Name, phase, bits, Code(bits), otherBits, Code(otherBits), terms, plus, options.SumLimit);
}
