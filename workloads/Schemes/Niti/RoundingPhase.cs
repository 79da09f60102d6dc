using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>
/// The second pass over a tensor's words, once their maximum is known: shift and exponent, then codes; of activations through ReLU and
/// pool, with their masks.
/// </summary>
/// <param name="forward">A layer's sums; otherwise the errors of its outputs.</param>
internal sealed class RoundingPhase(PhaseContext context, WeightLayer layer, bool forward)
{
    private const int WordBytes = 4;

    private readonly Emitter emitter = context.Emitter;
    private Handshake words = null!, codes = null!;
    private Dropout? dropout;
    private int wordsAt, codesAt;

    private string PhaseName => forward ? "forward" : "error";
    private bool Activates => forward && !layer.IsLast;
    private bool HasMasks => Activates && !context.Options.Inference;
    private bool Drops => context.DropsBehind(layer);
    private int Batch => context.Options.Batch;
    private ImageShape Words => forward ? layer.Accumulator : layer.Output;
    private ImageShape Codes => layer.Output;
    private int Size => Activates ? layer.Pool?.Size ?? 1 : 1;

    private long WordsInDram => context.Dram[forward ? WordTensor.Sums(layer.Index) : WordTensor.ErrorSums(layer.Index)];
    private long CodesInDram =>
        context.Dram[!forward ? $"error/{layer.Index}" : layer.IsLast ? "output" : $"activation/{layer.Index}"];

    public void Emit()
    {
        var (block, buffers) = Choose();
        emitter.Phase(layer.Name, PhaseName, () => Body(block, buffers));
    }

    private void Body(WordBlock block, Buffer[] buffers)
    {
        words = new(emitter, Unit.Load, Unit.Vector, buffers[0]);
        codes = new(emitter, Unit.Vector, Unit.Store, buffers[1]);
        (wordsAt, codesAt) = (emitter.Register(), emitter.Register());
        dropout = Drops ? new(context, context.Options.ExternalDraws ? buffers[3] : null) : null;
        if (forward) Ranges.Activation(context, layer, buffers[2]);
        else Ranges.Error(context, layer.Index, buffers[2]);
        long mask = MaskOffset(block), line = (long)Codes.Width * Codes.Channels;
        emitter.ForEach(Batch, block.Images, Pointers(Words.Count, Codes.Count, 0), images =>
            emitter.ForEachLast(Codes.Height, block.Lines, Pointers((long)Size * Words.Width * Words.Channels, line, line), (lines, last) =>
                emitter.ForEach(Words.Channels, block.Channels, Pointers(1, 1, 1), channels =>
                    Take(images, lines * Size + (last ? Words.Height % Size : 0), lines, channels, mask), emitter.Channel),
                emitter.Pixel, Size * Words.Width),
            emitter.Pixel, tracked: Words.Pixels);
    }

    private (int Register, long PerUnit)[] Pointers(long perWords, long perCodes, long features)
    {
        (int, long)[] pointers = [(wordsAt, perWords * WordBytes), (codesAt, perCodes)];
        return dropout is null || features == 0 ? pointers : [.. pointers, dropout.Features(features)];
    }

    /// <param name="height">Lines of words.</param>
    /// <param name="lines">Lines of codes.</param>
    private void Take(int images, int height, int lines, int channels, long mask)
    {
        // Pixels with all of their channels lie together, from image to image as well.
        bool whole = channels == Words.Channels;
        int pixels = images * height * Words.Width, outputs = images * lines * Codes.Width;
        var (run, rows) = whole ? (pixels * channels, 1) : (channels, pixels);
        var (codeRun, codeRows) = whole ? (outputs * channels, 1) : (channels, outputs);
        words.Produce(() => context.LoadMatrix(
            new(wordsAt, WordsInDram), (long)Words.Channels * WordBytes, words.At(), run * WordBytes, rows, run * WordBytes));
        words.Take();
        codes.Produce(() =>
        {
            if (Activates) Activate(images, height, channels, mask);
            else emitter.Emit(new VectorRound(words.At(), codes.At(), pixels * channels, NitiContext.Shift, context.IsPseudo()));
            words.Release();
            if (whole) dropout?.Emit(codes.At(), codeRun / images, 1, Codes.Channels, images);
            else dropout?.Emit(codes.At(), channels, outputs, Codes.Channels, 1);
        });
        codes.Take();
        context.StoreMatrix(codes.At(), new(codesAt, CodesInDram), Codes.Channels, codeRows, codeRun);
        if (HasMasks)
            context.StoreMatrix(
                codes.At(mask), new(codesAt, context.Dram[$"mask/{layer.Index}"]), Codes.Channels, codeRows, codeRun);
        codes.Release();
    }

    private void Activate(int images, int height, int channels, long mask)
    {
        int walk = emitter.Walk(new(channels, 1, Words.Width, 0, height, 0, images, 0, 1, 0));
        emitter.Probe("code", layer.Index);
        emitter.Emit(new VectorRelu(
            words.At(), walk, NitiContext.Shift, context.IsPseudo(), Size, codes.At(), codes.At(mask), Words: true));
    }

    private long MaskOffset(WordBlock block) =>
        Allocation.Round((long)block.Images * block.Lines * Codes.Width * block.Channels, context.Word);

    private (WordBlock Block, Buffer[] Buffers) Choose()
    {
        long least = 0;
        foreach (int inLoops in (ReadOnlySpan<int>)[2, 1])
            foreach (var block in WordBlock.Choices(Batch, Words, Codes, Size, ElementBlock.Most))
            {
                bool all = block.Images == Batch && block.Lines == Codes.Height && block.Channels == Words.Channels;
                int copies = all ? 1 : inLoops;
                long pixels = (long)block.Images * block.MostHeight(Words, Codes, Size) * Words.Width;
                List<BufferWish> wishes =
                [
                    new("words", pixels * block.Channels * WordBytes, copies),
                    new("codes", MaskOffset(block) * (Activates ? 2 : 1), copies), ScalarStore.Wish,
                ];
                long features = (long)block.Lines * Codes.Width * block.Channels;
                if (Drops && Dropout.Wish(context, features) is { } draws) wishes.Add(draws);
                if (context.PlaceScratchpad(wishes) is { } buffers) return (block, buffers);
                least = wishes.Sum(wish => wish.Total);
            }
        throw context.TooSmall(layer.Name, PhaseName, least, 0);
    }
}
