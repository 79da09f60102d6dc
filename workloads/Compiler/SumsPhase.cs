using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Forward: the sums of a layer as words of 32 bits in DRAM, or their maximum alone.</summary>
/// <param name="tracks">Whether the maximum is found with the words.</param>
internal sealed class SumsPhase(PhaseContext context, WeightLayer layer, SumResult output, bool tracks = true)
    : ForwardPhase(context, layer)
{
    private const int WordBytes = 4;

    private Handshake? words;
    private int wordsAt;

    private int Bytes => output == SumResult.Words ? WordBytes : 0;
    private protected override double OutputBytesPerElement => Bytes;

    /// <summary>Rows that the vector unit finishes at once.</summary>
    private int RowsAtOnce(int block) => Math.Min(block * SumPixels, context.MostRows(MaxColumns));

    private protected override IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving)
    {
        if (Bytes > 0) yield return new("words", (long)Bytes * RowsAtOnce(images) * MaxColumns, 2);
    }

    private protected override void PrepareOutput()
    {
        if (Placed("words") is { } place)
        {
            wordsAt = emitter.Register();
            words = new(emitter, Unit.Vector, Unit.Store, place);
        }
        if (tracks) emitter.Emit(new VectorSet(PhaseContext.ErrorMax, 0));
    }

    private protected override (int Register, long PerUnit)[] OutputImagePointers => [(wordsAt, (long)Bytes * layer.Accumulator.Count)];

    private protected override (int Register, long PerUnit)[] ResultPointers => [(wordsAt, Bytes)];

    private protected override void Output()
    {
        foreach (var share in context.Shares(images))
        {
            emitter.Pixel.Shift(share.First * SumPixels);
            emitter.ForEach(share.Count * SumPixels, RowsAtOnce(tiling.Images),
                [(sums.Register, 1), (wordsAt, (long)Bytes * layer.OutputChannels)], rows => Output(share, rows), emitter.Pixel);
            emitter.Pixel.Shift(-share.First * SumPixels);
        }
    }

    private void Output(ImageShare share, int rows)
    {
        var block = sums.At(0, share.Array);
        int walk = emitter.Walk(Walks.Matrix(columns, rows));
        if (words is null)
        {
            emitter.Probe("accumulator", layer.Index);
            emitter.Emit(new VectorMaximum(block, walk, 0, More: false, Wide: false, Masked: false, 0, 0, PhaseContext.ErrorMax));
            return;
        }
        words.Produce(() =>
        {
            emitter.Probe("accumulator", layer.Index);
            emitter.Emit(new VectorSpill(
                block, walk, 0, More: false, Wide: false, Masked: false, 0, words.At(), tracks, PhaseContext.ErrorMax));
        });
        words.Take();
        long first = (long)share.First * layer.Accumulator.Count * WordBytes;
        Address dram = new(wordsAt, context.Dram[WordTensor.Sums(layer.Index)] + first);
        context.StoreMatrix(words.At(), dram, (long)layer.OutputChannels * WordBytes, rows, columns * WordBytes);
        words.Release();
    }
}
