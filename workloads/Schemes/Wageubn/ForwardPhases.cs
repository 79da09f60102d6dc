using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>The phases forward that stream whole tensors or images: 8-bit weights, max pool, average pool.</summary>
internal static class ForwardPhases
{
    private const int WeightShift = 16, WeightBits = 8;

    /// <summary>The weights that the array loads, from those that are stored.</summary>
    public static void Weights(PhaseContext context, ResidualLayer layer) =>
        new ElementStream(context, layer.Weights.Name, "forward", layer.Weights.WeightCount)
        {
            Reads = [new(WageubnTensors.Weight(layer.Index), 4)], Writes = [new(WageubnTensors.MacWeight(layer.Index), 1)],
        }.Emit(_ => { }, block => context.Emitter.Emit(
            new VectorNarrow(block.Reads[0], block.Writes[0], block.Count, WeightShift, WeightBits)));

    /// <summary>The largest sums of the windows of a layer's pool, and where they are.</summary>
    public static void Pool(PhaseContext context, ResidualLayer layer, PaddedPool pool)
    {
        var (sums, output) = (layer.Weights.Accumulator, layer.Output);
        var border = pool.Border(sums);
        StreamTensor read = new(WageubnTensors.Sums(layer.Index), 4, sums.Pixels);
        StreamTensor peaks = new(WageubnTensors.PooledSums(layer.Index), 4, output.Pixels);
        StreamTensor places = new(WageubnTensors.Place(layer.Index), 1, output.Pixels);
        var whole = new ImageStream(context, layer.Weights.Name, "forward", sums.Channels) { Reads = [read], Writes = [peaks, places] };
        if (whole.IsWhole) whole.Emit(_ => { }, block => Peak(block, sums.Height, border.Top));
        else
            new PoolStream(context, layer.Weights.Name, "forward", pool, sums)
            {
                Reads = [(read, false)], Writes = [(peaks, true), (places, true)], Cut = PoolBand.Forward,
            }.Emit(_ => { }, (block, band) => Peak(block, band.Height, band.Top));

        void Peak(StreamBlock block, int height, int top) => context.Emitter.Emit(new VectorPeak(
            block.Reads[0], context.Emitter.Walk(new(block.Channels, 1, sums.Width, 0, height, 0, block.Count, 0, 1, 0)),
            pool.Size, pool.Stride, top, border.Left, block.Writes[0], block.Writes[1]));
    }

    /// <summary>The averages of the last activation over each image.</summary>
    public static void Average(PhaseContext context, NormLayer norm) =>
        new ImageStream(context, norm.Name, "forward", norm.Shape.Channels)
        {
            Reads = [new(WageubnTensors.Activation(norm.Index), 2, norm.Shape.Pixels)], Writes = [new(WageubnTensors.Averages, 2)],
        }.Emit(_ => { }, block => context.Emitter.Emit(new VectorAverage(
            block.Reads[0], context.Emitter.Walk(new(block.Channels, 1, norm.Shape.Pixels, 0, block.Count, 0, 1, 0, 1, 0)),
            block.Writes[0])));
}
