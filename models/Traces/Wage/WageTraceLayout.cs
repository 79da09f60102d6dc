using WageSim.Models.Golden;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Models.Traces.Wage;

/// <summary>dtype and shape of every array of a WAGE trace, said once for reader and writer.</summary>
internal static class WageTraceLayout
{
    /// <summary>dtype of the results of a kind.</summary>
    public static string TypeOf(TensorKind kind, BitWidths bits) => kind switch
    {
        TensorKind.Accumulator => "i4",
        TensorKind.Activation => bits.Activation <= 8 ? "u1" : "u2",
        TensorKind.Error => bits.Error <= 8 ? "i1" : "i2",
        TensorKind.Gradient => "i8",
        _ => "i2",
    };

    /// <summary>The results of one step in order of execution, as <see cref="StepTensors.Tensors"/> has them.</summary>
    public static IEnumerable<(TensorKind Kind, int Layer, int[] Shape)> Results(WageParameters parameters, int batch)
    {
        foreach (var layer in parameters.Network.Layers)
        {
            yield return (TensorKind.Accumulator, layer.Index, layer.BatchDimensions(batch, layer.Accumulator));
            if (!layer.IsLast) yield return (TensorKind.Activation, layer.Index, layer.BatchDimensions(batch, layer.Output));
        }
        foreach (var layer in parameters.Network.Layers.Reverse())
        {
            yield return (TensorKind.Error, layer.Index, layer.BatchDimensions(batch, layer.Output));
            yield return (TensorKind.Gradient, layer.Index, layer.WeightDimensions);
            yield return (TensorKind.Weight, layer.Index, layer.WeightDimensions);
        }
    }
}
