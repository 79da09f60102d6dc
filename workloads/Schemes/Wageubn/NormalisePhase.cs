using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>Normalisation with ReLU of a stream: normalised codes, activations and masks, as far as they are asked for.</summary>
/// <param name="outputs">Bits as the instruction has them.</param>
internal sealed class NormalisePhase(PhaseContext context, NormLayer norm, int outputs)
    : ChannelPhase(context, norm, "forward")
{
    private Handshake z = null!, made = null!, table = null!, stored = null!;

    private (int Output, string Tensor, int Bytes)[] Made =>
    [
        .. from output in ((int, string, int)[])
           [
               (VectorNormalise.Normalised, WageubnTensors.Normalised(norm.Index), 2),
               (VectorNormalise.Activations, WageubnTensors.Activation(norm.Index), 2),
               (VectorNormalise.Masks, WageubnTensors.Mask(norm.Index), 1),
           ]
           where (outputs & output.Item1) != 0
           select output,
    ];

    private protected override int ScalarCount => 0;
    private protected override (string, int)[] ElementBuffers => [("z", 4), ("made", Made.Sum(output => output.Bytes))];
    private protected override (string, int)[] ChannelBuffers => [("table", VectorNormalise.ConstantBytes), ("stored", 8)];

    private protected override void Prepare()
    {
        z = new(emitter, Unit.Load, Unit.Vector, Placed("z"));
        made = new(emitter, Unit.Vector, Unit.Store, Placed("made"));
        table = new(emitter, Unit.Load, Unit.Vector, Placed("table"));
        stored = new(emitter, Unit.Load, Unit.Vector, Placed("stored"));
    }

    private protected override void Begin(int channels)
    {
        int n = norm.Index;
        table.Produce(() =>
        {
            LoadChannels(WageubnTensors.Mean(n), 4, table.At(), channels);
            LoadChannels(WageubnTensors.Deviation(n), 4, table.At(4 * channels), channels);
        });
        stored.Produce(() =>
        {
            LoadChannels(WageubnTensors.Gamma(n), 4, stored.At(), channels);
            LoadChannels(WageubnTensors.Beta(n), 4, stored.At(4 * channels), channels);
        });
        table.Take();
        stored.Take();
        emitter.Emit(Scales(stored.At(), table.At(8 * channels), 2 * channels));
        stored.Release();
    }

    private protected override void Block(int pixels, int channels)
    {
        int n = norm.Index;
        long elements = (long)pixels * channels;
        z.Produce(() => Load(WageubnTensors.Stream(n), 4, z.At(), pixels, channels));
        z.Take();
        made.Produce(() => emitter.Emit(new VectorNormalise(
            z.At(), table.At(), made.At(), emitter.Walk(Walks.Matrix(channels, pixels)),
            context.Wageubn().LargestActivation, outputs)));
        z.Release();
        made.Take();
        long at = 0;
        foreach (var (_, tensor, bytes) in Made)
        {
            Store(made.At(at), tensor, bytes, pixels, channels);
            at += bytes * elements;
        }
        made.Release();
    }

    private protected override void End(int channels) => table.Release();
}
