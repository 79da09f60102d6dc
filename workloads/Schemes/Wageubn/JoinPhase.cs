using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>
/// The stream that a normalisation reads: sums and shortcut, clipped to 24 bits; its statistics, and the running ones.
/// </summary>
internal sealed class JoinPhase(PhaseContext context, NormLayer norm) : ChannelPhase(context, norm, "forward")
{
    /// <summary>Streams are clipped to so many bits.</summary>
    public const int StreamBits = 24;

    private Handshake a = null!, z = null!, sums = null!, table = null!, running = null!;
    private Handshake? b;
    private int averaged;

    private bool Both => Shortcut is not null;

    private string Source => WageubnTensors.Joined(context.Graph(), norm);
    private string? Shortcut => WageubnTensors.Shortcut(norm);

    private protected override int ScalarCount => 0;

    private protected override (string, int)[] ElementBuffers => Both ? [("a", 4), ("b", 4), ("z", 4)] : [("a", 4), ("z", 4)];

    private protected override (string, int)[] ChannelBuffers =>
        [("sums", VectorStatistics.SumBytes), ("table", 8), ("running", 8)];

    private protected override void Prepare()
    {
        a = new(emitter, Unit.Load, Unit.Vector, Placed("a"));
        if (Both) b = new(emitter, Unit.Load, Unit.Vector, Placed("b"));
        z = new(emitter, Unit.Vector, Unit.Store, Placed("z"));
        sums = new(emitter, Unit.Load, Unit.Vector, Placed("sums"));
        table = new(emitter, Unit.Vector, Unit.Store, Placed("table"));
        running = new(emitter, Unit.Load, Unit.Store, Placed("running"));
        averaged = emitter.Semaphore(0);
    }

    private protected override void Begin(int channels)
    {
        running.Produce(() =>
        {
            LoadChannels(WageubnTensors.RunningMean(norm.Index), 4, running.At(), channels);
            LoadChannels(WageubnTensors.RunningDeviation(norm.Index), 4, running.At(4 * channels), channels);
        });
        sums.Produce(() => emitter.Emit(
            new Fill(sums.At(), emitter.Walk(Walks.Dense(channels * VectorStatistics.SumBytes)), 0)));
        sums.Take(); // loads finish in order, so the running statistics are there as well
    }

    private protected override void Block(int pixels, int channels)
    {
        a.Produce(() => Load(Source, 4, a.At(), pixels, channels));
        b?.Produce(() => Load(Shortcut!, 4, b.At(), pixels, channels));
        a.Take();
        b?.Take();
        z.Produce(() =>
        {
            emitter.Emit(new VectorJoin(a.At(), b?.At() ?? 0, z.At(), emitter.Walk(Walks.Dense(pixels * channels)), Both, StreamBits));
            emitter.Emit(new VectorStatistics(z.At(), emitter.Walk(Walks.Matrix(channels, pixels)), sums.At()));
        });
        a.Release();
        b?.Release();
        z.Take();
        Store(z.At(), WageubnTensors.Stream(norm.Index), 4, pixels, channels);
        z.Release();
    }

    private protected override void End(int channels)
    {
        table.Produce(() =>
        {
            emitter.Emit(new VectorMoment(sums.At(), table.At(), channels, Values));
            emitter.Emit(new VectorDecay(running.At(), table.At(), 2 * channels, context.Wageubn().RunningShift));
        });
        sums.Release();
        emitter.Emit(new Signal((int)Unit.Vector, averaged));
        table.Take();
        StoreChannels(table.At(), WageubnTensors.Mean(norm.Index), 4, channels);
        StoreChannels(table.At(4 * channels), WageubnTensors.Deviation(norm.Index), 4, channels);
        table.Release();
        running.Take();
        emitter.Emit(new Wait((int)Unit.Store, averaged));
        StoreChannels(running.At(), WageubnTensors.RunningMean(norm.Index), 4, channels);
        StoreChannels(running.At(4 * channels), WageubnTensors.RunningDeviation(norm.Index), 4, channels);
        running.Release();
    }
}
