using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Forward: sums of activation × weight, then pool, ReLU and quantisation (WAGE eq. 7), or sums or errors of the last.</summary>
internal sealed class ForwardPhase(PhaseContext context, WeightLayer layer) : WeightStationaryPhase(context, layer)
{
    private readonly string source = layer.Index == 0 ? "input" : $"activation/{layer.Index - 1}";
    private Handshake result = null!;
    private Handshake? labels;
    private int inputAt, weightAt, outputAt, maskAt, labelAt, classAt;

    private protected override string PhaseName => "forward";
    private protected override ImageShape Moved => layer.Input;
    private protected override Border Zeros => layer.Border;
    private protected override int SumPixels => layer.Accumulator.Pixels;
    private protected override int ReductionChannels => layer.GroupInputs;
    private protected override int Columns => layer.GroupOutputs;
    private protected override int MovingBytes => context.InputBytes(layer);
    private protected override SumBound Bound => context.Bounds.Forward(layer);
    private protected override double OutputBytesPerElement =>
        layer.IsLast ? OutputBytes : (OutputBytes + 1.0) / (layer.Pool is { } pool ? pool.Stride * pool.Stride : 1);
    private protected override IEnumerable<(int Tiles, int Pixels)> TilesOfChunk(int chunk) =>
        [(context.ReductionTiles(layer.Kernel, chunk), SumPixels)];

    private bool Inference => context.Options.Inference;
    /// <summary>Whether errors are stored instead of sums: SSE's follow from each sum alone.</summary>
    private bool MakesErrors => layer.IsLast && !Inference && context.Parameters.Network.Loss == Loss.SquaredErrors;
    private int OutputPixels => layer.Output.Pixels;
    private int OutputBytes => layer.IsLast ? Bound.WordBytes : context.ActivationBytes;
    private long OutputImageBytes => (long)layer.Output.Count * OutputBytes;
    // Masks lie as bytes of codes do, and need a pointer of their own only beside wider ones.
    private bool MasksApart => !layer.IsLast && OutputBytes > 1;
    private int MaxColumns => Math.Min(Columns, context.Chip.Cols);

    private long WeightPitch(int columns) => Allocation.Round((long)columns * context.WeightBytes, context.Word);
    private protected override long WeightBufferBytes(int group, int chunk) =>
        (long)layer.Kernel * layer.Kernel * chunk * WeightPitch(group);
    private protected override long WeightRun(int group, int chunk) =>
        (group == layer.OutputChannels ? (long)chunk * group : group) * context.WeightBytes;
    private protected override long WeightColumnPitch => context.WeightBytes;

    /// <summary>
    /// Images that the vector unit finishes at once: enough for some hundred rows, so that results are staged in little memory.
    /// </summary>
    private int ImagesAtOnce(int block) => Math.Clamp(512 / SumPixels, 1, block);

