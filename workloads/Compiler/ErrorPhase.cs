using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// Error backward through a layer: sums of error × weight over kernel and output channels, clip mask and maximum of the layer below.
/// </summary>
internal sealed class ErrorPhase(PhaseContext context, WeightLayer layer, ErrorResult output) : WeightStationaryPhase(context, layer)
{
    private ErrorOperand source = null!;
    private Handshake masks = null!;
    private Handshake? result;
    private int weightAt, resultAt, maskAt;

    private protected override string PhaseName => "error";
    private protected override int ReductionChannels => layer.OutputChannels;
    private protected override int Columns => layer.Input.Channels;
    private protected override int MovingBytes => context.ErrorBytes;
    private protected override double OutputBytesPerElement => 1 + ResultBytes;
    private protected override Unit MovingProducer => layer.IsLast ? Unit.Load : Unit.Vector;

    private protected override SumBound Bound => context.Bounds.Error(layer);
    private int ResultBytes => output switch
    {
        ErrorResult.Words => Bound.WordBytes,
        ErrorResult.Codes => context.ErrorBytes,
        _ => 0,
    };
    // The vector unit joins parts in the scratchpad.
    private int StagedBytes => Form.Apart ? Bound.WordBytes : ResultBytes;
    private int Taps => layer.Kernel * layer.Kernel;
    private int MaxColumns => Math.Min(Columns, context.Chip.Cols);
    private long WeightPitch(int chunk) => Allocation.Round((long)chunk * context.WeightBytes, context.Word);
    private protected override long WeightBufferBytes(int group, int chunk) => Taps * group * WeightPitch(chunk);
    private protected override long WeightRun(int group, int chunk) =>
        (chunk == ReductionChannels ? (long)group * chunk : chunk) * context.WeightBytes;
    private protected override long WeightColumnPitch => WeightPitch(chunk);

    private int RowsAtOnce(int block) => Math.Min(block * Height * Width, 256);

    private protected override int TilesOfChunk(int chunk) => chunk >= context.Chip.Rows
        ? Taps * ((chunk + context.Chip.Rows - 1) / context.Chip.Rows)
        : (Taps * chunk + context.Chip.Rows - 1) / context.Chip.Rows;

