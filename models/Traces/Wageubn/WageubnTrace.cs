using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Models.Traces.Wageubn;

/// <summary>A few WAGEUBN training steps made by other software: start state, draws, and every tensor to be reproduced.</summary>
public sealed class WageubnTrace : ITrainingTrace
{
    private readonly WageubnRate[] rates;
    private readonly WageubnState start;
    private readonly TrainingBatch[] batches;
    private readonly ushort[][][] draws;
    private readonly NamedTensor[][] expected;

    private WageubnTrace(WageubnTraceHeader header, ArrayReader arrays)
    {
        (Parameters, Batch, Steps, Origin, rates) = (header.Parameters, header.Batch, header.Steps, header.Origin, header.Rates);
        start = WageubnState.Of(kind => Start(arrays, kind));
        (batches, draws, expected) = (new TrainingBatch[Steps], new ushort[Steps][][], new NamedTensor[Steps][]);
        int[] images = [Batch, Network.Input.Height, Network.Input.Width, Network.Input.Channels];
        for (int step = 0; step < Steps; step++)
        {
            int s = step;
            long[] inputs = arrays.Read(TraceLayout.Input(s), "i1", images, -WageubnParameters.MaxCode, WageubnParameters.MaxCode);
            long[] labels = arrays.Read(TraceLayout.Label(s), "i4", [Batch], 0, Network.Classes - 1);
            batches[s] = new(Batch, Array.ConvertAll(inputs, v => (sbyte)v), Array.ConvertAll(labels, v => (int)v));
            draws[s] = [.. Network.Layers.Select(layer => Array.ConvertAll(
                arrays.Read(TraceLayout.Random(s, layer.Index), "u2", layer.Weights.WeightDimensions), v => (ushort)v))];
            expected[s] = [.. WageubnTraceLayout.Results(Network, Batch).Select(result =>
                new NamedTensor(result.Kind, result.Index, result.Shape, Result(arrays, s, result.Kind, result.Index, result.Shape)))];
        }
        int[] logits = [Batch, Network.Classes];
        Inference = new(TensorKind.Inference, Network.Layers[^1].Index, logits, arrays.Read(WageubnTraceLayout.Inference, "i4", logits));
    }

    /// <summary>Network, clip of the activations, running shift.</summary>
    public WageubnParameters Parameters { get; }

    /// <summary>Images a step.</summary>
    public int Batch { get; }

    /// <summary>Steps in the trace.</summary>
    public int Steps { get; }

    /// <summary>What software produced it, in a line.</summary>
    public string Origin { get; }

    /// <summary>Logits of step 0's images with the state after the last step and its running statistics.</summary>
    public NamedTensor Inference { get; }

    /// <summary>Weights, normalisations and their momenta before step 0: a fresh copy, to be trained in place.</summary>
    public WageubnState StartState => start.Copy();

    SchemeParameters ITrainingTrace.Parameters => Parameters;

    int[][] ITrainingTrace.StartState => StartState.Arrays;

    private ResidualNetwork Network => Parameters.Residual;

    /// <summary>Reads a trace folder (trace.json and trace.npz) and checks all of it.</summary>
    public static WageubnTrace Load(string folder)
    {
        var header = WageubnTraceHeader.Read(Path.Combine(folder, TraceLayout.HeaderFile));
        string arrayFile = Path.Combine(folder, TraceLayout.ArrayFile);
        using var arrays = NpzFile.Open(arrayFile);
        return new(header, new(arrayFile, arrays));
    }

    /// <summary>Images and classes of a step.</summary>
    public TrainingBatch BatchOf(int step) => batches[step];

    /// <summary>Learning rate and gradient range of a step.</summary>
    public WageubnRate RateOf(int step) => rates[step];

    StepRate ITrainingTrace.Rate(int step) => rates[step].Step;

    StepDraws ITrainingTrace.StepDraws(int step) =>
        new(Network.Layers.ToDictionary(layer => WeightDraws.TensorName(layer.Index), layer => draws[step][layer.Index]));

    /// <summary>One 16-bit draw for each weight of a layer.</summary>
    public ushort[] Draws(int step, int layer) => draws[step][layer];

    /// <summary>The step's tensors, in the order of <see cref="StepTensors.Tensors"/>.</summary>
    public IReadOnlyList<NamedTensor> Expected(int step) => expected[step];

    /// <summary>What a tensor's index counts: conv3, fc4, norm2.</summary>
    public string PlaceOf(TensorKind kind, int index) =>
        WageubnState.IsOfNorm(kind) ? Network.Norms[index].Name : Network.Layers[index].Weights.Name;

    private int[][] Start(ArrayReader arrays, TensorKind kind)
    {
        // Deviations are divided by.
        int least = kind == TensorKind.RunningDeviation ? 0 : -int.MaxValue;
        return WageubnState.IsOfNorm(kind)
            ? [.. Network.Norms.Select(norm => Read(norm.Index, [norm.Shape.Channels]))]
            : [.. Network.Layers.Select(layer => Read(layer.Index, layer.Weights.WeightDimensions))];

        int[] Read(int index, int[] shape) => Array.ConvertAll(
            arrays.Read(WageubnTraceLayout.Start(kind, index), WageubnTraceLayout.TypeOf(kind), shape, least, int.MaxValue), v => (int)v);
    }

    private long[] Result(ArrayReader arrays, int step, TensorKind kind, int index, int[] shape)
    {
        string name = WageubnTraceLayout.Result(kind, step, index), type = WageubnTraceLayout.TypeOf(kind);
        return WageubnTraceLayout.IsExponent(kind)
            ? [arrays.Read(name, type, [WageubnTraceLayout.Exponents(Network, kind)])[index]]
            : arrays.Read(name, type, shape);
    }
}