    private protected override IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving)
    {
        int atOnce = ImagesAtOnce(images);
        if (layer.IsLast) yield return new("results", (long)OutputBytes * atOnce * MaxColumns, 2);
        else yield return new("results", MaskOffset(atOnce) + StagedBytes(atOnce, 1), 2);
        if (MakesErrors) yield return new("labels", 4L * Batch, 1);
    }

    // Codes first, over the words that they are made of if sums are wide; then masks.
    private long MaskOffset(int atOnce) => Bound.Wide
        ? Allocation.Round((long)atOnce * SumPixels * MaxColumns * Bound.WordBytes, context.Word)
        : StagedBytes(atOnce, OutputBytes);
    private long StagedBytes(int atOnce, int bytes) => Allocation.Round((long)atOnce * OutputPixels * MaxColumns * bytes, context.Word);

    private protected override void Prepare()
    {
        (inputAt, weightAt, outputAt) = (emitter.Register(), emitter.Register(), emitter.Register());
        result = new(emitter, Unit.Vector, Unit.Store, tiling.Buffers[2]);
        maskAt = MasksApart ? emitter.Register() : outputAt;
        if (!MakesErrors) return;
        (labelAt, classAt) = (emitter.Register(), emitter.Register());
        labels = new(emitter, Unit.Load, Unit.Vector, tiling.Buffers[3]);
        emitter.Emit(new VectorSet(PhaseContext.ErrorMax, 0));
        labels.Produce(() => context.LoadMatrix(context.Dram["label"], 0, labels.At(), 0, 1, 4 * Batch));
        labels.Take();
    }

    private protected override (int Register, long PerUnit)[] GroupPointers =>
        [(inputAt, (long)ReductionChannels * MovingBytes), (weightAt, (long)Columns * context.WeightBytes),
            (outputAt, (long)Columns * OutputBytes), (maskAt, MasksApart ? Columns : 0)];

    private protected override (int Register, long PerUnit)[] ImagePointers =>
        [(inputAt, (long)layer.Input.Count * MovingBytes), .. OutputImagePointers];

    private (int Register, long PerUnit)[] OutputImagePointers =>
        [(outputAt, OutputImageBytes), (maskAt, MasksApart ? layer.Output.Count : 0), (labelAt, labels is null ? 0 : 4)];

    private protected override (int Register, long PerUnit)[] ColumnPointers =>
        [(weightAt, context.WeightBytes)];

    private protected override (int Register, long PerUnit)[] ResultPointers =>
        [(outputAt, OutputBytes), (maskAt, MasksApart ? 1 : 0), (classAt, labels is null ? 0 : 1)];

    private protected override (int Register, long PerUnit)[] ChunkPointers =>
        [(inputAt, MovingBytes), (weightAt, (long)layer.OutputChannels * context.WeightBytes)];

    private protected override void LoadMoving() => moving.Produce(() =>
        context.LoadShares(new(inputAt, context.Dram[source]), layer.Input.Channels, moving, Block(images, tiling.Chunk), images, chunk));

    private protected override void LoadWeights()
    {
        int taps = layer.Kernel * layer.Kernel;
        long rowBytes = (long)layer.OutputChannels * context.WeightBytes, pitch = WeightPitch(group);
        var from = Walks.Make(group * context.WeightBytes, 1, [(chunk, rowBytes), (taps, ReductionChannels * rowBytes)]);
        var to = Walks.Make(group * context.WeightBytes, 1, [(chunk, pitch), (taps, chunk * pitch)]);
        emitter.Emit(new Load(new(weightAt, context.Dram[$"weight/{layer.Index}"]), emitter.Walk(from), stationary.At(), emitter.Walk(to)));
    }

    private protected override void Tiles()
    {
        var block = Block(images, tiling.Chunk);
        int pitch = (int)WeightPitch(group);
        StartSums();
        context.ForReductionTiles(layer.Kernel, chunk, moving.Register, block, (stationary.Register, pitch), (segments, run) =>
            Pass(new(layer.Accumulator.Height, layer.Accumulator.Width, layer.Stride), 0, run, segments, (array, low, width) =>
                emitter.Emit(new Weights(
                    array, stationary.At(), pitch, 0, segments * run, columns, context.WeightBytes,
                    context.Parameters.WeightShift, context.Parameters.Bits.Weight, low, width,
                    Transpose: false, First: true, Last: true))));
    }

    private protected override void Output()
    {
        foreach (var share in context.Shares(images))
        {
            emitter.Image.Shift(share.First);
            emitter.ForEach(share.Count, ImagesAtOnce(tiling.Images),
                [(sums.Register, SumPixels), .. OutputImagePointers],
                count =>
                {
                    if (layer.IsLast) LastOutput(share, count);
                    else ActivationOutput(share, count);
                }, emitter.Image);
            emitter.Image.Shift(-share.First);
        }
    }

    private Address OutputIn(string tensor, in ImageShare share) => new(outputAt, context.Dram[tensor] + share.First * OutputImageBytes);

    private void ActivationOutput(ImageShare share, int count)
    {
        int rows = count * OutputPixels, shift = context.Parameters.ActivationShift(layer), bits = context.Parameters.Bits.Activation;
        int walk = emitter.Walk(new(columns, 1, layer.Accumulator.Width, 0, layer.Accumulator.Height, 0, count, 0, 1, 0));
        long mask = MaskOffset(ImagesAtOnce(tiling.Images));
        result.Produce(() =>
        {
            if (Bound.Wide) Join(share, count * SumPixels);
            emitter.Probe("accumulator", layer.Index);
            var block = Bound.Wide ? default : sums.At(0, share.Array);
            Address codes = result.At(), masks = result.At(mask);
            emitter.Emit(layer.Pool is null or { Size: 2, Stride: 2 }
                ? new VectorActivate(block, walk, shift, bits, layer.Pool is not null, codes, masks, Bound.Wide)
                : new VectorPool(block, walk, shift, bits, layer.Pool.Size, layer.Pool.Stride, codes, masks, Bound.Wide));
        });
        result.Take();
        var codes = OutputIn($"activation/{layer.Index}", share);
        context.StoreMatrix(result.At(), codes, (long)layer.OutputChannels * OutputBytes, rows, columns * OutputBytes);
        Address masks = new(maskAt, Inference ? 0 : context.Dram[$"mask/{layer.Index}"] + (long)share.First * layer.Output.Count);
        if (!Inference) context.StoreMatrix(result.At(mask), masks, layer.OutputChannels, rows, columns);
        result.Release();
    }

    private void LastOutput(ImageShare share, int count)
    {
        int walk = emitter.Walk(Walks.Matrix(columns, count));
        var block = sums.At(0, share.Array);
        result.Produce(() =>
        {
            if (Bound.Wide && MakesErrors) Join(share, count);
            if (!Bound.Wide || MakesErrors) emitter.Probe("accumulator", layer.Index);
            if (MakesErrors)
                emitter.Emit(new VectorLoss(Bound.Wide ? default : block, walk, new(labelAt, labels!.Buffer.Start + 4 * share.First),
                    new(classAt, 0), result.At(), context.Parameters.TargetLog2, PhaseContext.ErrorMax, Bound.Wide));
            else Join(share, count, probed: Bound.Wide);
        });
        result.Take();
        context.StoreMatrix(result.At(), OutputIn("output", share), (long)OutputBytes * Columns, count, OutputBytes * columns);
        result.Release();
    }

    // Words of whole sums, of some rows; the last part's command is the first that knows them.
    private void Join(ImageShare share, int rows, bool probed = false) =>
        Spill.Emit(context, Parts(0, share.Array), rows, columns, result.At(), Bound.Wide, 0, (part, walk, shift, more) =>
        {
            if (probed) emitter.Probe("accumulator", layer.Index);
            return new VectorSpill(part, walk, shift, more, Bound.Wide, Masked: false, 0, result.At(), Track: false, 0);
        });
}
