using WageSim.Models.Golden;
using WageSim.Models.Schemes;

namespace WageSim.Models.Traces;

/// <summary>Runs the golden trainer and writes what it did as a trace folder.</summary>
public static class GoldenTraceWriter
{
    /// <summary>One step a batch, from the start weights and draws of a seed; the folder must not exist and appears complete or not at all.</summary>
    public static void Write(string folder, WageParameters parameters, IReadOnlyList<TrainingBatch> batches, IReadOnlyList<int> learningRateLog2, uint seed, string origin)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(folder)) throw new InputException($"{folder}: exists already; a new folder is expected");
        if (parameters.WeightClipBits != parameters.Bits.Weight && parameters.WeightClipBits != parameters.Bits.Gradient)
            throw new ArgumentException($"a weight clip of {parameters.WeightClipBits} bits cannot be written; kW and kG can", nameof(parameters));
        if (batches.Count == 0 || learningRateLog2.Count != batches.Count || batches.Any(batch => batch.Count != batches[0].Count))
            throw new ArgumentException("one learning rate a batch, and batches of one size, are expected", nameof(batches));
        var header = new TraceHeader(parameters, batches[0].Count, batches.Count, [.. learningRateLog2], origin);
        string temporary = folder + ".partial";
        Directory.CreateDirectory(temporary);
        try
        {
            header.Write(Path.Combine(temporary, TraceLayout.HeaderFile));
            NpzFile.Write(Path.Combine(temporary, TraceLayout.ArrayFile), Arrays(header, batches, seed));
            Directory.Move(temporary, folder);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    private static IEnumerable<(string Name, NpyArray Array)> Arrays(TraceHeader header, IReadOnlyList<TrainingBatch> batches, uint seed)
    {
        var (parameters, network) = (header.Parameters, header.Parameters.Network);
        var trainer = new GoldenTrainer(parameters);
        int[][] weights = WeightInitializer.Draw(parameters, seed);
        foreach (var layer in network.Layers)
        {
            yield return (TraceLayout.Weight(layer.Index), new("i2", layer.WeightDimensions, Array.ConvertAll(weights[layer.Index], v => (long)v)));
        }
        for (int step = 0; step < batches.Count; step++)
        {
            var batch = batches[step];
            ushort[][] draws = [.. network.Layers.Select(layer => WeightDraws.Of(seed, (uint)step, layer.Index, layer.WeightCount))];
            yield return (TraceLayout.Input(step), new("i1", TraceLayout.InputShape(network, batch.Count), Array.ConvertAll(batch.Inputs, v => (long)v)));
            yield return (TraceLayout.Label(step), new("i4", [batch.Count], Array.ConvertAll(batch.Labels, v => (long)v)));
            foreach (var layer in network.Layers)
            {
                yield return (TraceLayout.Random(step, layer.Index), new("u2", layer.WeightDimensions, Array.ConvertAll(draws[layer.Index], v => (long)v)));
            }
            foreach (var tensor in trainer.Step(weights, batch, header.LearningRateLog2[step], layer => draws[layer]).Tensors)
            {
                yield return (TraceLayout.Result(tensor.Kind, step, tensor.Layer),
                    new(TraceLayout.TypeOf(tensor.Kind, parameters.Bits), tensor.Dimensions, tensor.Values));
            }
        }
    }
}
