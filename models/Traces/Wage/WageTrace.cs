using WageSim.Models.Golden;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wage;

namespace WageSim.Models.Traces.Wage;

/// <summary>A few WAGE training steps made by other software: start state, draws and every tensor to be reproduced bit for bit.</summary>
public sealed class WageTrace : ITrainingTrace
{
    private readonly int[] learningRateLog2;
    private readonly TrainingBatch[] batches;
    private readonly ushort[][][] draws;
    private readonly NamedTensor[][] expected;
    private readonly int[][] startWeights;

    private WageTrace(WageTraceHeader header, ArrayReader arrays)
    {
        (Parameters, Batch, Steps, Origin) = (header.Parameters, header.Batch, header.Steps, header.Origin);
        learningRateLog2 = header.LearningRateLog2;
        var (network, bits) = (Parameters.Network, Parameters.Bits);
        int largestWeight = new FixedFormat(bits.Gradient).MaxCode, largestInput = new FixedFormat(WageParameters.InputBits).MaxCode;
        startWeights = [.. network.Layers.Select(layer => Array.ConvertAll(
            arrays.Read(StateTensor.Weight(layer.Index), "i2", layer.WeightDimensions, -largestWeight, largestWeight), v => (int)v))];
        batches = new TrainingBatch[Steps];
        draws = new ushort[Steps][][];
        expected = new NamedTensor[Steps][];
        for (int step = 0; step < Steps; step++)
        {
            int s = step;
            long[] inputs = arrays.Read(TraceLayout.Input(s), "i1", TraceLayout.InputShape(network, Batch), -largestInput, largestInput);
            long[] labels = arrays.Read(TraceLayout.Label(s), "i4", [Batch], 0, network.Classes - 1);
            batches[s] = new(Batch, Array.ConvertAll(inputs, v => (sbyte)v), Array.ConvertAll(labels, v => (int)v));
            draws[s] = [.. network.Layers.Select(layer =>
                Array.ConvertAll(arrays.Read(TraceLayout.Random(s, layer.Index), "u2", layer.WeightDimensions), v => (ushort)v))];
            expected[s] = [.. WageTraceLayout.Results(Parameters, Batch).Select(result =>
                new NamedTensor(result.Kind, result.Layer, result.Shape,
                    arrays.Read(TraceLayout.Result(result.Kind, s, result.Layer), WageTraceLayout.TypeOf(result.Kind, bits),
                        result.Shape)))];
        }
    }

    /// <summary>Network, widths, scales and weight clip.</summary>
    public WageParameters Parameters { get; }

    SchemeParameters ITrainingTrace.Parameters => Parameters;

    int[][] ITrainingTrace.StartState => StartWeights;

    /// <summary>Images a step.</summary>
    public int Batch { get; }

    /// <summary>Steps in the trace.</summary>
    public int Steps { get; }

    /// <summary>What software produced it, in a line.</summary>
    public string Origin { get; }

    /// <summary>Stored codes before step 0: a fresh copy, to be trained in place.</summary>
    public int[][] StartWeights => [.. startWeights.Select(layer => (int[])layer.Clone())];

    /// <summary>Reads a trace folder (trace.json and trace.npz) and checks all of it.</summary>
    public static WageTrace Load(string folder)
    {
        var header = WageTraceHeader.Read(Path.Combine(folder, TraceLayout.HeaderFile));
        string arrayFile = Path.Combine(folder, TraceLayout.ArrayFile);
        using var arrays = NpzFile.Open(arrayFile);
        return new(header, new(arrayFile, arrays));
    }

    /// <summary>Images and classes of a step.</summary>
    public TrainingBatch BatchOf(int step) => batches[step];

    /// <summary>log2 of a step's learning rate.</summary>
    public int LearningRateLog2(int step) => learningRateLog2[step];

    StepRate ITrainingTrace.Rate(int step) => LearningRateLog2(step);

    /// <summary>The draws of all layers.</summary>
    public StepDraws StepDraws(int step) =>
        new(draws[step].Select((layer, index) => (index, layer))
            .ToDictionary(pair => WeightDraws.TensorName(pair.index), pair => pair.layer));

    /// <summary>One 16-bit draw for each weight of a layer.</summary>
    public ushort[] Draws(int step, int layer) => draws[step][layer];

    /// <summary>The step's tensors, in the order of <see cref="StepTensors.Tensors"/>.</summary>
    public IReadOnlyList<NamedTensor> Expected(int step) => expected[step];
}
