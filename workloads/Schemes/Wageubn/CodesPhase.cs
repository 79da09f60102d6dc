using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>E1: 8-bit codes of the error of a normalisation's activation, and behind the mask of ReLU their sums of each channel.</summary>
internal sealed class CodesPhase(PhaseContext context, NormLayer norm, string error) : ChannelPhase(context, norm, "error")
{
    private const int CodeBits = 8, ScaleWords = 3;

    private Handshake words = null!, masks = null!, operands = null!, codes = null!, table = null!;
    private int cleared, summed;

    private protected override int ScalarCount => ScaleWords;
    private protected override (string, int)[] ElementBuffers => [("words", 4), ("masks", 1), ("operands", 3), ("codes", 1)];
    private protected override (string, int)[] ChannelBuffers => [("table", ChannelTable.Bytes)];

    private protected override void Prepare()
    {
        words = new(emitter, Unit.Load, Unit.Vector, Placed("words"));
        masks = new(emitter, Unit.Load, Unit.Vector, Placed("masks"));
        operands = new(emitter, Unit.Load, Unit.Vector, Placed("operands"));
        codes = new(emitter, Unit.Vector, Unit.Store, Placed("codes"));
        table = new(emitter, Unit.Load, Unit.Store, Placed("table"));
        (cleared, summed) = (emitter.Semaphore(0), emitter.Semaphore(0));
        Scalars.LoadScale(context, error, Exponent, XMax);
        emitter.Emit(new VectorExponent(XMax, Exponent, CodeBits - 1));
        Scalars.Store(context.Dram[WageubnTensors.CodeExponents] + norm.Index * 4, Exponent);
    }

    private protected override void Begin(int channels)
    {
        table.Produce(() => emitter.Emit(new Fill(
            table.At(ChannelTable.ErrorSums * channels),
            emitter.Walk(Walks.Dense((ChannelTable.Bytes - ChannelTable.ErrorSums) * channels)), 0)));
        emitter.Emit(new Signal((int)Unit.Load, cleared));
        emitter.Emit(new Wait((int)Unit.Vector, cleared));
    }

    private protected override void Block(int pixels, int channels)
    {
        int n = norm.Index, elements = pixels * channels;
        words.Produce(() => Load(error, 4, words.At(), pixels, channels));
        masks.Produce(() => Load(WageubnTensors.Mask(n), 1, masks.At(), pixels, channels));
        operands.Produce(() => Load(WageubnTensors.Normalised(n), 2, operands.At(), pixels, channels));
        words.Take();
        masks.Take();
        operands.Take();
        codes.Produce(() =>
        {
            emitter.Emit(new VectorQuantize(words.At(), codes.At(), elements, Wide: false, XMax, CodeBits));
            emitter.Emit(new VectorRoute(
                codes.At(), masks.At(), operands.At(2 * elements), emitter.Walk(Walks.Dense(elements)), Pool: false, Bytes: 1));
        });
        words.Release();
        masks.Release();
        emitter.Emit(new VectorChannel(operands.At(), emitter.Walk(Walks.Matrix(channels, pixels)), table.At()));
        operands.Release();
        codes.Take();
        Store(codes.At(), WageubnTensors.Codes(n), 1, pixels, channels);
        codes.Release();
    }

    private protected override void End(int channels)
    {
        emitter.Emit(new Signal((int)Unit.Vector, summed));
        table.Take();
        emitter.Emit(new Wait((int)Unit.Store, summed));
        StoreChannels(table.At(ChannelTable.ErrorSums * channels), WageubnTensors.ErrorSum(norm.Index), 8, channels);
        StoreChannels(table.At(ChannelTable.ProductSums * channels), WageubnTensors.ProductSum(norm.Index), 8, channels);
        StoreChannels(table.At(ChannelTable.Largest * channels), WageubnTensors.Largest(norm.Index), 8, channels);
        table.Release();
    }
}
