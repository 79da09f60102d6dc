using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>Masks of a normalisation, and activations if they are asked for, made again of its normalised codes.</summary>
internal sealed class ScalePhase(PhaseContext context, NormLayer norm, bool activations) : ChannelPhase(context, norm, "error")
{
    private Handshake codes = null!, made = null!, stored = null!;
    private Address table;

    private int Outputs => VectorScale.Masks + (activations ? VectorScale.Activations : 0);
    private int ActivationBytes => activations ? 2 : 0;

    private protected override int ScalarCount => 0;
    private protected override (string, int)[] ElementBuffers => [("codes", 2), ("made", ActivationBytes + 1)];
    private protected override (string, int)[] ChannelBuffers => [("table", VectorScale.ConstantBytes), ("stored", 8)];

    private protected override void Prepare()
    {
        codes = new(emitter, Unit.Load, Unit.Vector, Placed("codes"));
        made = new(emitter, Unit.Vector, Unit.Store, Placed("made"));
        stored = new(emitter, Unit.Load, Unit.Vector, Placed("stored"));
        table = new(0, Placed("table").Start); // the vector unit alone writes and reads it
    }

    private protected override void Begin(int channels)
    {
        stored.Produce(() =>
        {
            LoadChannels(WageubnTensors.Gamma(norm.Index), 4, stored.At(), channels);
            LoadChannels(WageubnTensors.Beta(norm.Index), 4, stored.At(4 * channels), channels);
        });
        stored.Take();
        emitter.Emit(Scales(stored.At(), table, 2 * channels));
        stored.Release();
    }

    private protected override void Block(int pixels, int channels)
    {
        int n = norm.Index;
        codes.Produce(() => Load(WageubnTensors.Normalised(n), 2, codes.At(), pixels, channels));
        codes.Take();
        made.Produce(() => emitter.Emit(new VectorScale(
            codes.At(), table, made.At(), emitter.Walk(Walks.Matrix(channels, pixels)),
            context.Wageubn().LargestActivation, Outputs)));
        codes.Release();
        made.Take();
        if (activations) Store(made.At(), WageubnTensors.Activation(n), 2, pixels, channels);
        Store(made.At((long)ActivationBytes * pixels * channels), WageubnTensors.Mask(n), 1, pixels, channels);
        made.Release();
    }

    private protected override void End(int channels) { }
}
