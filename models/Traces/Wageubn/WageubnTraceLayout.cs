using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;

namespace WageSim.Models.Traces.Wageubn;

/// <summary>Name, dtype and shape of every array of a WAGEUBN trace, said once for reader and writer; names of all schemes apart.</summary>
internal static class WageubnTraceLayout
{
    /// <summary>The logits with the running statistics of the last step.</summary>
    public static string Inference => NamedTensor.TraceName(TensorKind.Inference);

    /// <summary>The array of a layer or normalisation before step 0.</summary>
    public static string Start(TensorKind kind, int index) => WageubnState.NameOf(kind, index);

    /// <summary>The array with a result; exponents share one, and there is one pooled tensor only.</summary>
    public static string Result(TensorKind kind, int step, int index) => IsExponent(kind) || kind == TensorKind.Pooled
        ? $"{NamedTensor.TraceName(kind)}/{step}"
        : TraceLayout.Result(kind, step, index);

    /// <summary>One number a layer or normalisation, all of a step in one array.</summary>
    public static bool IsExponent(TensorKind kind) => kind
        is TensorKind.WideErrorExponent or TensorKind.OperandErrorExponent or TensorKind.ActivationErrorExponent;

    /// <summary>Numbers in an array of exponents.</summary>
    public static int Exponents(ResidualNetwork network, TensorKind kind) =>
        WageubnState.IsOfNorm(kind) ? network.Norms.Count : network.Layers.Count;

    /// <summary>dtype of the results of a kind.</summary>
    public static string TypeOf(TensorKind kind) => kind switch
    {
        TensorKind.ActivationError => "i1",
        TensorKind.Normalised or TensorKind.OperandError or TensorKind.Step or TensorKind.WeightMomentum => "i2",
        TensorKind.Activation or TensorKind.Pooled => "u2",
        TensorKind.ErrorSum or TensorKind.ProductSum or TensorKind.Gradient => "i8",
        _ => "i4",
    };

    /// <summary>The results of one step in order of execution, as <see cref="StepTensors.Tensors"/> has them.</summary>
    public static IEnumerable<(TensorKind Kind, int Index, int[] Shape)> Results(ResidualNetwork network, int batch)
    {
        var last = network.Layers[^1];
        yield return Sums(network.Layers[0]);
        foreach (var norm in network.Norms)
        {
            int[] shape = norm.BatchDimensions(batch), channels = [norm.Shape.Channels];
            yield return (TensorKind.Stream, norm.Index, shape);
            yield return (TensorKind.Mean, norm.Index, channels);
            yield return (TensorKind.Deviation, norm.Index, channels);
            yield return (TensorKind.Normalised, norm.Index, shape);
            yield return (TensorKind.Activation, norm.Index, shape);
            foreach (var layer in network.ReadersOf(norm)) yield return Sums(layer);
        }
        yield return (TensorKind.Pooled, last.Index, [batch, last.Weights.Input.Channels]);
        yield return Sums(last);
        foreach (var result in Backward(last, batch)) yield return result;
        foreach (var norm in network.Norms.Reverse())
        {
            int[] channels = [norm.Shape.Channels];
            yield return (TensorKind.ActivationError, norm.Index, norm.BatchDimensions(batch));
            yield return (TensorKind.ActivationErrorExponent, norm.Index, []);
            foreach (var kind in (TensorKind[])
                [TensorKind.ErrorSum, TensorKind.ProductSum, TensorKind.GammaStep, TensorKind.BetaStep, .. WageubnState.OfNorms])
                yield return (kind, norm.Index, channels);
            foreach (var result in Backward(network.Layers[norm.Layer], batch)) yield return result;
            if (norm.Projection is not { } projection) continue;
            foreach (var result in Backward(network.Layers[projection], batch)) yield return result;
        }

        (TensorKind, int, int[]) Sums(ResidualLayer layer) =>
            (TensorKind.Accumulator, layer.Index, layer.Weights.BatchDimensions(batch, layer.Weights.Accumulator));
    }

    private static IEnumerable<(TensorKind Kind, int Index, int[] Shape)> Backward(ResidualLayer layer, int batch)
    {
        int[] sums = layer.Weights.BatchDimensions(batch, layer.Weights.Accumulator);
        yield return (TensorKind.WideError, layer.Index, sums);
        yield return (TensorKind.WideErrorExponent, layer.Index, []);
        yield return (TensorKind.OperandError, layer.Index, sums);
        yield return (TensorKind.OperandErrorExponent, layer.Index, []);
        foreach (var kind in (TensorKind[])[TensorKind.Gradient, TensorKind.Step, .. WageubnState.OfLayers])
            yield return (kind, layer.Index, layer.Weights.WeightDimensions);
    }
}
