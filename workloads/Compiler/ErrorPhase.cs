using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// Error backward through a layer: sums of error × weight over kernel and output channels, of which a scheme makes the error of the layer
/// below.
/// </summary>
/// <remarks>With a stride, the input pixels that meet the same taps are made together, by a dense kernel of those taps.</remarks>
/// <param name="band">All lines of what is handed back, or some of each image.</param>
internal abstract class ErrorPhase(PhaseContext context, ErrorBand band, SumResult output) : WeightStationaryPhase(context, band.Layer)
{
    private ErrorOperand source = null!;
    private readonly SubKernel[] kernels = SubKernel.Of(band.Layer);
    private Handshake? masks, result;
    private int weightAt, resultAt, maskAt;

    private protected override string PhaseName => "error";
    private protected override ImageShape Moved => layer.Accumulator;
    private protected override Border Zeros => SubKernel.Zeros(layer);
    private protected override int SumPixels => kernels.Where(kernel => kernel.Taps > 0).Sum(kernel => kernel.Pixels);
    private protected override int ReductionChannels => layer.GroupOutputs;
    private protected override int Columns => layer.GroupInputs;
    private protected override int MovingBytes => context.RoutedBytes(layer);
    private protected override double OutputBytesPerElement => (Masked ? 1 : 0) + ResultBytes;
    private protected override Unit MovingProducer => context.Lowering.IsRouted(layer) ? Unit.Vector : Unit.Load;

    private protected override SumBound Bound => context.Bounds.Error(band.Whole);

    /// <summary>The lines that the phase makes.</summary>
    private protected ErrorBand Band => band;

    /// <summary>What is left of the sums.</summary>
    private protected SumResult Result => output;

    /// <summary>Whether each error meets the mask of the activation that it belongs to.</summary>
    private protected abstract bool Masked { get; }

    /// <summary>Buffers of the scheme's own.</summary>
    private protected abstract IEnumerable<BufferWish> MoreWishes { get; }

    /// <summary>Commands in front of all loops.</summary>
    private protected abstract void PrepareOutput();

    /// <summary>What is made of whole sums, `staged` being where words and results are.</summary>
    /// <param name="mask">Where the masks are, if there are any.</param>
    private protected abstract Instruction Finish(Address sums, int walk, int shift, bool more, Address mask, Address staged);

    /// <summary>Commands behind that of rows of results.</summary>
    private protected abstract void Finished(Address staged, int rows);

    /// <summary>Bytes of a word that is left in DRAM.</summary>
    private protected virtual int WordBytes => Bound.WordBytes;

    /// <summary>The tensor of the words.</summary>
    private protected virtual string Words => WordTensor.ErrorSums(layer.Index - 1);

    private int ResultBytes => output switch
    {
        SumResult.Words => WordBytes,
        SumResult.Codes => context.ErrorBytes,
        _ => 0,
    };
    private long ResultInDram => output == SumResult.Codes
        ? context.Dram[$"error/{layer.Index - 1}"]
        : context.Dram[Words];
    // The vector unit joins parts in the scratchpad.
    private int StagedBytes => Form.Parts > 1 || output == SumResult.Words ? Bound.WordBytes : ResultBytes;

    /// <summary>Whether the stride leaves pixels out, whose errors no pass makes.</summary>
    private bool StoresZeros => output != SumResult.Maximum && kernels.Any(kernel => kernel.Taps == 0);
    private int Taps => layer.Kernel * layer.Kernel;
    private protected int MaxColumns => Math.Min(Columns, context.Chip.Cols);
    private long WeightPitch(int chunk) => Allocation.Round((long)chunk * context.WeightBytes, context.Word);
    private protected override long WeightBufferBytes(int group, int chunk) => Taps * group * WeightPitch(chunk);
    private protected override long WeightRun(int group, int chunk) =>
        (chunk == layer.OutputChannels ? (long)group * chunk : chunk) * context.WeightBytes;
    private protected override long WeightColumnPitch => WeightPitch(chunk);

