using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>A group's gradients as words that stay in the scratchpad while the sums of some images at a time are added to them.</summary>
internal sealed class GradientWords
{
    private readonly PhaseContext context;
    private readonly int cleared, added;

    public GradientWords(PhaseContext context, Buffer buffer)
    {
        this.context = context;
        // The store hands the words back to the load unit, which clears them for the next group.
        Words = new(context.Emitter, Unit.Load, Unit.Store, buffer);
        (cleared, added) = (context.Emitter.Semaphore(0), context.Emitter.Semaphore(0));
    }

    public Handshake Words { get; }

    /// <summary>Zeros as many words of 64 bits, for the vector unit to add to.</summary>
    public void Clear(long words)
    {
        var emitter = context.Emitter;
        Words.Produce(() => emitter.Emit(new Fill(Words.At(), emitter.Walk(Walks.Dense((int)words) with { Bytes = 8 }), 0)));
        emitter.Emit(new Signal((int)Unit.Load, cleared));
        emitter.Emit(new Wait((int)Unit.Vector, cleared));
    }

    /// <summary>Stores the words once all sums have been added.</summary>
    public void Store(Action body)
    {
        var emitter = context.Emitter;
        emitter.Emit(new Signal((int)Unit.Vector, added));
        Words.Take();
        emitter.Emit(new Wait((int)Unit.Store, added));
        body();
        Words.Release();
    }
}
