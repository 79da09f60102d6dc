using WageSim.Isa;
using WageSim.Models.Networks;
using static WageSim.Workloads.Compiler.PhaseContext;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// The loop nest that forward and error backward share: blocks of images × groups of columns × chunks of the reduction × columns
/// of the array.
/// </summary>
/// <remarks>
/// An operand is loaded in the innermost loop that changes it; in a loop it has two copies, so that loading overlaps the array's work.
/// </remarks>
internal abstract class WeightStationaryPhase(PhaseContext context, WeightLayer layer)
{
    private protected enum Level { None, Outer, Inner, Chunk }

    private protected readonly PhaseContext context = context;
    private protected readonly WeightLayer layer = layer;
    private protected readonly Emitter emitter = context.Emitter;

    // What the open loops are at.
    private protected int images, group, columns, chunk;
    private protected Handshake moving = null!, stationary = null!, sums = null!;
    private protected int mode;
    private protected Tiling tiling = null!;

    /// <summary>A choice of block sizes, with the buffers placed.</summary>
    private protected sealed record Tiling(int Images, int Group, int Chunk, bool ImagesOuter, Buffer[] Buffers, Buffer Sums, double Cost);

    private protected int Height => layer.Input.Height;
    private protected int Width => layer.Input.Width;
    private protected int Batch => context.Options.Batch;

    private protected abstract string PhaseName { get; }
    private protected abstract int ReductionChannels { get; }
    private protected abstract int Columns { get; }
    private protected abstract int MovingBytes { get; }
    private protected abstract SumBound Bound { get; }
    private protected SumForm Form => Bounds.AtOnce(Bound);

