using System.Numerics;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Models.Traces.Wageubn;

/// <summary>Runs the golden trainer of WAGEUBN and writes what it did as a trace folder.</summary>
public static class WageubnTraceWriter
{
    /// <summary>Draws come from a seed, the start state stays as it is; the folder must be new and appears whole or not at all.</summary>
    public static void Write(
        string folder, WageubnParameters parameters, WageubnState start, IReadOnlyList<WageubnTraceStep> steps, uint seed, string origin)
    {
        if (steps.Count == 0 || steps.Any(step => step.Batch.Count != steps[0].Batch.Count))
            throw new ArgumentException("steps with batches of one size are expected", nameof(steps));
        foreach (var layer in parameters.Residual.Layers)
        {
            if (parameters.LargestSum(layer) > int.MaxValue)
                throw new InputException(
                    $"layer {layer.Weights.Name}: sums could reach {parameters.LargestSum(layer)}; a trace holds up to {int.MaxValue}");
        }
        var header = new WageubnTraceHeader(
            parameters, steps[0].Batch.Count, steps.Count, [.. steps.Select(step => step.Rate)], origin);
        TraceFolder.Write(folder, header.Write, Arrays(parameters, start.Copy(), steps, seed));
    }

    private static IEnumerable<(string Name, NpyArray Array)> Arrays(
        WageubnParameters parameters, WageubnState state, IReadOnlyList<WageubnTraceStep> steps, uint seed)
    {
        var (network, trainer) = (parameters.Residual, new WageubnTrainer(parameters));
        foreach (var kind in WageubnState.OfLayers)
        foreach (var layer in network.Layers)
            yield return (WageubnTraceLayout.Start(kind, layer.Index),
                Array(WageubnTraceLayout.TypeOf(kind), layer.Weights.WeightDimensions, state[kind][layer.Index]));
        foreach (var kind in WageubnState.OfNorms)
        foreach (var norm in network.Norms)
            yield return (WageubnTraceLayout.Start(kind, norm.Index),
                Array(WageubnTraceLayout.TypeOf(kind), [norm.Shape.Channels], state[kind][norm.Index]));
        for (int s = 0; s < steps.Count; s++)
        {
            var (batch, rate) = steps[s];
            ushort[][] draws = [.. network.Layers.Select(layer =>
                WeightDraws.Of(seed, (uint)s, layer.Index, layer.Weights.WeightCount))];
            yield return (TraceLayout.Input(s),
                Array("i1", [batch.Count, network.Input.Height, network.Input.Width, network.Input.Channels], batch.Inputs));
            yield return (TraceLayout.Label(s), Array("i4", [batch.Count], batch.Labels));
            foreach (var layer in network.Layers)
                yield return (TraceLayout.Random(s, layer.Index), Array("u2", layer.Weights.WeightDimensions, draws[layer.Index]));
            var made = trainer.Step(state, batch, rate, layer => draws[layer]).Tensors;
            foreach (var array in Results(network, s, made)) yield return array;
        }
        var first = steps[0].Batch;
        yield return (WageubnTraceLayout.Inference,
            Array("i4", [first.Count, network.Classes], trainer.Infer(state, first.Inputs, first.Count)));
    }

    private static IEnumerable<(string Name, NpyArray Array)> Results(ResidualNetwork network, int step, IReadOnlyList<NamedTensor> tensors)
    {
        foreach (var tensor in tensors.Where(tensor => !WageubnTraceLayout.IsExponent(tensor.Kind)))
            yield return (WageubnTraceLayout.Result(tensor.Kind, step, tensor.Layer),
                new(WageubnTraceLayout.TypeOf(tensor.Kind), tensor.Dimensions, tensor.Values));
        foreach (var exponents in tensors.Where(tensor => WageubnTraceLayout.IsExponent(tensor.Kind)).GroupBy(tensor => tensor.Kind))
        {
            yield return (WageubnTraceLayout.Result(exponents.Key, step, 0), new(
                WageubnTraceLayout.TypeOf(exponents.Key), [WageubnTraceLayout.Exponents(network, exponents.Key)],
                [.. exponents.OrderBy(tensor => tensor.Layer).Select(tensor => tensor.Values[0])]));
        }
    }

    private static NpyArray Array<T>(string type, int[] shape, T[] values) where T : IBinaryInteger<T> =>
        new(type, shape, System.Array.ConvertAll(values, long.CreateChecked));
}
