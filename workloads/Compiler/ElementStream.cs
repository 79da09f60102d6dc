using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>A phase that streams whole tensors of as many elements through the vector unit.</summary>
internal sealed record ElementStream(PhaseContext Context, string Layer, string Phase, int Count)
{
    public StreamTensor[] Reads { get; init; } = [];
    public StreamTensor[] Writes { get; init; } = [];

    /// <summary>Tensors that are changed in place; they come with at least one that is read.</summary>
    public StreamTensor[] Updates { get; init; } = [];

    /// <summary>Words for scalars on their way.</summary>
    public int Scalars { get; init; }

    /// <summary>Commands in front of the blocks, of a block, and behind the blocks.</summary>
    public void Emit(Action<ScalarWords> before, Action<StreamBlock> command, Action<ScalarWords>? after = null)
    {
        int updated = Updates.Sum(tensor => tensor.Bytes);
        int[] sizes = [.. Reads.Concat(Writes).Select(tensor => tensor.Bytes), .. updated > 0 ? [updated] : (int[])[]];
        var (block, buffers) = ElementBlock.Choose(Context, Layer, Phase, Count, sizes, ScalarWords.Wish(Scalars));
        Context.Emitter.Phase(Layer, Phase, () =>
        {
            var scalars = new ScalarWords(Context, buffers[^1]);
            before(scalars);
            Body(block, buffers, command);
            after?.Invoke(scalars);
        });
    }

    private void Body(int block, Buffer[] buffers, Action<StreamBlock> command)
    {
        var emitter = Context.Emitter;
        Handshake[] reads = [.. Reads.Select((_, i) => new Handshake(emitter, Unit.Load, Unit.Vector, buffers[i]))];
        Handshake[] writes = [.. Writes.Select((_, i) => new Handshake(emitter, Unit.Vector, Unit.Store, buffers[reads.Length + i]))];
        var updates = Updates.Length > 0 ? new Handshake(emitter, Unit.Load, Unit.Store, buffers[reads.Length + writes.Length]) : null;
        int changed = updates is null ? 0 : emitter.Semaphore(0);
        var pointers = Reads.Concat(Writes).Concat(Updates).Select(tensor => tensor.Bytes).Append(1).Distinct()
            .ToDictionary(bytes => bytes, _ => emitter.Register());
        emitter.ForEach(Count, block, [.. pointers.Select(pointer => (pointer.Value, (long)pointer.Key))], n =>
        {
            updates?.Produce(() => Move(updates, n, load: true));
            for (int i = 0; i < reads.Length; i++)
            {
                var (read, tensor) = (reads[i], Reads[i]);
                read.Produce(() => Context.LoadMatrix(At(tensor), 0, read.At(), 0, 1, n * tensor.Bytes));
            }
            foreach (var read in reads) read.Take(); // loads finish in order, so what is updated is there as well
            Handshake.ProduceAll(writes, () => command(new(
                [.. reads.Select(read => read.At())], [.. writes.Select(write => write.At())], updates?.At() ?? 0, pointers[1], n, 1)));
            foreach (var read in reads) read.Release();
            for (int i = 0; i < writes.Length; i++)
            {
                writes[i].Take();
                Context.StoreMatrix(writes[i].At(), At(Writes[i]), 0, 1, n * Writes[i].Bytes);
                writes[i].Release();
            }
            if (updates is null) return;
            emitter.Emit(new Signal((int)Unit.Vector, changed));
            updates.Take();
            emitter.Emit(new Wait((int)Unit.Store, changed));
            Move(updates, n, load: false);
            updates.Release();
        });

        Address At(StreamTensor tensor) => new(pointers[tensor.Bytes], Context.Dram[tensor.Name]);

        void Move(Handshake target, int n, bool load)
        {
            long offset = 0;
            foreach (var tensor in Updates)
            {
                if (load) Context.LoadMatrix(At(tensor), 0, target.At(offset), 0, 1, n * tensor.Bytes);
                else Context.StoreMatrix(target.At(offset), At(tensor), 0, 1, n * tensor.Bytes);
                offset += (long)n * tensor.Bytes;
            }
        }
    }
}
