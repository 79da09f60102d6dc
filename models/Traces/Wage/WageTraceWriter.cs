using System.Numerics;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Models.Traces.Wage;

/// <summary>Runs the golden trainer and writes what it did as a trace folder.</summary>
public static class WageTraceWriter
{
    /// <summary>One step a batch, start weights and draws from a seed; the folder must be new; it appears complete or not at all.</summary>
    public static void Write(
        string folder, WageParameters parameters, IReadOnlyList<TrainingBatch> batches, IReadOnlyList<int> learningRateLog2,
        uint seed, string origin)
    {
        if (parameters.WeightClipBits != parameters.Bits.Weight && parameters.WeightClipBits != parameters.Bits.Gradient)
            throw new ArgumentException($"a weight clip of {parameters.WeightClipBits} bits is neither kW nor kG", nameof(parameters));
        if (batches.Count == 0 || learningRateLog2.Count != batches.Count || batches.Any(batch => batch.Count != batches[0].Count))
            throw new ArgumentException("one learning rate a batch, and batches of one size, are expected", nameof(batches));
        var header = new WageTraceHeader(parameters, batches[0].Count, batches.Count, [.. learningRateLog2], origin);
        TraceFolder.Write(folder, header.Write, Arrays(header, batches, seed));
    }

    private static IEnumerable<(string Name, NpyArray Array)> Arrays(
        WageTraceHeader header, IReadOnlyList<TrainingBatch> batches, uint seed)
    {
        var (parameters, network) = (header.Parameters, header.Parameters.Network);
        foreach (var layer in network.Layers)
        {
            long input = new FixedFormat(parameters.InputBitsOf(layer)).MaxCode, weight = new FixedFormat(parameters.Bits.Weight).MaxCode;
            var largest = (Int128)layer.FanIn * input * weight;
            if (largest > int.MaxValue)
                throw new InputException($"layer {layer.Name}: sums could reach {largest}; a trace holds up to {int.MaxValue}");
        }
        var trainer = new WageTrainer(parameters);
        int[][] weights = WageInitializer.Draw(parameters, seed);
        foreach (var layer in network.Layers)
        {
            yield return (StateTensor.Weight(layer.Index), Array("i2", layer.WeightDimensions, weights[layer.Index]));
        }
        for (int step = 0; step < batches.Count; step++)
        {
            var batch = batches[step];
            ushort[][] draws = [.. network.Layers.Select(layer => WeightDraws.Of(seed, (uint)step, layer.Index, layer.WeightCount))];
            yield return (TraceLayout.Input(step), Array("i1", TraceLayout.InputShape(network, batch.Count), batch.Inputs));
            yield return (TraceLayout.Label(step), Array("i4", [batch.Count], batch.Labels));
            foreach (var layer in network.Layers)
            {
                yield return (TraceLayout.Random(step, layer.Index), Array("u2", layer.WeightDimensions, draws[layer.Index]));
            }
            foreach (var tensor in trainer.Step(weights, batch, header.LearningRateLog2[step], layer => draws[layer]).Tensors)
            {
                yield return (TraceLayout.Result(tensor.Kind, step, tensor.Layer),
                    new(WageTraceLayout.TypeOf(tensor.Kind, parameters.Bits), tensor.Dimensions, tensor.Values));
            }
        }
    }

    private static NpyArray Array<T>(string type, int[] shape, T[] values) where T : IBinaryInteger<T> =>
        new(type, shape, System.Array.ConvertAll(values, long.CreateChecked));
}
