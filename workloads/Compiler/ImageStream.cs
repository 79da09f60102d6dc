using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>A phase that streams whole images through the vector unit, or some channels of one.</summary>
internal sealed record ImageStream(PhaseContext Context, string Layer, string Phase, int Channels)
{
    public required StreamTensor[] Reads { get; init; }
    public required StreamTensor[] Writes { get; init; }

    /// <summary>Words for scalars on their way.</summary>
    public int Scalars { get; init; }

    private int Batch => Context.Options.Batch;

    /// <summary>Whether the scratchpad holds all channels of an image: some of them are short runs in DRAM.</summary>
    public bool IsWhole => Choose(out _) is { } chosen && chosen.Channels == Channels;

    /// <summary>Commands in front of the blocks, of a block, and behind the blocks.</summary>
    public void Emit(Action<ScalarWords> before, Action<StreamBlock> command, Action<ScalarWords>? after = null)
    {
        var (images, channels, buffers) = Choose(out long least) ?? throw Context.TooSmall(Layer, Phase, least, 0);
        Context.Emitter.Phase(Layer, Phase, () =>
        {
            var scalars = new ScalarWords(Context, buffers[^1]);
            before(scalars);
            Body(images, channels, buffers, command);
            after?.Invoke(scalars);
        });
    }

    private void Body(int images, int channels, Buffer[] buffers, Action<StreamBlock> command)
    {
        var emitter = Context.Emitter;
        Handshake[] reads = [.. Reads.Select((_, i) => new Handshake(emitter, Unit.Load, Unit.Vector, buffers[i]))];
        Handshake[] writes = [.. Writes.Select((_, i) => new Handshake(emitter, Unit.Vector, Unit.Store, buffers[reads.Length + i]))];
        var pointers = Reads.Concat(Writes).ToDictionary(tensor => tensor, _ => emitter.Register());
        emitter.ForEach(Batch, images, Pointers(tensor => (long)tensor.Pixels * Channels), n =>
            emitter.ForEach(Channels, channels, Pointers(_ => 1), c =>
            {
                for (int i = 0; i < reads.Length; i++)
                {
                    var (read, tensor) = (reads[i], Reads[i]);
                    var (rows, run, pitch) = Shape(tensor, n, c);
                    read.Produce(() => Context.LoadMatrix(At(tensor), pitch, read.At(), run, rows, run));
                }
                foreach (var read in reads) read.Take();
                Handshake.ProduceAll(writes, () =>
                    command(new([.. reads.Select(read => read.At())], [.. writes.Select(write => write.At())], 0, 0, n, c)));
                foreach (var read in reads) read.Release();
                for (int i = 0; i < writes.Length; i++)
                {
                    var (rows, run, pitch) = Shape(Writes[i], n, c);
                    writes[i].Take();
                    Context.StoreMatrix(writes[i].At(), At(Writes[i]), pitch, rows, run);
                    writes[i].Release();
                }
            }));

        (int, long)[] Pointers(Func<StreamTensor, long> elements) =>
            [.. pointers.Select(pointer => (pointer.Value, elements(pointer.Key) * pointer.Key.Bytes))];

        Address At(StreamTensor tensor) => new(pointers[tensor], Context.Dram[tensor.Name]);
    }

    // All channels of images lie together.
    private (int Rows, int Run, long Pitch) Shape(StreamTensor tensor, int images, int channels) => channels == Channels
        ? (1, images * tensor.Pixels * channels * tensor.Bytes, 0)
        : (images * tensor.Pixels, channels * tensor.Bytes, (long)Channels * tensor.Bytes);

    private (int Images, int Channels, Buffer[] Buffers)? Choose(out long least)
    {
        least = 0;
        long pixels = Reads.Concat(Writes).Max(tensor => tensor.Pixels);
        foreach (int inLoops in (ReadOnlySpan<int>)[2, 1])
            foreach (var (images, channels) in Blocks(pixels))
            {
                int copies = images == Batch && channels == Channels ? 1 : inLoops;
                BufferWish[] wishes =
                [
                    .. Reads.Concat(Writes).Select(tensor =>
                        new BufferWish(tensor.Name, (long)images * tensor.Pixels * channels * tensor.Bytes, copies)),
                    ScalarWords.Wish(Scalars),
                ];
                if (Context.PlaceScratchpad(wishes) is { } buffers) return (images, channels, buffers);
                least = wishes.Sum(wish => wish.Total);
            }
        return null;
    }

    // From about as many elements as are worth it down to a channel of an image; the more channels, the longer the runs in DRAM.
    private IEnumerable<(int Images, int Channels)> Blocks(long pixels)
    {
        for (long images = Math.Min(Batch, ElementBlock.Most / (pixels * Channels)); images > 1; images /= 2)
            yield return ((int)images, Channels);
        for (int channels = Channels; channels > 0; channels /= 2)
            yield return (1, channels);
    }
}
