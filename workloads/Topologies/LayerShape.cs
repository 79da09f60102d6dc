using WageSim.Models;

namespace WageSim.Workloads.Topologies;

/// <summary>A layer with its batch, as loops see it; where a kernel is one pixel, all pixels lie in one line.</summary>
internal sealed record LayerShape(
    int Images, int Height, int Width, int KernelHeight, int KernelWidth, int Channels, int Filters, int StrideDown, int StrideAcross)
{
    public int OutputHeight => (Height - KernelHeight) / StrideDown + 1;
    public int OutputWidth => (Width - KernelWidth) / StrideAcross + 1;
    public int Taps => KernelHeight * KernelWidth;
    public int Reduction => Taps * Channels;
    public long Rows => (long)Images * OutputHeight * OutputWidth;

    public static LayerShape Of(TopologyLayer layer, int batch)
    {
        bool flat = layer is { KernelHeight: 1, KernelWidth: 1, StrideDown: 1, StrideAcross: 1 };
        long pixels = (long)batch * layer.Height * layer.Width;
        Check(layer, "positions", flat ? pixels : batch * layer.Positions);
        Check(layer, "inputs", pixels * layer.Channels);
        Check(layer, "outputs", batch * layer.Positions * layer.Filters);
        Check(layer, "weights", layer.Reduction * layer.Filters);
        return flat
            ? new(1, 1, (int)pixels, 1, 1, layer.Channels, layer.Filters, 1, 1)
            : new(batch, layer.Height, layer.Width, layer.KernelHeight, layer.KernelWidth, layer.Channels, layer.Filters,
                layer.StrideDown, layer.StrideAcross);
    }

    // Tensors are indexed with 32-bit integers.
    private static void Check(TopologyLayer layer, string what, long count)
    {
        if (count > int.MaxValue) throw new InputException($"layer {layer.Name}: {count} {what} are more than {int.MaxValue}");
    }
}
