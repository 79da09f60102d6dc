using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>Where a layer's tensors lie in DRAM, and the shift that makes a code of a sum.</summary>
internal sealed class LayerDram
{
    private const int Alignment = 4096;

    public LayerDram(string name, LayerShape shape, Chip chip, LayerOptions options)
    {
        bool transposed = options.Dataflow == Dataflow.OutputStationary;
        long input = (long)shape.Images * shape.Height * shape.Width * shape.Channels, output = shape.Rows * shape.Filters;
        Weights = Allocation.Round(input, Alignment);
        Output = Allocation.Round(Weights + (long)shape.Reduction * shape.Filters, Alignment);
        Bytes = Allocation.Round(Output + output, Alignment);
        long capacity = (long)chip.Dram.CapacityMebibytes << 20;
        if (Bytes > capacity)
            throw new InputException(
                $"chip {chip.Name}: layer {name} needs {Bytes >> 20} MiB of DRAM; {chip.Dram.Name} has {capacity >> 20} MiB");
        Symbols =
        [
            new("input", 0, 1, true, transposed
                ? [shape.Images, shape.Channels, shape.Height, shape.Width] : [shape.Images, shape.Height, shape.Width, shape.Channels]),
            new("weight", Weights, 1, true, transposed
                ? [shape.Channels, shape.KernelHeight, shape.KernelWidth, shape.Filters]
                : [shape.KernelHeight, shape.KernelWidth, shape.Channels, shape.Filters]),
            new("output", Output, 1, true, [shape.Images, shape.OutputHeight, shape.OutputWidth, shape.Filters]),
        ];
        // The standard deviation of a sum of independent codes stays that of a code.
        Shift = Math.Min(31, options.WeightBits - 1 + (int)Math.Ceiling(Math.Log2(shape.Reduction) / 2));
    }

    /// <summary>Byte addresses.</summary>
    public long Input { get; }
    public long Weights { get; }
    public long Output { get; }
    public long Bytes { get; }
    public IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>Right shift from a sum to a code of 8 bits.</summary>
    public int Shift { get; }
}
