using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>Where every tensor lives in DRAM. Weights come first, so that training and inference programs agree on them.</summary>
internal sealed class DramLayout
{
    /// <summary>The images that the first layer reads where dropout is in front of it.</summary>
    public const string DroppedInput = "dropped";

    private const int Alignment = 4096;
    private readonly List<Symbol> symbols = [];
    private readonly bool keepsWords;
    private long next;

    public DramLayout(Lowering lowering, SchemeParameters parameters, Chip chip, CompileOptions options)
    {
        keepsWords = options.KeepWords;
        var network = parameters.Network;
        var bounds = new Bounds(parameters, options);
        int batch = options.Batch, activationBytes = new FixedFormat(parameters.Bits.Activation).Bytes;
        int weightBytes = new FixedFormat(parameters.Bits.Gradient).Bytes;
        foreach (var layer in network.Layers) Add($"weight/{layer.Index}", weightBytes, true, layer.WeightDimensions);
        Add("input", 1, true, [batch, network.Input.Height, network.Input.Width, network.Input.Channels]);
        foreach (var layer in network.Layers)
            if (!layer.IsLast) Add($"activation/{layer.Index}", activationBytes, false, layer.BatchDimensions(batch, layer.Output));
        Add("output", lowering.OutputBytes(bounds, network.Layers[^1]), true, [batch, network.Classes]);
        if (!options.Inference) AddTraining(lowering, parameters, bounds, options);
        lowering.AddTensors(this, parameters, options);
        long wide = 0;
        foreach (var (name, wordBytes, shape) in lowering.Words(parameters, bounds, options))
        {
            if (keepsWords) Add(name, wordBytes, true, shape);
            else wide = Math.Max(wide, shape.Aggregate((long)wordBytes, (bytes, count) => bytes * count));
        }
        // Words live from the pass that makes them to the end of the next one: one place serves all layers.
        Check(chip, wide);
        if (wide > 0) Add("wide", 1, false, [batch, (int)(wide / batch)]);
        Check(chip);
    }

    public IReadOnlyList<Symbol> Symbols => symbols;
    public long Bytes => next;
    public long this[string name] => symbols.First(symbol => symbol.Name == name).Address;

    /// <summary>Where words before quantisation are, by the name that they have if they are kept.</summary>
    public long Words(string name) => this[keepsWords ? name : "wide"];

    /// <summary>Where the codes are that a layer reads.</summary>
    public long InputOf(WeightLayer layer)
    {
        string images = symbols.Exists(symbol => symbol.Name == DroppedInput) ? DroppedInput : "input";
        return this[layer.Index > 0 ? $"activation/{layer.Index - 1}" : images];
    }

    /// <summary>Adds a tensor; elements of 1, 2, 4 or 8 bytes.</summary>
    public void Add(string name, int elementBytes, bool signed, int[] shape)
    {
        symbols.Add(new(name, next, elementBytes, signed, shape));
        next = Allocation.Round(next + shape.Aggregate(1L, (a, b) => a * b) * elementBytes, Alignment);
    }

    private void AddTraining(Lowering lowering, SchemeParameters parameters, Bounds bounds, CompileOptions options)
    {
        int batch = options.Batch, errorBytes = new FixedFormat(parameters.Bits.Error).Bytes;
        Add("label", 4, true, [batch]);
        foreach (var layer in parameters.Network.Layers)
        {
            if (!layer.IsLast) Add($"mask/{layer.Index}", 1, false, layer.BatchDimensions(batch, layer.Output));
            Add($"error/{layer.Index}", errorBytes, true, layer.BatchDimensions(batch, layer.Output));
            Add($"gradient/{layer.Index}", bounds.Gradient(layer).WordBytes, true, layer.WeightDimensions);
            if (lowering.HasRandomUpdates && options.ExternalDraws) Add($"random/{layer.Index}", 2, false, layer.WeightDimensions);
        }
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
