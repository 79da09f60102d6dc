using System.Numerics;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Models.Traces.Niti;

/// <summary>Runs the golden trainer of NITI and writes what it did as a trace folder.</summary>
public static class NitiTraceWriter
{
    /// <summary>Start weights and draws from a seed; the folder must be new; it appears complete or not at all.</summary>
    public static void Write(string folder, NitiParameters parameters, IReadOnlyList<NitiTraceStep> steps, uint seed, string origin)
    {
        if (steps.Count == 0 || steps.Any(step => step.Batch.Count != steps[0].Batch.Count))
            throw new ArgumentException("steps with batches of one size are expected", nameof(steps));
        if (parameters.Dropout) throw new ArgumentException("the format has no dropout", nameof(parameters));
        var header = new NitiTraceHeader(
            parameters, steps[0].Batch.Count, steps.Count, [.. steps.Select(step => step.GradientBits)], origin);
        TraceFolder.Write(folder, header.Write, Arrays(parameters, steps, seed));
    }

    private static IEnumerable<(string Name, NpyArray Array)> Arrays(
        NitiParameters parameters, IReadOnlyList<NitiTraceStep> steps, uint seed)
    {
        var network = parameters.Network;
        var trainer = new NitiTrainer(parameters);
        int[][] weights = NitiInitializer.Draw(parameters, seed);
        foreach (var layer in network.Layers)
            yield return (StateTensor.Weight(layer.Index), Array("i1", layer.WeightDimensions, weights[layer.Index]));
        for (int s = 0; s < steps.Count; s++)
        {
            var (batch, exponent, bits) = steps[s];
            var draws = NitiDraws.Of(parameters, seed, (uint)s, batch.Count);
            yield return (TraceLayout.Input(s), Array("i1", TraceLayout.InputShape(network, batch.Count), batch.Inputs));
            yield return (NitiTraceLayout.InputExponent(s), Array("i4", [], [exponent]));
            yield return (TraceLayout.Label(s), Array("i4", [batch.Count], batch.Labels));
            yield return (NitiTraceLayout.Random(s), Array("u1", [batch.Count, network.Classes], draws.Loss));
            foreach (var array in Results(network, s, trainer.Step(weights, batch, exponent, bits, draws).Tensors)) yield return array;
        }
    }

    private static IEnumerable<(string Name, NpyArray Array)> Results(Network network, int step, IReadOnlyList<NamedTensor> tensors)
    {
        foreach (var tensor in tensors.Where(tensor => !NitiTraceLayout.IsLayerScalar(tensor.Kind)))
        {
            yield return (NitiTraceLayout.Result(tensor.Kind, step, tensor.Layer),
                new(NitiTraceLayout.TypeOf(tensor.Kind), tensor.Dimensions, tensor.Values));
        }
        foreach (var scalars in tensors.Where(tensor => NitiTraceLayout.IsLayerScalar(tensor.Kind)).GroupBy(tensor => tensor.Kind))
        {
            yield return (NitiTraceLayout.Result(scalars.Key, step, 0), new(
                NitiTraceLayout.TypeOf(scalars.Key), [network.Layers.Count],
                [.. scalars.OrderBy(tensor => tensor.Layer).Select(tensor => tensor.Values[0])]));
        }
    }

    private static NpyArray Array<T>(string type, int[] shape, T[] values) where T : IBinaryInteger<T> =>
        new(type, shape, System.Array.ConvertAll(values, long.CreateChecked));
}
