using System.Numerics;
using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>The phases backward that stream wide errors, and keep exponent and maximum of those that they make.</summary>
internal static class ErrorPhases
{
    // Exponent and maximum of each of three tensors.
    private const int ScaleWords = 6;

    private const int OperandBits = 14, RoutedBits = 28;

    /// <summary>The loss's maximum is in its register, its exponent is the unit of softmax.</summary>
    public static void SoftmaxScale(PhaseContext context, ResidualLayer layer)
    {
        const int unitLog2 = 16;
        context.Emitter.Phase(layer.Weights.Name, "loss", () =>
        {
            var place = context.PlaceScratchpad([ScalarWords.Wish(2)]);
            context.Emitter.Emit(new VectorSet(Exponent, -unitLog2));
            new ScalarWords(context, place![0]).StoreScale(context, WageubnTensors.LogitErrors(layer.Index), Exponent, Max);
        });
    }

    /// <summary>E2: the operand of the array from the wide error of a layer's sums.</summary>
    public static void Operands(PhaseContext context, ResidualLayer layer)
    {
        string words = WageubnTensors.WideError(context.Graph(), layer.Index);
        int count = context.Options.Batch * layer.Weights.Accumulator.Count;
        new ElementStream(context, layer.Weights.Name, "error", count)
        {
            Reads = [new(words, 4)], Writes = [new(WageubnTensors.Operands(layer.Index), 2)], Scalars = ScaleWords,
        }.Emit(scalars =>
        {
            scalars.LoadScale(context, words, Exponent, XMax);
            context.Emitter.Emit(new VectorExponent(XMax, Exponent, OperandBits));
            scalars.Store(context.Dram[WageubnTensors.OperandExponents] + layer.Index * 4, Exponent);
        }, block => context.Emitter.Emit(new VectorFlag(block.Reads[0], block.Writes[0], block.Count, XMax)));
    }

    /// <summary>The sum of two wide errors at a common exponent.</summary>
    public static void Sum(PhaseContext context, NormLayer norm, string x, string y, string to)
    {
        new ElementStream(context, norm.Name, "error", context.Options.Batch * norm.Shape.Count)
        {
            Reads = [new(x, 4), new(y, 4)], Writes = [new(to, 4)], Scalars = ScaleWords,
        }.Emit(scalars =>
        {
            scalars.LoadScale(context, x, XExponent, XMax);
            scalars.LoadScale(context, y, YExponent, YMax);
            context.Emitter.Emit(new VectorMatch(XExponent, XMax, YExponent, YMax, WageubnContext.Sum));
            context.Emitter.Emit(new VectorSet(Max, 0));
        }, block => context.Emitter.Emit(new VectorBlend(
            block.Reads[0], block.Reads[1], block.Writes[0], context.Emitter.Walk(Walks.Dense(block.Count)), WageubnContext.Sum + 1, Max)),
        scalars => scalars.StoreScale(context, to, WageubnContext.Sum, Max));
    }

    /// <summary>The dense layer's error handed back to all pixels of the activation that was averaged.</summary>
    public static void Spread(PhaseContext context, NormLayer norm, string averages, string to)
    {
        new ImageStream(context, norm.Name, "error", norm.Shape.Channels)
        {
            Reads = [new(averages, 4)], Writes = [new(to, 4, norm.Shape.Pixels)], Scalars = ScaleWords,
        }.Emit(scalars =>
        {
            scalars.LoadScale(context, averages, Exponent, XMax);
            context.Emitter.Emit(new VectorAddValue(Exponent, -BitOperations.Log2((uint)norm.Shape.Pixels)));
            context.Emitter.Emit(new VectorSet(Max, 0));
        }, block => context.Emitter.Emit(new VectorSpread(
            block.Reads[0], context.Emitter.Walk(new(block.Channels, 1, norm.Shape.Pixels, 0, block.Count, 0, 1, 0, 1, 0)),
            block.Writes[0], Max)),
        scalars => scalars.StoreScale(context, to, Exponent, Max));
    }

    /// <summary>The error of a stream added where the maxima of a layer's pool came from.</summary>
    public static void Unpool(PhaseContext context, ResidualLayer layer, PaddedPool pool, string stream)
    {
        var sums = layer.Weights.Accumulator;
        var border = pool.Border(sums);
        string to = WageubnTensors.RoutedError(layer.Index);
        StreamTensor words = new(stream, 4, layer.Output.Pixels), places = new(WageubnTensors.Place(layer.Index), 1, layer.Output.Pixels);
        StreamTensor routed = new(to, 4, sums.Pixels);
        var whole = new ImageStream(context, layer.Weights.Name, "error", sums.Channels)
        {
            Reads = [words, places], Writes = [routed], Scalars = ScaleWords,
        };
        if (whole.IsWhole) whole.Emit(Begin, block => Route(block, sums.Height, border.Top, Max), End);
        else
            new PoolStream(context, layer.Weights.Name, "error", pool, sums)
            {
                Reads = [(words, true), (places, true)], Writes = [(routed, false)], Cut = PoolBand.Backward, Scalars = ScaleWords,
            }.Emit(Begin, Band, End);

        void Begin(ScalarWords scalars)
        {
            scalars.LoadScale(context, stream, Exponent, XMax);
            context.Emitter.Emit(new VectorRoom(XMax, Shift, Exponent, RoutedBits));
            context.Emitter.Emit(new VectorSet(Max, 0));
        }

        void Route(StreamBlock block, int height, int top, int max) => context.Emitter.Emit(new VectorUnpeak(
            block.Reads[0], block.Reads[1], block.Writes[0],
            context.Emitter.Walk(new(block.Channels, 1, sums.Width, 0, height, 0, block.Count, 0, 1, 0)),
            pool.Size, pool.Stride, top, border.Left, Shift, max));

        // Lines of the next band lack some of their windows: their sums are no errors, so the maximum is that of the others.
        void Band(StreamBlock block, PoolBand band)
        {
            bool others = band.Height > band.Lines.Count;
            Route(block, band.Height, band.Top, others ? YMax : Max);
            if (others)
                context.Emitter.Emit(new VectorClip(
                    block.Writes[0], block.Writes[0], band.Lines.Count * sums.Width * block.Channels, Wide: false, Max));
        }

        void End(ScalarWords scalars) => scalars.StoreScale(context, to, Exponent, Max);
    }

    /// <summary>Stored weights and momenta from a layer's gradient, whose maximum is in its register.</summary>
    public static void Update(PhaseContext context, ResidualLayer layer)
    {
        var bound = context.Bounds.Gradient(layer.Weights);
        bool external = context.Options.ExternalDraws;
        StreamTensor gradient = new(WageubnTensors.Gradient(layer.Index), bound.WordBytes);
        new ElementStream(context, layer.Weights.Name, "update", layer.Weights.WeightCount)
        {
            Updates = [new(WageubnTensors.Weight(layer.Index), 4), new(WageubnTensors.Momentum(layer.Index), 2)],
            Reads = external ? [gradient, new($"random/{layer.Index}", 2)] : [gradient],
        }.Emit(_ => { }, block => context.Emitter.Emit(new VectorMomentum(
            block.Reads[0], block.Updated, external ? block.Reads[1] : 0, context.Emitter.Walk(Walks.Dense(block.Count)),
            PhaseContext.GradientMax, block.Index, layer.Index, bound.Wide, external)));
    }
}