    /// <summary>Buffers besides the moving operand and the weights, in a fixed order.</summary>
    private protected abstract IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving);
    private protected abstract long WeightBufferBytes(int group, int chunk);

    /// <summary>Bytes that lie together in DRAM when the weights of a group and chunk are loaded.</summary>
    private protected abstract long WeightRun(int group, int chunk);
    private protected abstract double OutputBytesPerElement { get; }
    private protected abstract int TilesOfChunk(int chunk);

    private protected abstract void Prepare();
    private protected abstract void LoadMoving();
    private protected abstract void LoadWeights();
    private protected abstract void Tiles();
    private protected abstract void Output();
    private protected abstract (int Register, long PerUnit)[] ImagePointers { get; }

    /// <summary>Pointers that a group of columns moves, besides those of its results.</summary>
    private protected abstract (int Register, long PerUnit)[] ColumnPointers { get; }
    private protected abstract (int Register, long PerUnit)[] ResultPointers { get; }

    /// <summary>Bytes from one column's weights to the next in the buffer.</summary>
    private protected abstract long WeightColumnPitch { get; }
    private protected abstract (int Register, long PerUnit)[] ChunkPointers { get; }

    public void Emit()
    {
        tiling = Choose();
        context.Sums.Add(new(Bound, Form, 1));
        emitter.Phase(layer.Name, PhaseName, Body);
    }

    // A block has as many images for each array.
    private int ImagesOfBlock(int perArray) => perArray * context.Arrays;

    private protected OperandBlock Block(int images, int chunk) =>
        new(images, Height, Width, chunk, MovingBytes, layer.Border.Top, context.Word);

    /// <summary>Rows of sums of one array's images, for one part.</summary>
    private protected int SumRows => tiling.Images * Height * Width;

    private void Body()
    {
        (images, group, chunk) = (Math.Min(Batch, ImagesOfBlock(tiling.Images)), tiling.Group, tiling.Chunk);
        moving = new(emitter, [MovingProducer], context.ArrayUnits, tiling.Buffers[0]);
        stationary = new(emitter, [Unit.Load], context.ArrayUnits, tiling.Buffers[1]);
        sums = new(emitter, context.ArrayUnits, [Unit.Vector], tiling.Sums);
        mode = emitter.Register();
        Prepare();
        context.FillBorder(Block(tiling.Images, tiling.Chunk), moving.Buffer);
        Enter(Level.None);
        if (tiling.ImagesOuter) ForImages(Level.Outer, () => ForGroups(Level.Inner, Inner));
        else ForGroups(Level.Outer, () => ForImages(Level.Inner, Inner));
        Leave(Level.None);
    }

    private protected virtual Unit MovingProducer => Unit.Load;

    private void ForImages(Level level, Action inner) =>
        emitter.ForEach(Batch, ImagesOfBlock(tiling.Images), ImagePointers, n => { images = n; Within(level, inner); }, emitter.Image);

    private void ForGroups(Level level, Action inner) =>
        emitter.ForEach(Columns, tiling.Group, [.. ColumnPointers, .. ResultPointers], n =>
        {
            group = n;
            Within(level, inner);
        }, emitter.Channel);

    private void Inner()
    {
        sums.Produce(() => emitter.ForEachFirst(ReductionChannels, tiling.Chunk, ChunkPointers, (n, first) =>
        {
            chunk = n;
            Within(Level.Chunk, () => emitter.ForEach(group, context.Chip.Cols, [(stationary.Register, WeightColumnPitch)], columnsOfTile =>
            {
                columns = columnsOfTile;
                if (first) emitter.Emit(new Set(mode, 0));
                Tiles();
            }, perBlock: (sums.Register, TileRows)));
        }));
        sums.Take();
        emitter.ForEach(group, context.Chip.Cols, ResultPointers, n =>
        {
            columns = n;
            Output();
        }, emitter.Channel, (sums.Register, TileRows));
        sums.Release();
    }

    // The sums of a group's tiles lie one after the other.
    private long TileRows => (long)SumRows * Form.Parts;

    private void Within(Level level, Action inner)
    {
        Enter(level);
        inner();
        Leave(level);
    }

    private void Enter(Level level)
    {
        if (MovingLevel(tiling.Images, tiling.Chunk, tiling.ImagesOuter) == level)
        {
            LoadMoving();
            moving.Take();
        }
        if (WeightLevel(tiling.Group, tiling.Chunk, tiling.ImagesOuter) != level) return;
        stationary.Produce(LoadWeights);
        stationary.Take();
    }

    private void Leave(Level level)
    {
        if (MovingLevel(tiling.Images, tiling.Chunk, tiling.ImagesOuter) == level) moving.Release();
        if (WeightLevel(tiling.Group, tiling.Chunk, tiling.ImagesOuter) == level) stationary.Release();
    }

    private Level MovingLevel(int block, int chunk, bool imagesOuter)
    {
        if (Trips(ReductionChannels, chunk) > 1) return Level.Chunk;
        if (Trips(Batch, ImagesOfBlock(block)) == 1) return Level.None;
        return imagesOuter ? Level.Outer : Level.Inner;
    }

    private Level WeightLevel(int group, int chunk, bool imagesOuter)
    {
        if (Trips(ReductionChannels, chunk) > 1) return Level.Chunk;
        if (Trips(Columns, group) == 1) return Level.None;
        return imagesOuter ? Level.Inner : Level.Outer;
    }

    /// <summary>Passes of one tile: slices of the weight, bytes of the moving operand; every array with its images.</summary>
    /// <param name="offset">Of the moving operand in its block.</param>
    private protected void Pass(long offset, int run, int segments, Action<int, int, int> preload)
    {
        bool firstSlice = true;
        var block = Block(images, tiling.Chunk);
        var shares = context.Shares(images)
            .Select(share => (share.Array, Walk: emitter.Walk(block.Positions(share.Count, run, segments)))).ToList();
        foreach (var (low, width) in context.Slices(context.Parameters.Bits.Weight))
        {
            foreach (var (array, _) in shares) preload(array, low, width);
            for (int part = 0; part < MovingBytes; part++)
            {
                bool first = firstSlice && (part == 0 || Form.Apart);
                var (row, shift) = Form.Apart ? (part * SumRows, low) : (0, low + 8 * part);
                foreach (var (array, walk) in shares)
                    emitter.Emit(new WeightStationary(
                        array, moving.At(offset, array), walk, part, sums.At(row, array), first ? mode : Emitter.One,
                        shift, columns, Swap: part == 0));
            }
            firstSlice = false;
        }
        emitter.Emit(new Set(mode, 1));
    }

    private Tiling Choose()
    {
        Tiling? best = null;
        long leastBytes = long.MaxValue, leastRows = long.MaxValue;
        foreach (int block in BlockSizes((Batch + context.Arrays - 1) / context.Arrays))
            foreach (int group in Chunks(Columns, 0, context.Chip.Cols))
            {
                long rows = (long)block * Height * Width * Form.Parts * Trips(group, context.Chip.Cols);
                leastRows = Math.Min(leastRows, rows * context.Arrays);
                if (context.PlaceAccumulator(rows) is not { } place) continue;
                foreach (int piece in Chunks(ReductionChannels, layer.Border.Top, context.Chip.Rows))
                    foreach (bool imagesOuter in (ReadOnlySpan<bool>)[true, false])
                    {
                        double cost = Cost(block, group, piece, imagesOuter, place.Copies);
                        int copies = MovingLevel(block, piece, imagesOuter) == Level.None ? 1 : 2;
                        int weightCopies = WeightLevel(group, piece, imagesOuter) == Level.None ? 1 : 2;
                        BufferWish[] wishes = [new("moving", Block(block, piece).Size, copies, context.Arrays),
                            new("weights", WeightBufferBytes(group, piece), weightCopies), .. OtherWishes(block, piece, copies)];
                        leastBytes = Math.Min(leastBytes, wishes.Sum(wish => wish.Total));
                        if (best is not null && cost >= best.Cost) continue;
                        if (context.PlaceScratchpad(wishes) is { } buffers)
                            best = new(block, group, piece, imagesOuter, buffers, place, cost);
                    }
            }
        return best ?? throw context.TooSmall(layer, PhaseName, leastBytes, leastRows);
    }

    /// <summary>Estimated cycles: the slower of DRAM and array, plus a little of the other, which overlap cannot hide.</summary>
    private double Cost(int block, int group, int piece, bool imagesOuter, int sumCopies)
    {
        var (chip, bits) = (context.Chip, context.Parameters.Bits);
        int blocks = Trips(Batch, ImagesOfBlock(block)), groups = Trips(Columns, group), chunks = Trips(ReductionChannels, piece);
        double pixels = (double)Batch * Height * Width;
        double moved = pixels * ReductionChannels * MovingBytes, weights = (double)layer.WeightCount * context.WeightBytes;
        moved = context.BurstBytes(moved, chunks > 1 ? piece * MovingBytes : moved);
        weights = context.BurstBytes(weights, WeightRun(group, piece));
        if (chunks > 1 || (!imagesOuter && blocks > 1)) moved *= groups;
        if (chunks > 1 || (imagesOuter && groups > 1)) weights *= blocks;
        double results = context.BurstBytes(pixels * Columns * OutputBytesPerElement, Math.Min(Columns, chip.Cols) * OutputBytesPerElement);
        double dram = (moved + weights + results) / context.DramBytesPerCycle;
        int slices = Trips(bits.Weight, chip.MacBits);
        double folds = (double)blocks * Trips(Columns, chip.Cols) * chunks * TilesOfChunk(piece) * slices;
        double array = folds * MovingBytes * Math.Max(block * Height * Width, chip.Rows) + (sumCopies == 1 ? folds * 2 : 0);
        // What does not overlap: the first load, the last result, and the array's depth at each change of hands.
        double depth = chip.Rows + chip.Cols + 2.0 * chip.Vector.LatencyCycles;
        double fill = blocks * groups * depth + dram / Math.Max(1, blocks * groups * chunks);
        return Math.Max(dram, array) + 0.1 * Math.Min(dram, array) + fill;
    }
}