    private protected override IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving)
    {
        long elements = (long)RowsAtOnce(images) * MaxColumns;
        yield return new("errors", elements * StagedBytes, 2);
        yield return new("masks", elements, 2);
        if (ErrorOperand.Wish(context, layer, images * context.Arrays, chunk, copiesOfMoving) is { } raw) yield return raw;
    }

    private protected override void Prepare()
    {
        (weightAt, resultAt, maskAt) = (emitter.Register(), emitter.Register(), emitter.Register());
        if (output != ErrorResult.Maximum) result = new(emitter, Unit.Vector, Unit.Store, tiling.Buffers[2]);
        masks = new(emitter, Unit.Load, Unit.Vector, tiling.Buffers[3]);
        source = new(context, layer, tiling.Buffers.Length > 4 ? tiling.Buffers[4] : null);
        if (output != ErrorResult.Codes) emitter.Emit(new VectorSet(PhaseContext.ErrorMax, 0));
    }

    private protected override (int Register, long PerUnit)[] ImagePointers =>
        [.. source.ImagePointers, (resultAt, (long)Height * Width * Columns * ResultBytes), (maskAt, (long)Height * Width * Columns)];

    private protected override (int Register, long PerUnit)[] ColumnPointers =>
        [(weightAt, (long)ReductionChannels * context.WeightBytes)];

    private protected override (int Register, long PerUnit)[] ResultPointers => [(resultAt, ResultBytes), (maskAt, 1)];

    private protected override (int Register, long PerUnit)[] ChunkPointers => [.. source.ChannelPointers, (weightAt, context.WeightBytes)];

    private protected override void LoadMoving() => source.Load(moving, Block(images, tiling.Chunk), images, chunk);

    private protected override void LoadWeights()
    {
        long rowBytes = (long)ReductionChannels * context.WeightBytes, pitch = WeightPitch(chunk);
        var from = Walks.Make(chunk * context.WeightBytes, 1, [(group, rowBytes), (Taps, Columns * rowBytes)]);
        var to = Walks.Make(chunk * context.WeightBytes, 1, [(group, pitch), (Taps, group * pitch)]);
        emitter.Emit(new Load(new(weightAt, context.Dram[$"weight/{layer.Index}"]), emitter.Walk(from), stationary.At(), emitter.Walk(to)));
    }

    private protected override void Tiles()
    {
        int kernel = layer.Kernel, rows = context.Chip.Rows;
        var block = Block(images, tiling.Chunk);
        long tap = group * WeightPitch(chunk);
        if (chunk >= rows)
        {
            // Position (dy, dx) of the error meets kernel tap (k-1-dy, k-1-dx): the weights are walked backwards.
            emitter.ForEach(kernel, 1, [(moving.Register, block.LinePitch), (stationary.Register, -kernel * tap)], _ =>
                emitter.ForEach(kernel, 1, [(moving.Register, block.PixelPitch), (stationary.Register, -tap)], _ =>
                    emitter.ForEach(chunk, rows, [(moving.Register, MovingBytes), (stationary.Register, context.WeightBytes)], size =>
                        Pass(0, size, 1, (array, low, width) => Preload(array, (Taps - 1) * tap, 0, size, low, width, true, true)))));
            return;
        }
        // Few channels: several taps share a tile, whole lines of them where they fit.
        int across = Math.Min(kernel, rows / chunk), down = across == kernel ? Math.Min(kernel, rows / (kernel * chunk)) : 1;
        for (int dy = 0; dy < kernel; dy += down)
            for (int dx = 0; dx < kernel; dx += across)
            {
                int lines = Math.Min(down, kernel - dy), taps = Math.Min(across, kernel - dx), y0 = dy, x0 = dx;
                Pass(dy * block.LinePitch + dx * block.PixelPitch, taps * chunk, lines, (array, low, width) =>
                {
                    int parts = lines * taps;
                    for (int part = 0; part < parts; part++)
                    {
                        int y = y0 + part / taps, x = x0 + part % taps, opposite = (kernel - 1 - y) * kernel + kernel - 1 - x;
                        Preload(array, opposite * tap, part * chunk, chunk, low, width, part == 0, part == parts - 1);
                    }
                });
            }
    }

    private void Preload(int array, long offset, int row, int rows, int low, int width, bool first, bool last) =>
        emitter.Emit(new Weights(
            array, stationary.At(offset), (int)WeightPitch(chunk), row, rows, columns, context.WeightBytes,
            context.Parameters.WeightShift, context.Parameters.Bits.Weight, low, width, Transpose: true, first, last));

    private protected override void Output()
    {
        int pixels = Height * Width, bytes = ResultBytes;
        string tensor = output == ErrorResult.Codes ? $"error/{layer.Index - 1}" : "wide";
        foreach (var share in context.Shares(images))
        {
            long first = (long)share.First * pixels * Columns;
            Address masksInDram = new(maskAt, context.Dram[$"mask/{layer.Index - 1}"] + first);
            var parts = Enumerable.Range(0, Form.Parts).Select(part => (sums.At(part * SumRows, share.Array), 8 * part)).ToList();
            emitter.ForEach(share.Count * pixels, RowsAtOnce(tiling.Images),
                [(sums.Register, 1), (resultAt, (long)Columns * bytes), (maskAt, Columns)], rows =>
                {
                    masks.Produce(() => context.LoadMatrix(masksInDram, Columns, masks.At(), columns, rows, columns));
                    masks.Take();
                    if (result is null) Finish(parts, tiling.Buffers[2].Start, rows);
                    else result.Produce(() => Finish(parts, result.At(), rows));
                    masks.Release();
                    if (result is null) return;
                    result.Take();
                    Address resultInDram = new(resultAt, context.Dram[tensor] + first * bytes);
                    context.StoreMatrix(result.At(), resultInDram, (long)Columns * bytes, rows, columns * bytes);
                    result.Release();
                });
        }
    }

    private void Finish(List<(Address, int)> parts, Address staged, int rows)
    {
        const int max = PhaseContext.ErrorMax;
        bool wide = Bound.Wide;
        Spill.Emit(context, parts, rows, columns, staged, wide, max, (sums, walk, shift, more) => output switch
        {
            ErrorResult.Words => new VectorSpill(sums, walk, shift, more, wide, Masked: true, masks.At(), staged, Track: true, max),
            ErrorResult.Maximum => new VectorMaximum(sums, walk, shift, more, wide, Masked: true, masks.At(), staged, max),
            _ => new VectorCode(sums, walk, shift, more, wide, Masked: true, masks.At(), staged, max, context.Parameters.Bits.Error),
        });
    }
}
