using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>Scalar registers that come from DRAM or go there as 32-bit words; each move in a phase has words of its own.</summary>
internal sealed class ScalarWords(PhaseContext context, Buffer place)
{
    private const int WordBytes = 4;

    private readonly Emitter emitter = context.Emitter;
    private long next = place.Start;

    /// <summary>Room for so many words.</summary>
    public static BufferWish Wish(int words) => new("scalars", Math.Max(1, words) * WordBytes, 1);

    /// <summary>Sets registers from words that follow each other.</summary>
    public void Load(long dram, params ReadOnlySpan<int> registers)
    {
        long at = Take(registers.Length);
        int loaded = emitter.Semaphore(0);
        context.LoadMatrix(dram, 0, at, 0, 1, registers.Length * WordBytes);
        emitter.Emit(new Signal((int)Unit.Load, loaded));
        emitter.Emit(new Wait((int)Unit.Vector, loaded));
        for (int i = 0; i < registers.Length; i++) emitter.Emit(new VectorGet(at + i * WordBytes, registers[i]));
    }

    /// <summary>Stores registers to words that follow each other.</summary>
    public void Store(long dram, params ReadOnlySpan<int> registers)
    {
        long at = Take(registers.Length);
        int put = emitter.Semaphore(0);
        for (int i = 0; i < registers.Length; i++) emitter.Emit(new VectorPut(registers[i], at + i * WordBytes));
        emitter.Emit(new Signal((int)Unit.Vector, put));
        emitter.Emit(new Wait((int)Unit.Store, put));
        context.StoreMatrix(at, dram, 0, 1, registers.Length * WordBytes);
    }

    private long Take(int words)
    {
        long at = next;
        next += words * WordBytes;
        return next <= place.Start + place.Size
            ? at
            : throw new InvalidOperationException("a phase moves more scalars than it has room for");
    }
}
