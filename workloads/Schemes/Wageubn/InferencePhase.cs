using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>
/// Inference: sums and shortcut to activations by the running statistics; the stream leaves the scratchpad only where a block ends with
/// it.
/// </summary>
internal sealed class InferencePhase(PhaseContext context, NormLayer norm) : ChannelPhase(context, norm, "forward")
{
    private const int WordBits = 32;

    private readonly string source = WageubnTensors.Joined(context.Graph(), norm);
    private readonly string? shortcut = WageubnTensors.Shortcut(norm);

    private Handshake a = null!, made = null!, table = null!, stored = null!;
    private Handshake? b, shared;

    private bool IsShared => WageubnTensors.Sharing(context.Graph(), norm) is not null;

    private protected override int ScalarCount => 0;
    private protected override (string, int)[] ElementBuffers =>
        shortcut is null ? [("a", 4), ("z", 4), ("made", 2)] : [("a", 4), ("b", 4), ("z", 4), ("made", 2)];
    private protected override (string, int)[] ChannelBuffers => [("table", VectorNormalise.ConstantBytes), ("stored", 16)];

    private protected override void Prepare()
    {
        a = new(emitter, Unit.Load, Unit.Vector, Placed("a"));
        if (shortcut is not null) b = new(emitter, Unit.Load, Unit.Vector, Placed("b"));
        if (IsShared) shared = new(emitter, Unit.Vector, Unit.Store, Placed("z"));
        made = new(emitter, Unit.Vector, Unit.Store, Placed("made"));
        table = new(emitter, Unit.Load, Unit.Vector, Placed("table"));
        stored = new(emitter, Unit.Load, Unit.Vector, Placed("stored"));
    }

    private protected override void Begin(int channels)
    {
        int n = norm.Index;
        table.Produce(() => { });
        stored.Produce(() =>
        {
            LoadChannels(WageubnTensors.Gamma(n), 4, stored.At(), channels);
            LoadChannels(WageubnTensors.Beta(n), 4, stored.At(4 * channels), channels);
            LoadChannels(WageubnTensors.RunningMean(n), 4, stored.At(8 * channels), channels);
            LoadChannels(WageubnTensors.RunningDeviation(n), 4, stored.At(12 * channels), channels);
        });
        table.Take();
        stored.Take();
        emitter.Emit(Scales(stored.At(), table.At(8 * channels), 2 * channels));
        emitter.Emit(new VectorNarrow(
            stored.At(8 * channels), table.At(), 2 * channels, context.Wageubn().RunningShift, WordBits, Words: true));
        stored.Release();
    }

    private protected override void Block(int pixels, int channels)
    {
        a.Produce(() => Load(source, 4, a.At(), pixels, channels));
        b?.Produce(() => Load(shortcut!, 4, b.At(), pixels, channels));
        a.Take();
        b?.Take();
        if (shared is null) Join(Placed("z").Start);
        else shared.Produce(() => Join(shared.At()));
        a.Release();
        b?.Release();
        made.Produce(() => emitter.Emit(new VectorNormalise(
            shared?.At() ?? Placed("z").Start, table.At(), made.At(), emitter.Walk(Walks.Matrix(channels, pixels)),
            context.Wageubn().LargestActivation, VectorNormalise.Activations)));
        if (shared is not null)
        {
            shared.Take();
            Store(shared.At(), WageubnTensors.Stream(norm.Index), 4, pixels, channels);
            shared.Release();
        }
        made.Take();
        Store(made.At(), WageubnTensors.Activation(norm.Index), 2, pixels, channels);
        made.Release();

        void Join(Address z) => emitter.Emit(new VectorJoin(
            a.At(), b?.At() ?? 0, z, emitter.Walk(Walks.Dense(pixels * channels)), b is not null, JoinPhase.StreamBits));
    }

    private protected override void End(int channels) => table.Release();
}
