using WageSim.Models.Golden;
using WageSim.Models.Networks;

namespace WageSim.Models.Traces.Niti;

/// <summary>Name, dtype and shape of every array of a NITI trace, said once for reader and writer; names of all schemes apart.</summary>
internal static class NitiTraceLayout
{
    public static string InputExponent(int step) => $"input_exponent/{step}";
    public static string Random(int step) => $"random/{step}";

    /// <summary>The array with a result; scalars of the layers share one, and so the loss has no layer in its name.</summary>
    public static string Result(TensorKind kind, int step, int layer) =>
        IsLayerScalar(kind) || kind == TensorKind.LossError
            ? $"{NamedTensor.TraceName(kind)}/{step}"
            : TraceLayout.Result(kind, step, layer);

    /// <summary>One number a layer, all of a step in one array.</summary>
    public static bool IsLayerScalar(TensorKind kind) =>
        kind is TensorKind.ActivationExponent or TensorKind.ActivationShift or TensorKind.ErrorShift or TensorKind.GradientShift;

    /// <summary>dtype of the results of a kind.</summary>
    public static string TypeOf(TensorKind kind) => kind switch
    {
        TensorKind.Activation => "u1",
        TensorKind.Code or TensorKind.Error or TensorKind.Update or TensorKind.Weight => "i1",
        TensorKind.Gradient => "i8",
        _ => "i4",
    };

    /// <summary>The results of one step in order of execution, as <see cref="StepTensors.Tensors"/> has them.</summary>
    public static IEnumerable<(TensorKind Kind, int Layer, int[] Shape)> Results(Network network, int batch)
    {
        foreach (var layer in network.Layers)
        {
            yield return (TensorKind.Accumulator, layer.Index, layer.BatchDimensions(batch, layer.Accumulator));
            yield return (TensorKind.ActivationShift, layer.Index, []);
            yield return (TensorKind.ActivationExponent, layer.Index, []);
            yield return (TensorKind.Code, layer.Index, layer.BatchDimensions(batch, layer.Accumulator));
            if (!layer.IsLast) yield return (TensorKind.Activation, layer.Index, layer.BatchDimensions(batch, layer.Output));
        }
        foreach (var layer in network.Layers.Reverse())
        {
            yield return (layer.IsLast ? TensorKind.LossError : TensorKind.ErrorAccumulator, layer.Index,
                layer.BatchDimensions(batch, layer.Output));
            yield return (TensorKind.ErrorShift, layer.Index, []);
            yield return (TensorKind.Error, layer.Index, layer.BatchDimensions(batch, layer.Output));
            yield return (TensorKind.Gradient, layer.Index, layer.WeightDimensions);
            yield return (TensorKind.GradientShift, layer.Index, []);
            yield return (TensorKind.Update, layer.Index, layer.WeightDimensions);
            yield return (TensorKind.Weight, layer.Index, layer.WeightDimensions);
        }
    }
}
