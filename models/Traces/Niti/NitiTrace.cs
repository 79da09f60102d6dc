using WageSim.Models.Golden;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Models.Traces.Niti;

/// <summary>A few NITI training steps made by other software: start state, draws and every tensor to be reproduced bit for bit.</summary>
public sealed class NitiTrace : ITrainingTrace
{
    private const int LargestDraw = 15;

    private readonly int[] gradientBits;
    private readonly TrainingBatch[] batches;
    private readonly NitiDraws[] draws;
    private readonly NamedTensor[][] expected;
    private readonly int[][] startWeights;

    private NitiTrace(NitiTraceHeader header, ArrayReader arrays)
    {
        (Parameters, Batch, Steps, Origin, gradientBits) =
            (header.Parameters, header.Batch, header.Steps, header.Origin, header.GradientBits);
        var network = Parameters.Network;
        startWeights = [.. network.Layers.Select(layer => Array.ConvertAll(arrays.Read(
            StateTensor.Weight(layer.Index), "i1", layer.WeightDimensions, -NitiParameters.MaxCode, NitiParameters.MaxCode), v => (int)v))];
        (batches, draws, expected) = (new TrainingBatch[Steps], new NitiDraws[Steps], new NamedTensor[Steps][]);
        for (int step = 0; step < Steps; step++)
        {
            int s = step;
            long[] inputs = arrays.Read(TraceLayout.Input(s), "i1", TraceLayout.InputShape(network, Batch));
            long[] labels = arrays.Read(TraceLayout.Label(s), "i4", [Batch], 0, network.Classes - 1);
            batches[s] = new(Batch, Array.ConvertAll(inputs, v => (sbyte)v), Array.ConvertAll(labels, v => (int)v))
            {
                Exponent = arrays.ReadScalar(
                    NitiTraceLayout.InputExponent(s), "i4", NitiParameters.LeastExponent, NitiParameters.MostExponent),
            };
            long[] loss = arrays.Read(NitiTraceLayout.Random(s), "u1", [Batch, network.Classes], 0, LargestDraw);
            draws[s] = new(Array.ConvertAll(loss, v => (byte)v), []);
            expected[s] = [.. NitiTraceLayout.Results(network, Batch).Select(result =>
                new NamedTensor(result.Kind, result.Layer, result.Shape, Read(arrays, s, result.Kind, result.Layer, result.Shape)))];
        }
    }

    /// <summary>Network, weight exponents, loss and rounding.</summary>
    public NitiParameters Parameters { get; }

    SchemeParameters ITrainingTrace.Parameters => Parameters;

    int[][] ITrainingTrace.StartState => StartWeights;

    /// <summary>Images a step.</summary>
    public int Batch { get; }

    /// <summary>Steps in the trace.</summary>
    public int Steps { get; }

    /// <summary>What software produced it, in a line.</summary>
    public string Origin { get; }

    /// <summary>Weight codes before step 0: a fresh copy, to be trained in place.</summary>
    public int[][] StartWeights => [.. startWeights.Select(layer => (int[])layer.Clone())];

    /// <summary>Reads a trace folder (trace.json and trace.npz) and checks all of it.</summary>
    public static NitiTrace Load(string folder)
    {
        var header = NitiTraceHeader.Read(Path.Combine(folder, TraceLayout.HeaderFile));
        string arrayFile = Path.Combine(folder, TraceLayout.ArrayFile);
        using var arrays = NpzFile.Open(arrayFile);
        return new(header, new(arrayFile, arrays));
    }

    /// <summary>Images and classes of a step.</summary>
    public TrainingBatch BatchOf(int step) => batches[step];

    /// <summary>Exponent of a step's images.</summary>
    public int InputExponent(int step) => batches[step].Exponent;

    /// <summary>Magnitude bits of a step's updates.</summary>
    public int GradientBits(int step) => gradientBits[step];

    StepRate ITrainingTrace.Rate(int step) => GradientBits(step);

    StepDraws ITrainingTrace.StepDraws(int step) => draws[step].Stored();

    /// <summary>What is random in a step.</summary>
    public NitiDraws Draws(int step) => draws[step];

    /// <summary>The step's tensors, in the order of <see cref="StepTensors.Tensors"/>.</summary>
    public IReadOnlyList<NamedTensor> Expected(int step) => expected[step];

    private long[] Read(ArrayReader arrays, int step, TensorKind kind, int layer, int[] shape)
    {
        string name = NitiTraceLayout.Result(kind, step, layer), type = NitiTraceLayout.TypeOf(kind);
        return NitiTraceLayout.IsLayerScalar(kind)
            ? [arrays.Read(name, type, [Parameters.Network.Layers.Count])[layer]]
            : arrays.Read(name, type, shape);
    }
}
