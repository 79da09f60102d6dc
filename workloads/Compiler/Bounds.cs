using System.Numerics;
using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>Worst-case magnitudes of the sums of every layer and phase, which decide how 32-bit accumulators hold them.</summary>
public sealed class Bounds(SchemeParameters parameters, CompileOptions options)
{
    /// <summary>The forward sum, over the fan-in; before SSE less its target.</summary>
    public SumBound Forward(WeightLayer layer) => new(
        layer.Name, "forward", parameters.ProductBitsOf(layer), parameters.LargestInput(layer), parameters.Bits.Weight,
        parameters.LargestWeight, layer.FanIn, layer.IsLast ? parameters.LargestTarget : 0, options.SumLimit);

    /// <summary>The sum of the error that this layer hands back, over kernel positions that meet a pixel and outputs of a group.</summary>
    public SumBound Error(WeightLayer layer)
    {
        long positions = (layer.Kernel + layer.Stride - 1) / layer.Stride, covered = layer.Pool?.Cover ?? 1;
        return new(
            layer.Name, "error", RoutedBits(layer), parameters.LargestError * covered, parameters.Bits.Weight, parameters.LargestWeight,
            positions * positions * layer.GroupOutputs, 0, options.SumLimit);
    }

    /// <summary>The weight gradient, over batch and positions; a pool hands back one code a window, so its outputs count.</summary>
    public SumBound Gradient(WeightLayer layer) => new(
        layer.Name, "gradient", RoutedBits(layer), parameters.LargestError, parameters.ProductBitsOf(layer),
        parameters.LargestInput(layer), options.Batch * GradientTermsOfImage(layer), 0, options.SumLimit);

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
}
