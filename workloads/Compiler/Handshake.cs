using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>A buffer of one or more copies between units, guarded by semaphores for each pair: free copies and full copies.</summary>
public sealed class Handshake
{
    private readonly Emitter emitter;
    private readonly Buffer buffer;
    private readonly List<(Unit Producer, Unit Consumer, int Free, int Full)> pairs = [];

    public Handshake(Emitter emitter, ReadOnlySpan<Unit> producers, ReadOnlySpan<Unit> consumers, Buffer buffer)
    {
        (this.emitter, this.buffer) = (emitter, buffer);
        foreach (var producer in producers)
            foreach (var consumer in consumers) pairs.Add((producer, consumer, emitter.Semaphore(buffer.Copies), emitter.Semaphore(0)));
        Register = emitter.Register();
    }

    public Handshake(Emitter emitter, Unit producer, Unit consumer, Buffer buffer) : this(emitter, [producer], [consumer], buffer) { }

    public Buffer Buffer => buffer;

    /// <summary>Offset of the copy in use; inner loops may move it if they move it back.</summary>
    public int Register { get; }

    /// <summary>The address of an offset in a block of the copy in use.</summary>
    public Address At(long offset = 0, int block = 0) => new(Register, buffer.Start + block * buffer.BlockStride + offset);

    /// <summary>The producers fill a copy.</summary>
    public void Produce(Action body) => ProduceAll([this], body);

    /// <summary>The producers fill a copy of several buffers.</summary>
    public static void ProduceAll(ReadOnlySpan<Handshake> buffers, Action body)
    {
        foreach (var buffer in buffers)
            foreach (var pair in buffer.pairs) buffer.emitter.Emit(new Wait((int)pair.Producer, pair.Free));
        body();
        foreach (var buffer in buffers)
            foreach (var pair in buffer.pairs) buffer.emitter.Emit(new Signal((int)pair.Producer, pair.Full));
    }

    /// <summary>The consumers' first use of the copy.</summary>
    public void Take()
    {
        foreach (var pair in pairs) emitter.Emit(new Wait((int)pair.Consumer, pair.Full));
    }

    /// <summary>The consumers are done with the copy, and all go on to the next.</summary>
    public void Release()
    {
        foreach (var pair in pairs) emitter.Emit(new Signal((int)pair.Consumer, pair.Free));
        emitter.Next(Register, buffer);
    }
}
