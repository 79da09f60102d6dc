using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>A buffer of one or more copies between two units, guarded by two semaphores: free copies and full copies.</summary>
public sealed class Handshake(Emitter emitter, Unit producer, Unit consumer, Buffer buffer)
{
    private readonly int free = emitter.Semaphore(buffer.Copies), full = emitter.Semaphore(0);

    public Buffer Buffer => buffer;

    /// <summary>Offset of the copy in use; inner loops may move it if they move it back.</summary>
    public int Register { get; } = emitter.Register();

    /// <summary>The address of an offset in the copy in use.</summary>
    public Address At(long offset = 0) => new(Register, buffer.Start + offset);

    /// <summary>The producer fills a copy.</summary>
    public void Produce(Action body)
    {
        emitter.Emit(new Wait((int)producer, free));
        body();
        emitter.Emit(new Signal((int)producer, full));
    }

    /// <summary>The consumer's first use of the copy.</summary>
    public void Take() => emitter.Emit(new Wait((int)consumer, full));

    /// <summary>The consumer is done with the copy, and both go on to the next.</summary>
    public void Release()
    {
        emitter.Emit(new Signal((int)consumer, free));
        emitter.Next(Register, buffer);
    }
}
