using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Schemes.Wageubn.WageubnContext;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>
/// Over the channels of a normalisation, a phase for as many as the scratchpad holds: guard bits and exponent of what it hands back; or,
/// behind that, the update of gamma and beta.
/// </summary>
internal sealed class LivePhase(PhaseContext context, NormLayer norm)
{
    private const int StateWords = 4, ScaleWords = 3;

    private readonly Emitter emitter = context.Emitter;
    private readonly int n = norm.Index;

    public void Guard() => Emit("error", state: 1, (table, stored, scalars, first, channels) =>
    {
        int loaded = emitter.Semaphore(0);
        Load(WageubnTensors.Deviation(n), table + ChannelTable.Deviation * channels, 4, first, channels);
        Load(WageubnTensors.Largest(n), table + ChannelTable.Largest * channels, 8, first, channels);
        Load(WageubnTensors.Gamma(n), stored, 4, first, channels);
        Pass(Unit.Load, Unit.Vector, loaded);
        scalars.Load(context.Dram[WageubnTensors.CodeExponents] + n * 4, Exponent);
        emitter.Emit(Scales(stored, table + ChannelTable.Scale * channels, channels));
        emitter.Emit(new VectorLive(table, channels, WageubnContext.Guard, Exponent, More: first > 0));
        if (first + channels == norm.Shape.Channels)
            scalars.Store(context.Dram[WageubnTensors.Guard(n)], WageubnContext.Guard, Exponent);
    });

    public void Update() => Emit("update", StateWords, (table, stored, scalars, first, channels) =>
    {
        string[] state = [WageubnTensors.Gamma(n), WageubnTensors.GammaMomentum(n), WageubnTensors.Beta(n), WageubnTensors.BetaMomentum(n)];
        int loaded = emitter.Semaphore(0), updated = emitter.Semaphore(0);
        Load(WageubnTensors.ErrorSum(n), table + ChannelTable.ErrorSums * channels, 8, first, channels);
        Load(WageubnTensors.ProductSum(n), table + ChannelTable.ProductSums * channels, 8, first, channels);
        for (int i = 0; i < state.Length; i++) Load(state[i], stored + 4L * i * channels, 4, first, channels);
        Pass(Unit.Load, Unit.Vector, loaded);
        scalars.Load(context.Dram[WageubnTensors.CodeExponents] + n * 4, Exponent);
        foreach (bool beta in (ReadOnlySpan<bool>)[false, true])
            emitter.Emit(new VectorParameter(
                table, stored + (beta ? 8L * channels : 0), channels, Exponent, context.Options.Batch, beta));
        Pass(Unit.Vector, Unit.Store, updated);
        for (int i = 0; i < state.Length; i++)
            context.StoreMatrix(stored + 4L * i * channels, context.Dram[state[i]] + 4L * first, 0, 1, 4 * channels);
    });

    /// <param name="body">Table, state, words for scalars; first channel, channels.</param>
    private void Emit(string phase, int state, Action<long, long, ScalarWords, int, int> body)
    {
        int all = norm.Shape.Channels;
        for (int atOnce = all; ; atOnce = (atOnce + 1) / 2)
        {
            BufferWish[] wishes =
            [
                new("table", (long)ChannelTable.Bytes * atOnce, 1), new("state", 4L * state * atOnce, 1), ScalarWords.Wish(ScaleWords),
            ];
            if (context.PlaceScratchpad(wishes) is { } buffers)
            {
                for (int first = 0; first < all; first += atOnce)
                {
                    var (begin, channels) = (first, Math.Min(atOnce, all - first));
                    emitter.Phase(norm.Name, phase,
                        () => body(buffers[0].Start, buffers[1].Start, new(context, buffers[2]), begin, channels));
                }
                return;
            }
            if (atOnce == 1) throw context.TooSmall(norm.Name, phase, wishes.Sum(wish => wish.Total), 0);
        }
    }

    private void Load(string tensor, long to, int bytes, int first, int channels) =>
        context.LoadMatrix(context.Dram[tensor] + (long)bytes * first, 0, to, 0, 1, bytes * channels);

    private void Pass(Unit from, Unit to, int semaphore)
    {
        emitter.Emit(new Signal((int)from, semaphore));
        emitter.Emit(new Wait((int)to, semaphore));
    }
}
