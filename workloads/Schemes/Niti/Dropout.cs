using WageSim.Isa;
using WageSim.Models.Golden.Niti;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>Dropout of the last layer's inputs, and of the errors handed back to them: one draw a feature, for all images.</summary>
internal sealed class Dropout
{
    /// <summary>Name of the buffer of draws from memory.</summary>
    public const string Draws = "draws";

    private const int DrawBytes = 2;

    private readonly PhaseContext context;
    private readonly Handshake? draws;
    private readonly int featureAt;

    /// <param name="place">Where draws from memory are loaded to; none where they are hashed.</param>
    public Dropout(PhaseContext context, Buffer? place)
    {
        this.context = context;
        featureAt = context.Emitter.Register();
        if (place is { } buffer) draws = new(context.Emitter, Unit.Load, Unit.Vector, buffer);
    }

    /// <summary>The buffer that draws from memory need for so many features.</summary>
    public static BufferWish? Wish(PhaseContext context, long features) =>
        context.Options.ExternalDraws ? new(Draws, features * DrawBytes, 2) : null;

    /// <summary>The pointer to the block's first feature.</summary>
    public (int Register, long PerUnit) Features(long features) => (featureAt, draws is null ? features : features * DrawBytes);

    /// <summary>Drops from codes that lie densely: images of `rows` runs of `run` features, `pitch` features apart.</summary>
    public void Emit(Address codes, int run, int rows, int pitch, int images)
    {
        var emitter = context.Emitter;
        int walk = emitter.Walk(new(run, 1, rows, 0, images, 0, 1, 0, 1, 0)), tensor = context.Parameters.Network.Layers.Count;
        if (draws is null)
        {
            emitter.Emit(new VectorDrop(codes, walk, pitch, featureAt, tensor, External: false, 0));
            return;
        }
        draws.Produce(() => context.LoadMatrix(
            new(featureAt, context.Dram[NitiDraws.DropoutTensor]), (long)pitch * DrawBytes,
            draws.At(), run * DrawBytes, rows, run * DrawBytes));
        draws.Take();
        // Loaded draws lie densely, from the first feature on.
        emitter.Emit(new VectorDrop(codes, walk, run, 0, tensor, External: true, draws.At()));
        draws.Release();
    }
}
