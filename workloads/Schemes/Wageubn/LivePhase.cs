using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>
/// Over all channels of a normalisation at once: guard bits and exponent of what it hands back; or, behind that, the update of gamma
/// and beta.
/// </summary>
internal sealed class LivePhase(PhaseContext context, NormLayer norm)
{
    private const int StateWords = 4, ScaleWords = 3;

    private readonly Emitter emitter = context.Emitter;
    private readonly int n = norm.Index, channels = norm.Shape.Channels;

    public void Guard() => Emit("error", state: 1, (table, stored, scalars) =>
    {
        int loaded = emitter.Semaphore(0);
        Load(WageubnTensors.Deviation(n), table + ChannelTable.Deviation * channels, 4);
        Load(WageubnTensors.Largest(n), table + ChannelTable.Largest * channels, 8);
        Load(WageubnTensors.Gamma(n), stored, 4);
        Pass(Unit.Load, Unit.Vector, loaded);
        scalars.Load(context.Dram[WageubnTensors.CodeExponents] + n * 4, Exponent);
        emitter.Emit(new VectorNarrow(
            stored, table + ChannelTable.Scale * channels, channels, NormalisePhase.ScaleShift, NormalisePhase.ScaleBits, Words: true));
        emitter.Emit(new VectorLive(table, channels, WageubnContext.Guard, Exponent));
        scalars.Store(context.Dram[WageubnTensors.Guard(n)], WageubnContext.Guard, Exponent);
    });

    public void Update() => Emit("update", StateWords, (table, stored, scalars) =>
    {
        string[] state = [WageubnTensors.Gamma(n), WageubnTensors.GammaMomentum(n), WageubnTensors.Beta(n), WageubnTensors.BetaMomentum(n)];
        int loaded = emitter.Semaphore(0), updated = emitter.Semaphore(0);
        Load(WageubnTensors.ErrorSum(n), table + ChannelTable.ErrorSums * channels, 8);
        Load(WageubnTensors.ProductSum(n), table + ChannelTable.ProductSums * channels, 8);
        for (int i = 0; i < state.Length; i++) Load(state[i], stored + 4L * i * channels, 4);
        Pass(Unit.Load, Unit.Vector, loaded);
        scalars.Load(context.Dram[WageubnTensors.CodeExponents] + n * 4, Exponent);
        foreach (bool beta in (ReadOnlySpan<bool>)[false, true])
            emitter.Emit(new VectorParameter(
                table, stored + (beta ? 8L * channels : 0), channels, Exponent, context.Options.Batch, beta));
        Pass(Unit.Vector, Unit.Store, updated);
        for (int i = 0; i < state.Length; i++)
            context.StoreMatrix(stored + 4L * i * channels, context.Dram[state[i]], 0, 1, 4 * channels);
    });

    private void Emit(string phase, int state, Action<long, long, ScalarWords> body)
    {
        BufferWish[] wishes =
        [
            new("table", (long)ChannelTable.Bytes * channels, 1), new("state", 4L * state * channels, 1), ScalarWords.Wish(ScaleWords),
        ];
        var buffers = context.PlaceScratchpad(wishes) ?? throw context.TooSmall(norm.Name, phase, wishes.Sum(wish => wish.Total), 0);
        emitter.Phase(norm.Name, phase, () => body(buffers[0].Start, buffers[1].Start, new(context, buffers[2])));
    }

    private void Load(string tensor, long to, int bytes) => context.LoadMatrix(context.Dram[tensor], 0, to, 0, 1, bytes * channels);

    private void Pass(Unit from, Unit to, int semaphore)
    {
        emitter.Emit(new Signal((int)from, semaphore));
        emitter.Emit(new Wait((int)to, semaphore));
    }
}
