using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnTensors;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>WAGEUBN's tensors in DRAM: state, images and logits have places of their own, all others share memory.</summary>
internal static class WageubnLayout
{
    public static void Add(DramLayout dram, SchemeParameters parameters, Bounds bounds, CompileOptions options)
    {
        var network = parameters.Network.Residual!;
        AddState(dram, network);
        dram.Add("input", 1, true, [options.Batch, network.Input.Height, network.Input.Width, network.Input.Channels]);
        dram.Add(Logits, 4, true, [options.Batch, network.Classes]);
        AddForward(dram, network, options);
        if (options.Inference) return;
        AddTraining(dram, network, options);
        foreach (var layer in network.Layers) AddBackward(dram, network, layer, bounds, options);
        foreach (var norm in network.Norms) AddBackward(dram, network, norm, options.Batch);
    }

    // What inference reads comes first.
    private static void AddState(DramLayout dram, ResidualNetwork network)
    {
        foreach (var layer in network.Layers) dram.Add(Weight(layer.Index), 4, true, layer.Weights.WeightDimensions);
        foreach (var norm in network.Norms)
            foreach (string name in (string[])[Gamma(norm.Index), Beta(norm.Index), RunningMean(norm.Index), RunningDeviation(norm.Index)])
                dram.Add(name, 4, true, [norm.Shape.Channels]);
    }

    private static void AddForward(DramLayout dram, ResidualNetwork network, CompileOptions options)
    {
        int batch = options.Batch;
        foreach (var layer in network.Layers)
        {
            int l = layer.Index;
            dram.AddTemporary(MacWeight(l), 1, true, layer.Weights.WeightDimensions);
            if (!layer.Weights.IsLast) dram.AddTemporary(Sums(l), 4, true, layer.Weights.BatchDimensions(batch, layer.Weights.Accumulator));
            if (layer.Pool is null) continue;
            dram.AddTemporary(PooledSums(l), 4, true, layer.Weights.BatchDimensions(batch, layer.Output));
            dram.AddTemporary(Place(l), 1, false, layer.Weights.BatchDimensions(batch, layer.Output));
        }
        foreach (var norm in network.Norms)
        {
            dram.AddTemporary(Stream(norm.Index), 4, true, norm.BatchDimensions(batch));
            dram.AddTemporary(Activation(norm.Index), 2, false, norm.BatchDimensions(batch));
        }
        dram.AddTemporary(Averages, 2, false, [batch, network.Norms[^1].Shape.Channels]);
    }

    private static void AddTraining(DramLayout dram, ResidualNetwork network, CompileOptions options)
    {
        dram.Add("label", 4, true, [options.Batch]);
        dram.Add(OperandExponents, 4, true, [network.Layers.Count]);
        dram.Add(CodeExponents, 4, true, [network.Norms.Count]);
        foreach (var layer in network.Layers)
        {
            dram.Add(Momentum(layer.Index), 2, true, layer.Weights.WeightDimensions);
            if (options.ExternalDraws) dram.Add($"random/{layer.Index}", 2, false, layer.Weights.WeightDimensions);
        }
        foreach (var norm in network.Norms)
            foreach (string name in (string[])[GammaMomentum(norm.Index), BetaMomentum(norm.Index)])
                dram.Add(name, 4, true, [norm.Shape.Channels]);
    }

    private static void AddBackward(DramLayout dram, ResidualNetwork network, ResidualLayer layer, Bounds bounds, CompileOptions options)
    {
        int l = layer.Index, batch = options.Batch;
        int[] shape = layer.Weights.BatchDimensions(batch, layer.Weights.Accumulator);
        if (layer.Weights.IsLast) AddWide(dram, LogitErrors(l), shape);
        if (layer.Pool is not null) AddWide(dram, RoutedError(l), shape);
        if (OperandLayer(network, l) == l) dram.AddTemporary(Operands(l), 2, true, shape);
        if (layer.Norm >= 0) AddWide(dram, Handed(l), layer.Weights.BatchDimensions(batch, layer.Weights.Input));
        dram.AddTemporary(Gradient(l), bounds.Gradient(layer.Weights).WordBytes, true, layer.Weights.WeightDimensions);
    }

    private static void AddBackward(DramLayout dram, ResidualNetwork network, NormLayer norm, int batch)
    {
        int n = norm.Index;
        int[] shape = norm.BatchDimensions(batch), channels = [norm.Shape.Channels];
        foreach (string name in (string[])[Mean(n), Deviation(n)]) dram.AddTemporary(name, 4, true, channels);
        dram.AddTemporary(Normalised(n), 2, true, shape);
        dram.AddTemporary(Mask(n), 1, false, shape);
        if (HandedTo(network, norm) == ActivationError(n)) AddWide(dram, ActivationError(n), shape);
        dram.AddTemporary(Codes(n), 1, true, shape);
        foreach (string name in (string[])[ErrorSum(n), ProductSum(n), Largest(n)]) dram.AddTemporary(name, 8, true, channels);
        dram.AddTemporary(Guard(n), 4, true, [2]);
        if (HandedBy(network, norm) == NormError(n)) AddWide(dram, NormError(n), shape);
        AddWide(dram, StreamError(n), shape);
    }

    private static void AddWide(DramLayout dram, string name, int[] shape)
    {
        dram.AddTemporary(name, 4, true, shape);
        dram.AddTemporary(Scale(name), 4, true, [2]);
    }
}
