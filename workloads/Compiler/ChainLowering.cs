using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>The tensors of a chain of layers, each of which reads the activation of the one before.</summary>
internal abstract class ChainLowering : Lowering
{
    /// <summary>Whether an update has a random draw for each weight.</summary>
    private protected abstract bool HasRandomUpdates { get; }

    /// <summary>Bytes of an element that the last layer leaves in `output`.</summary>
    private protected abstract int OutputBytes(Bounds bounds, WeightLayer last);

    /// <summary>Adds the tensors that only this scheme has.</summary>
    private protected abstract void AddOwn(DramLayout dram, SchemeParameters parameters, CompileOptions options);

    /// <summary>All words that are spilled until their maximum is known.</summary>
    private protected abstract IEnumerable<WordTensor> Words(SchemeParameters parameters, Bounds bounds, CompileOptions options);

    public override void AddTensors(DramLayout dram, SchemeParameters parameters, Bounds bounds, CompileOptions options)
    {
        var network = parameters.Network;
        int batch = options.Batch, activationBytes = new FixedFormat(parameters.Bits.Activation).Bytes;
        int weightBytes = new FixedFormat(parameters.Bits.Gradient).Bytes;
        foreach (var layer in network.Layers) dram.Add($"weight/{layer.Index}", weightBytes, true, layer.WeightDimensions);
        dram.Add("input", 1, true, [batch, network.Input.Height, network.Input.Width, network.Input.Channels]);
        foreach (var layer in network.Layers)
            if (!layer.IsLast) dram.Add($"activation/{layer.Index}", activationBytes, false, layer.BatchDimensions(batch, layer.Output));
        dram.Add("output", OutputBytes(bounds, network.Layers[^1]), true, [batch, network.Classes]);
        if (!options.Inference) AddTraining(dram, parameters, bounds, options);
        AddOwn(dram, parameters, options);
        // Words live from the pass that makes them to the end of the next one: one place serves all layers.
        dram.AddShared([.. Words(parameters, bounds, options)], batch);
    }

    private void AddTraining(DramLayout dram, SchemeParameters parameters, Bounds bounds, CompileOptions options)
    {
        int batch = options.Batch, errorBytes = new FixedFormat(parameters.Bits.Error).Bytes;
        dram.Add("label", 4, true, [batch]);
        foreach (var layer in parameters.Network.Layers)
        {
            if (!layer.IsLast) dram.Add($"mask/{layer.Index}", 1, false, layer.BatchDimensions(batch, layer.Output));
            dram.Add($"error/{layer.Index}", errorBytes, true, layer.BatchDimensions(batch, layer.Output));
            dram.Add($"gradient/{layer.Index}", bounds.Gradient(layer).WordBytes, true, layer.WeightDimensions);
            if (HasRandomUpdates && options.ExternalDraws) dram.Add($"random/{layer.Index}", 2, false, layer.WeightDimensions);
        }
    }

    public override string InputOf(PhaseContext context, WeightLayer layer) =>
        layer.Index > 0 ? $"activation/{layer.Index - 1}" : context.Dram.Has(DramLayout.DroppedInput) ? DramLayout.DroppedInput : "input";

    public override string WeightsOf(WeightLayer layer) => $"weight/{layer.Index}";
    public override string ErrorOf(PhaseContext context, WeightLayer layer) => $"error/{layer.Index}";
    public override bool IsRouted(WeightLayer layer) => !layer.IsLast;
}
