using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>Where every tensor lives in DRAM. Weights come first, so that training and inference programs agree on them.</summary>
public sealed class DramLayout
{
    private const int Alignment = 4096;
    private readonly List<Symbol> symbols = [];
    private long next;

    public DramLayout(WageParameters parameters, Chip chip, CompileOptions options)
    {
        var network = parameters.Network;
        int batch = options.Batch, last = network.Layers.Count - 1, errorBytes = new FixedFormat(parameters.Bits.Error).Bytes;
        int activationBytes = new FixedFormat(parameters.Bits.Activation).Bytes;
        int weightBytes = new FixedFormat(parameters.Bits.Gradient).Bytes;
        foreach (var layer in network.Layers) Add($"weight/{layer.Index}", weightBytes, true, layer.WeightDimensions);
        Add("input", 1, true, [batch, network.Input.Height, network.Input.Width, network.Input.Channels]);
        foreach (var layer in network.Layers)
            if (!layer.IsLast) Add($"activation/{layer.Index}", activationBytes, false, layer.BatchDimensions(batch, layer.Output));
        var bounds = new Bounds(parameters, options);
        Add("output", bounds.Forward(network.Layers[last]).WordBytes, true, [batch, network.Classes]);
        if (options.Inference) { Check(chip); return; }
        Add("label", 4, true, [batch]);
        long wide = network.Loss == Loss.CrossEntropy ? 4L * batch * network.Classes : 0;
        foreach (var layer in network.Layers)
        {
            if (!layer.IsLast) Add($"mask/{layer.Index}", 1, false, layer.BatchDimensions(batch, layer.Output));
            Add($"error/{layer.Index}", errorBytes, true, layer.BatchDimensions(batch, layer.Output));
            Add($"gradient/{layer.Index}", bounds.Gradient(layer).WordBytes, true, layer.WeightDimensions);
            if (options.ExternalDraws) Add($"random/{layer.Index}", 2, false, layer.WeightDimensions);
            if (layer.Index == last || options.ErrorPass == ErrorPass.Recompute) continue;
            int word = bounds.Error(network.Layers[layer.Index + 1]).WordBytes;
            wide = Math.Max(wide, (long)batch * layer.Output.Count * word);
        }
        // Errors before quantisation live from their backward pass to the end of the next one: one place serves all layers.
        Check(chip, wide);
        if (wide > 0) Add("wide", 1, false, [batch, (int)(wide / batch)]);
        Check(chip);
    }

    public IReadOnlyList<Symbol> Symbols => symbols;
    public long Bytes => next;
    public long this[string name] => symbols.First(symbol => symbol.Name == name).Address;

    private void Add(string name, int elementBytes, bool signed, int[] shape)
    {
        symbols.Add(new(name, next, elementBytes, signed, shape));
        next = Allocation.Round(next + shape.Aggregate(1L, (a, b) => a * b) * elementBytes, Alignment);
    }

    private void Check(Chip chip, long more = 0)
    {
        long capacity = (long)chip.Dram.CapacityMebibytes << 20, needed = next + more;
        if (needed > capacity)
            throw new InputException(
                $"chip {chip.Name}: the tensors need {needed >> 20} MiB of DRAM; {chip.Dram.Name} has {capacity >> 20} MiB: " +
                "take a smaller batch");
    }
}
