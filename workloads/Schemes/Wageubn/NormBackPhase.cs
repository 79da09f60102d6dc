using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>The wide error that a normalisation hands back, from its codes behind the mask of ReLU.</summary>
internal sealed class NormBackPhase(PhaseContext context, NormLayer norm, string to) : ChannelPhase(context, norm, "error")
{
    private const int ScaleWords = 4;

    private Handshake masks = null!, codes = null!, operands = null!, words = null!, table = null!, gammas = null!;

    private protected override int ScalarCount => ScaleWords;
    private protected override (string, int)[] ElementBuffers => [("masks", 1), ("codes", 1), ("operands", 3), ("words", 4)];
    private protected override (string, int)[] ChannelBuffers => [("table", ChannelTable.Bytes), ("gammas", 4)];

    private protected override void Prepare()
    {
        masks = new(emitter, Unit.Load, Unit.Vector, Placed("masks"));
        codes = new(emitter, Unit.Load, Unit.Vector, Placed("codes"));
        operands = new(emitter, Unit.Load, Unit.Vector, Placed("operands"));
        words = new(emitter, Unit.Vector, Unit.Store, Placed("words"));
        table = new(emitter, Unit.Load, Unit.Vector, Placed("table"));
        gammas = new(emitter, Unit.Load, Unit.Vector, Placed("gammas"));
        Scalars.Load(context.Dram[WageubnTensors.Guard(norm.Index)], Guard, XExponent);
        emitter.Emit(new VectorSet(WageubnContext.Values, Values));
        emitter.Emit(new VectorSet(Max, 0));
    }

    private protected override void Begin(int channels)
    {
        int n = norm.Index;
        table.Produce(() =>
        {
            LoadChannels(WageubnTensors.Deviation(n), 4, table.At(ChannelTable.Deviation * channels), channels);
            LoadChannels(WageubnTensors.ErrorSum(n), 8, table.At(ChannelTable.ErrorSums * channels), channels);
            LoadChannels(WageubnTensors.ProductSum(n), 8, table.At(ChannelTable.ProductSums * channels), channels);
        });
        gammas.Produce(() => LoadChannels(WageubnTensors.Gamma(n), 4, gammas.At(), channels));
        table.Take();
        gammas.Take();
        emitter.Emit(Scales(gammas.At(), table.At(ChannelTable.Scale * channels), channels));
        gammas.Release();
    }

    private protected override void Block(int pixels, int channels)
    {
        int n = norm.Index, elements = pixels * channels;
        masks.Produce(() => Load(WageubnTensors.Mask(n), 1, masks.At(), pixels, channels));
        codes.Produce(() => Load(WageubnTensors.Codes(n), 1, codes.At(), pixels, channels));
        operands.Produce(() => Load(WageubnTensors.Normalised(n), 2, operands.At(), pixels, channels));
        masks.Take();
        codes.Take();
        operands.Take();
        emitter.Emit(new VectorRoute(
            codes.At(), masks.At(), operands.At(2 * elements), emitter.Walk(Walks.Dense(elements)), Pool: false, Bytes: 1));
        masks.Release();
        codes.Release();
        words.Produce(() => emitter.Emit(new VectorNormBackward(
            operands.At(), table.At(), words.At(), emitter.Walk(Walks.Matrix(channels, pixels)), WageubnContext.Values, Guard, Max)));
        operands.Release();
        words.Take();
        Store(words.At(), to, 4, pixels, channels);
        words.Release();
    }

    private protected override void End(int channels) => table.Release();

    // An error of nothing but zeros has exponent 0: matched with one of maximum and exponent 0.
    private protected override void Complete()
    {
        emitter.Emit(new VectorSet(YExponent, 0));
        emitter.Emit(new VectorSet(YMax, 0));
        emitter.Emit(new VectorMatch(XExponent, Max, YExponent, YMax, Sum));
        Scalars.StoreScale(context, to, Sum, Max);
    }
}