    /// <summary>Rows that the vector unit finishes at once: some hundred, or with a stride whole lines of a sub-kernel's pixels.</summary>
    private int RowsAtOnce(int block) => layer.Stride == 1
        ? Math.Min(block * SumPixels, MostRows)
        : kernels.Max(kernel => LinesAtOnce(kernel) * kernel.Across.Count);

    private int LinesAtOnce(SubKernel kernel) => Math.Clamp(MostRows / kernel.Across.Count, 1, kernel.Down.Count);

    /// <summary>Rows that the vector unit finishes at once, at most.</summary>
    private protected virtual int MostRows => 256;

    private protected override IEnumerable<(int Tiles, int Pixels)> TilesOfChunk(int chunk) =>
        kernels.Select(kernel => (Tiles(kernel.Taps, chunk), kernel.Pixels));

    private int Tiles(int taps, int chunk) => chunk >= context.Chip.Rows
        ? taps * ((chunk + context.Chip.Rows - 1) / context.Chip.Rows)
        : (taps * chunk + context.Chip.Rows - 1) / context.Chip.Rows;

    private protected override IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving)
    {
        long elements = (long)RowsAtOnce(images) * MaxColumns;
        yield return new("errors", elements * StagedBytes, 2);
        if (Masked) yield return new("masks", elements, 2);
        if (ErrorOperand.Wish(context, layer, images * context.Arrays, chunk, copiesOfMoving) is { } raw) yield return raw;
        if (StoresZeros) yield return new("zeros", (long)layer.Input.Channels * ResultBytes, 1);
        foreach (var wish in MoreWishes) yield return wish;
    }

    private protected override void Prepare()
    {
        (weightAt, resultAt) = (emitter.Register(), emitter.Register());
        if (Masked) maskAt = emitter.Register();
        if (output != SumResult.Maximum) result = new(emitter, Unit.Vector, Unit.Store, Placed("errors")!.Value);
        if (Placed("masks") is { } placed) masks = new(emitter, Unit.Load, Unit.Vector, placed);
        source = new(context, band.Whole, Placed(ErrorOperand.Staging));
        if (output != SumResult.Codes && band.Begins) emitter.Emit(new VectorSet(PhaseContext.ErrorMax, 0));
        PrepareOutput();
        if (Placed("zeros") is { } zeros) StoreZeros(zeros);
    }

    private void StoreZeros(Buffer zeros)
    {
        int run = layer.Input.Channels * ResultBytes, filled = emitter.Semaphore(0);
        emitter.Emit(new Fill(zeros.Start, emitter.Walk(Walks.Dense(run)), 0));
        emitter.Emit(new Signal((int)Unit.Load, filled));
        emitter.Emit(new Wait((int)Unit.Store, filled));
        foreach (var kernel in kernels.Where(kernel => kernel.Taps == 0))
        {
            var places = kernel.Places(layer, kernel.Down.Count);
            (int, long)[] from = [.. places.Select(place => (place.Count, 0L)), (Batch, 0)];
            (int, long)[] to = [.. places.Select(place => (place.Count, place.Pixels * run)), (Batch, (long)band.Whole.Input.Pixels * run)];
            emitter.Emit(new Store(zeros.Start, emitter.Walk(Walks.Make(run, 1, from)),
                ResultInDram + (long)(band.FirstPixel + kernel.FirstPixel(layer)) * run, emitter.Walk(Walks.Make(run, 1, to))));
        }
    }

    private protected override int Bands => band.Count;
    private protected override (int Register, long PerUnit)[] BandPointers =>
        [.. source.Pointers(band.ErrorStep), .. Results(band.InputStep)];

    private protected override (int Register, long PerUnit)[] GroupPointers =>
        [.. source.GroupPointers, (weightAt, (long)ReductionChannels * context.WeightBytes), .. Results(Columns)];

    private protected override (int Register, long PerUnit)[] ImagePointers =>
        [.. source.ImagePointers, .. Results(band.Whole.Input.Count)];

    private protected override (int Register, long PerUnit)[] ColumnPointers =>
        [(weightAt, (long)layer.OutputChannels * context.WeightBytes)];

    private protected override (int Register, long PerUnit)[] ResultPointers => Results(1);

    private (int Register, long PerUnit)[] Results(long elements) => [(resultAt, elements * ResultBytes), (maskAt, Masked ? elements : 0)];

    private protected override (int Register, long PerUnit)[] ChunkPointers => [.. source.ChannelPointers, (weightAt, context.WeightBytes)];

    private protected override void LoadMoving() => source.Load(
        moving, Block(images, tiling.Chunk), images, chunk, band.FirstError);

    private protected override void LoadWeights()
    {
        long rowBytes = (long)layer.OutputChannels * context.WeightBytes, pitch = WeightPitch(chunk);
        var from = Walks.Make(chunk * context.WeightBytes, 1, [(group, rowBytes), (Taps, Columns * rowBytes)]);
        var to = Walks.Make(chunk * context.WeightBytes, 1, [(group, pitch), (Taps, group * pitch)]);
        emitter.Emit(new Load(new(weightAt, context.WeightsOf(layer)), emitter.Walk(from), stationary.At(), emitter.Walk(to)));
    }

    private protected override void Tiles()
    {
        var block = Block(images, tiling.Chunk);
        int row = 0;
        foreach (var kernel in kernels.Where(kernel => kernel.Taps > 0))
        {
            long first = block.At(Zeros.Top + kernel.Down.Error, Zeros.Left + kernel.Across.Error);
            StartSums();
            Tiles(kernel, new(kernel.Down.Count, kernel.Across.Count, 1, first, row));
            row += tiling.Images * kernel.Pixels;
        }
    }

    private void Tiles(SubKernel kernel, Positions at)
    {
        int stride = layer.Stride, rows = context.Chip.Rows, linesOfTaps = kernel.Down.Taps, width = kernel.Across.Taps;
        var block = Block(images, tiling.Chunk);
        long tap = group * WeightPitch(chunk), line = layer.Kernel * tap;
        if (chunk >= rows)
        {
            // The first error meets the last tap: the weights are walked backwards.
            emitter.ForEach(linesOfTaps, 1, [(moving.Register, block.LinePitch), (stationary.Register, -stride * line)], _ =>
                emitter.ForEach(width, 1, [(moving.Register, block.PixelPitch), (stationary.Register, -stride * tap)], _ =>
                    emitter.ForEach(chunk, rows, [(moving.Register, MovingBytes), (stationary.Register, context.WeightBytes)], size =>
                        Pass(at, 0, size, 1, (array, low, width) => Preload(array, Opposite(0, 0), 0, size, low, width, true, true)))));
            return;
        }
        // Few channels: several taps share a tile, whole lines of them where they fit.
        int across = Math.Min(width, rows / chunk), down = across == width ? Math.Min(linesOfTaps, rows / (width * chunk)) : 1;
        for (int dy = 0; dy < linesOfTaps; dy += down)
            for (int dx = 0; dx < width; dx += across)
            {
                int lines = Math.Min(down, linesOfTaps - dy), taps = Math.Min(across, width - dx), y0 = dy, x0 = dx;
                Pass(at, block.At(dy, dx), taps * chunk, lines, (array, low, width) =>
                {
                    int parts = lines * taps;
                    for (int part = 0; part < parts; part++)
                        Preload(array, Opposite(y0 + part / taps, x0 + part % taps), part * chunk, chunk, low, width,
                            part == 0, part == parts - 1);
                });
            }

        // The weights that an error meets which lies so many positions behind the first one.
        long Opposite(int y, int x) =>
            (kernel.Down.Tap + stride * (linesOfTaps - 1 - y)) * line + (kernel.Across.Tap + stride * (width - 1 - x)) * tap;
    }

    private void Preload(int array, long offset, int row, int rows, int low, int width, bool first, bool last) =>
        emitter.Emit(new Weights(
            array, stationary.At(offset), (int)WeightPitch(chunk), row, rows, columns, context.WeightBytes,
            context.Parameters.WeightShift, context.Parameters.Bits.Weight, low, width, Transpose: true, first, last));

    private protected override void Output()
    {
        foreach (var share in context.Shares(images))
        {
            if (layer.Stride == 1)
            {
                if (band.IsWhole) Rows(share, share.Count * SumPixels);
                else
                    emitter.ForEach(share.Count, 1, [(sums.Register, SumPixels), .. Results(band.Whole.Input.Count)],
                        _ => Rows(share, SumPixels));
                continue;
            }
            int row = 0;
            foreach (var kernel in kernels.Where(kernel => kernel.Taps > 0))
            {
                int first = row, width = kernel.Across.Count;
                long line = (long)layer.Stride * layer.Input.Width * layer.Input.Channels;
                emitter.ForEach(share.Count, 1, [(sums.Register, kernel.Pixels), .. Results(band.Whole.Input.Count)], _ =>
                    emitter.ForEach(kernel.Down.Count, LinesAtOnce(kernel), [(sums.Register, width), .. Results(line)], lines =>
                        Output(share, first, kernel.FirstPixel(layer), kernel.Places(layer, lines))));
                row += tiling.Images * kernel.Pixels;
            }
        }
    }

    private void Rows(ImageShare share, int count) => emitter.ForEach(count, RowsAtOnce(tiling.Images),
        [(sums.Register, 1), .. Results(layer.Input.Channels)], rows => Output(share, 0, 0, [(rows, 1)]));

    // Sums that follow each other in the accumulators, and the pixels that they are the errors of.
    private void Output(ImageShare share, int row, int firstPixel, (int Count, long Pixels)[] places)
    {
        int bytes = ResultBytes, rows = places.Aggregate(1, (product, place) => product * place.Count);
        long first = ((long)share.First * band.Whole.Input.Pixels + band.FirstPixel + firstPixel) * layer.Input.Channels;
        var parts = Parts(row, share.Array);
        masks?.Produce(() => emitter.Emit(new Load(
            new(maskAt, context.Dram[$"mask/{layer.Index - 1}"] + first), InDram(1), masks.At(), Dense(1))));
        masks?.Take();
        if (result is null) Finish(parts, Placed("errors")!.Value.Start, rows);
        else result.Produce(() => Finish(parts, result.At(), rows));
        masks?.Release();
        if (result is null) return;
        result.Take();
        emitter.Emit(new Store(result.At(), Dense(bytes), new(resultAt, ResultInDram + first * bytes), InDram(bytes)));
        result.Release();

        int InDram(int bytes) => emitter.Walk(Walks.Make(columns * bytes, 1,
            [.. places.Select(place => (place.Count, place.Pixels * layer.Input.Channels * bytes))]));

        int Dense(int bytes)
        {
            long pitch = columns * bytes;
            var dimensions = new List<(int, long)>();
            foreach (var (count, _) in places)
            {
                dimensions.Add((count, pitch));
                pitch *= count;
            }
            return emitter.Walk(Walks.Make(columns * bytes, 1, [.. dimensions]));
        }
    }

    private void Finish(List<(Address, int)> parts, Address staged, int rows)
    {
        Spill.Emit(context, parts, rows, columns, staged, Bound.Wide, PhaseContext.ErrorMax, (sums, walk, shift, more) =>
            Finish(sums, walk, shift, more, masks?.At() ?? 0, staged));
        Finished(staged, rows);
    }
}
