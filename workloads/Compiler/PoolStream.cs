using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Workloads.Compiler;

/// <summary>A pool, forward or backward, in bands of lines of an image, where the scratchpad does not hold a whole one.</summary>
internal sealed record PoolStream(PhaseContext Context, string Layer, string Phase, PaddedPool Pool, ImageShape Image)
{
    /// <summary>Tensors in front of the pool have all lines of the image, those behind it a line for each row of windows.</summary>
    public required (StreamTensor Tensor, bool IsPooled)[] Reads { get; init; }
    public required (StreamTensor Tensor, bool IsPooled)[] Writes { get; init; }

    /// <summary>The bands of so many rows of windows.</summary>
    public required Func<PaddedPool, ImageShape, int, IEnumerable<PoolBand>> Cut { get; init; }

    /// <summary>Words for scalars on their way.</summary>
    public int Scalars { get; init; }

    private int Channels => Image.Channels;

    /// <summary>Commands in front of the bands, of a band, and behind the bands.</summary>
    public void Emit(Action<ScalarWords> before, Action<StreamBlock, PoolBand> command, Action<ScalarWords>? after = null)
    {
        var (bands, channels, buffers) = Choose();
        Context.Emitter.Phase(Layer, Phase, () =>
        {
            var scalars = new ScalarWords(Context, buffers[^1]);
            before(scalars);
            Body(bands, channels, buffers, command);
            after?.Invoke(scalars);
        });
    }

    private void Body(PoolBand[] bands, int channels, Buffer[] buffers, Action<StreamBlock, PoolBand> command)
    {
        var emitter = Context.Emitter;
        Handshake[] reads = [.. Reads.Select((_, i) => new Handshake(emitter, Unit.Load, Unit.Vector, buffers[i]))];
        Handshake[] writes = [.. Writes.Select((_, i) => new Handshake(emitter, Unit.Vector, Unit.Store, buffers[reads.Length + i]))];
        var pointers = Reads.Concat(Writes).ToDictionary(of => of.Tensor, _ => emitter.Register());
        emitter.ForEach(Context.Options.Batch, 1, Pointers(tensor => (long)tensor.Pixels * Channels), _ =>
            emitter.ForEach(Channels, channels, Pointers(_ => 1), c =>
            {
                foreach (var (band, next, count) in PoolBand.Runs(bands))
                    emitter.ForEach(count, 1, Moves(band, next), _ => Band(band, c));
            }));

        (int, long)[] Moves(PoolBand band, PoolBand next) => [.. Reads.Concat(Writes).Select(of => (pointers[of.Tensor],
            (long)(Lines(of, next).First - Lines(of, band).First) * Width(of) * Channels * of.Tensor.Bytes))];

        void Band(PoolBand band, int channels)
        {
            for (int i = 0; i < reads.Length; i++)
            {
                var (read, (tensor, _), (rows, run, pitch)) = (reads[i], Reads[i], Shape(Reads[i], band, channels));
                var from = At(Reads[i], band);
                read.Produce(() => Context.LoadMatrix(from, pitch, read.At(), run, rows, run));
            }
            foreach (var read in reads) read.Take();
            Handshake.ProduceAll(writes, () => command(
                new([.. reads.Select(read => read.At())], [.. writes.Select(write => write.At())], 0, 0, 1, channels), band));
            foreach (var read in reads) read.Release();
            for (int i = 0; i < writes.Length; i++)
            {
                var (rows, run, pitch) = Shape(Writes[i], band, channels);
                writes[i].Take();
                Context.StoreMatrix(writes[i].At(), At(Writes[i], band), pitch, rows, run);
                writes[i].Release();
            }
        }

        (int, long)[] Pointers(Func<StreamTensor, long> elements) =>
            [.. pointers.Select(pointer => (pointer.Value, elements(pointer.Key) * pointer.Key.Bytes))];

        Address At((StreamTensor Tensor, bool) of, PoolBand band) => new(pointers[of.Tensor],
            Context.Dram[of.Tensor.Name] + (long)Lines(of, band).First * Width(of) * Channels * of.Tensor.Bytes);
    }

    private static PoolBand.Span Lines((StreamTensor, bool IsPooled) of, PoolBand band) => of.IsPooled ? band.Rows : band.Lines;

    private int Width((StreamTensor, bool IsPooled) of) => of.IsPooled ? Pool.Output(Image).Width : Image.Width;

    // All channels of lines lie together.
    private (int Rows, int Run, long Pitch) Shape((StreamTensor Tensor, bool) of, PoolBand band, int channels)
    {
        int pixels = Lines(of, band).Count * Width(of), bytes = of.Tensor.Bytes;
        return channels == Channels ? (1, pixels * channels * bytes, 0) : (pixels, channels * bytes, (long)Channels * bytes);
    }

    // Long runs in DRAM come first, then few bands.
    private (PoolBand[] Bands, int Channels, Buffer[] Buffers) Choose()
    {
        long least = long.MaxValue;
        foreach (int copies in (ReadOnlySpan<int>)[2, 1])
            for (int channels = Channels; channels > 0; channels /= 2)
                foreach (int rows in PhaseContext.BlockSizes(Pool.Output(Image).Height))
                {
                    PoolBand[] bands = [.. Cut(Pool, Image, rows)];
                    BufferWish[] wishes =
                    [
                        .. Reads.Concat(Writes).Select(of => new BufferWish(of.Tensor.Name,
                            bands.Max(band => (long)Lines(of, band).Room) * Width(of) * channels * of.Tensor.Bytes, copies)),
                        ScalarWords.Wish(Scalars),
                    ];
                    if (Context.PlaceScratchpad(wishes) is { } buffers) return (bands, channels, buffers);
                    least = Math.Min(least, wishes.Sum(wish => wish.Total));
                }
        throw Context.TooSmall(Layer, Phase, least, 0);
    }
}
