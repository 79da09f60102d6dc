using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Forward: the sums of a layer as words of 32 bits in DRAM, or their maximum alone.</summary>
/// <param name="band">All lines of the sums, or some of each image.</param>
/// <param name="tracks">Whether the maximum is found with the words.</param>
internal sealed class SumsPhase(PhaseContext context, LineBand band, SumResult output, bool tracks = true)
    : ForwardPhase(context, band.Layer)
{
    private const int WordBytes = 4;

    private Handshake? words;
    private int wordsAt;

    /// <summary>Words of a layer without their maximum, in as few bands of lines as the chip's memories hold.</summary>
    public static void EmitWords(PhaseContext context, WeightLayer layer)
    {
        SumsPhase[] phases;
        int bands = 1;
        do phases = [.. LineBand.Runs(LineBand.Cut(layer, bands)).Select(
            band => new SumsPhase(context, band, SumResult.Words, tracks: false))];
        while (!Array.TrueForAll(phases, phase => phase.Fits) && bands++ < layer.Accumulator.Height);
        foreach (var phase in phases) phase.Emit();
    }

    private protected override LineBand Band => band;
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

    private protected override (int Register, long PerUnit)[] OutputImagePointers =>
        [(wordsAt, (long)Bytes * band.Whole.Accumulator.Count)];

    private protected override (int Register, long PerUnit)[] ResultPointers => [(wordsAt, Bytes)];

    private protected override void Output()
    {
        foreach (var share in context.Shares(images))
        {
            int first = share.First * ImagePixels + band.FirstPixel;
            emitter.Pixel.Shift(first);
            if (SumPixels == ImagePixels) Rows(share, share.Count * SumPixels);
            else
                emitter.ForEach(share.Count, 1, [(sums.Register, SumPixels), .. OutputImagePointers],
                    _ => Rows(share, SumPixels), emitter.Pixel, tracked: ImagePixels);
            emitter.Pixel.Shift(-first);
        }
    }

    private void Rows(ImageShare share, int count) => emitter.ForEach(count, RowsAtOnce(tiling.Images),
        [(sums.Register, 1), (wordsAt, (long)Bytes * layer.OutputChannels)], rows => Output(share, rows), emitter.Pixel);

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
        long first = ((long)share.First * ImagePixels + band.FirstPixel) * layer.OutputChannels * WordBytes;
        Address dram = new(wordsAt, context.Dram[WordTensor.Sums(layer.Index)] + first);
        context.StoreMatrix(words.At(), dram, (long)layer.OutputChannels * WordBytes, rows, columns * WordBytes);
        words.Release();
    }
}
