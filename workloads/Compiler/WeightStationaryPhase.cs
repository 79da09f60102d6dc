using WageSim.Isa;
using WageSim.Models.Networks;
using static WageSim.Workloads.Compiler.PhaseContext;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// The loop nest that forward and error backward share: groups of the convolution × blocks of images × groups of columns × chunks of
/// the reduction × columns of the array.
/// </summary>
/// <remarks>
/// An operand is loaded in the innermost loop that changes it; in a loop it has two copies, so that loading overlaps the array's work.
/// </remarks>
internal abstract class WeightStationaryPhase(PhaseContext context, WeightLayer layer)
{
    private protected enum Level { None, Outer, Inner, Chunk }

    /// <summary>The positions of an image that a pass visits.</summary>
    /// <param name="Stride">Pixels of the moving operand from one to the next.</param>
    /// <param name="Offset">Of the first position in its block, in bytes.</param>
    /// <param name="Row">Of its first sum, in one array's sums.</param>
    private protected readonly record struct Positions(int Height, int Width, int Stride = 1, long Offset = 0, int Row = 0);

    private protected readonly PhaseContext context = context;
    private protected readonly WeightLayer layer = layer;
    private protected readonly Emitter emitter = context.Emitter;

    // What the open loops are at.
    private protected int images, group, columns, chunk;
    private protected Handshake moving = null!, stationary = null!, sums = null!;
    private protected int mode;
    // Products of the weights' upper byte are held doubled where that is apart: those with shift 0 are counted as MACs.
    private const int Doubled = 1;

    private bool firstChunk;
    private protected Tiling tiling = null!;

    // What the smallest tile needs.
    private long leastBytes = long.MaxValue, leastRows = long.MaxValue;

    /// <summary>A choice of block sizes, with the buffers placed.</summary>
    private protected sealed record Tiling(int Images, int Group, int Chunk, bool ImagesOuter, Buffer[] Buffers, Buffer Sums, double Cost);

    private protected int Batch => context.Options.Batch;

    /// <summary>The placed buffer of that name, if the phase wished for one.</summary>
    private protected Buffer? Placed(string name) =>
        tiling.Buffers.Where(buffer => buffer.Name == name).Select(buffer => (Buffer?)buffer).FirstOrDefault();

    private protected abstract string PhaseName { get; }

    /// <summary>Images that move through the array, and the zeros around them.</summary>
    private protected abstract ImageShape Moved { get; }
    private protected abstract Border Zeros { get; }

    /// <summary>Sums of a column that the accumulators hold for an image.</summary>
    private protected abstract int SumPixels { get; }

    /// <summary>Pixels of an image of the tensor that the sums belong to.</summary>
    private protected virtual int ImagePixels => SumPixels;

    /// <summary>Channels that a group of the convolution sums over, and makes.</summary>
    private protected abstract int ReductionChannels { get; }
    private protected abstract int Columns { get; }
    private protected abstract int MovingBytes { get; }

    /// <summary>Bytes of the moving operand, from the lowest, that are multiplied.</summary>
    private protected virtual int MovingPasses => MovingBytes;

    private protected abstract SumBound Bound { get; }
    private protected SumForm Form => Bounds.AtOnce(Bound);

    /// <summary>Buffers besides the moving operand and the weights, in a fixed order.</summary>
    private protected abstract IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving);
    private protected abstract long WeightBufferBytes(int group, int chunk);

    /// <summary>Bytes that lie together in DRAM when the weights of a group and chunk are loaded.</summary>
    private protected abstract long WeightRun(int group, int chunk);
    private protected abstract double OutputBytesPerElement { get; }

    /// <summary>Tiles of a chunk, with the positions of an image that each streams.</summary>
    private protected abstract IEnumerable<(int Tiles, int Pixels)> TilesOfChunk(int chunk);

    /// <summary>Bands of an image's lines that are made one after the other, and the pointers that one moves.</summary>
    private protected abstract int Bands { get; }
    private protected abstract (int Register, long PerUnit)[] BandPointers { get; }

    /// <summary>Pointers that a group of the convolution moves.</summary>
    private protected abstract (int Register, long PerUnit)[] GroupPointers { get; }

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

    /// <summary>Whether the chip's memories hold a tile.</summary>
    public bool Fits => (tiling ??= Choose()!) is not null;

    public void Emit()
    {
        if (!Fits) throw context.TooSmall(layer.Name, PhaseName, leastBytes, leastRows);
        context.Note(new(Bound, Form, 1));
        emitter.Phase(layer.Name, PhaseName, Body);
    }

    // A block has as many images for each array.
    private int ImagesOfBlock(int perArray) => perArray * context.Arrays;

    private protected OperandBlock Block(int images, int chunk) =>
        new(images, Moved.Height, Moved.Width, chunk, MovingBytes, Zeros, context.Word);

    /// <summary>Rows of sums of one array's images, for one part.</summary>
    private protected int SumRows => tiling.Images * SumPixels;

    private void Body()
    {
        (images, group, chunk) = (Math.Min(Batch, ImagesOfBlock(tiling.Images)), tiling.Group, tiling.Chunk);
        moving = new(emitter, [MovingProducer], context.ArrayUnits, tiling.Buffers[0]);
        stationary = new(emitter, [Unit.Load], context.ArrayUnits, tiling.Buffers[1]);
        sums = new(emitter, context.ArrayUnits, [Unit.Vector], tiling.Sums);
        mode = emitter.Register();
        Prepare();
        context.FillBorder(Block(tiling.Images, tiling.Chunk), moving.Buffer);
        emitter.ForEach(Bands, 1, BandPointers, _ => emitter.ForEach(layer.Groups, 1, GroupPointers, _ =>
        {
            Enter(Level.None);
            if (tiling.ImagesOuter) ForImages(Level.Outer, () => ForGroups(Level.Inner, Inner));
            else ForGroups(Level.Outer, () => ForImages(Level.Inner, Inner));
            Leave(Level.None);
        }, emitter.Channel, tracked: Columns), emitter.Pixel, tracked: SumPixels);
        Complete();
    }

    /// <summary>Commands behind all loops.</summary>
    private protected virtual void Complete() { }

    private protected virtual Unit MovingProducer => Unit.Load;

    private void ForImages(Level level, Action inner) =>
        emitter.ForEach(Batch, ImagesOfBlock(tiling.Images), ImagePointers, n =>
        {
            images = n;
            Within(level, inner);
        }, emitter.Pixel, tracked: ImagePixels);

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
                (columns, firstChunk) = (columnsOfTile, first);
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

    /// <summary>The sums of a block from a row on, one accumulator a part, with the left shift of each.</summary>
    private protected List<(Address Sums, int Shift)> Parts(int row, int array) => [.. Enumerable.Range(0, Form.Parts).Select(part =>
    {
        var (cut, other) = Form.Bytes(part);
        return (sums.At(row + part * SumRows, array), 8 * cut + (8 - Doubled) * other);
    })];

    /// <summary>The next pass writes sums that only earlier chunks, if any, have written.</summary>
    private protected void StartSums()
    {
        if (firstChunk) emitter.Emit(new Set(mode, 0));
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
    /// <param name="offset">Of the tile's first element from that of a position.</param>
    private protected void Pass(Positions at, long offset, int run, int segments, Action<int, int, int> preload)
    {
        var written = new HashSet<int>();
        var block = Block(images, tiling.Chunk);
        var shares = context.Shares(images).Select(share => (share.Array,
            Walk: emitter.Walk(block.Positions(at.Height, at.Width, at.Stride, share.Count, run, segments)))).ToList();
        foreach (var (low, width) in context.Slices(context.Parameters.Bits.Weight))
        {
            foreach (var (array, _) in shares) preload(array, low, width);
            for (int which = 0; which < MovingPasses; which++)
            {
                int part = Form.Part(which, low / 8);
                int shift = (Form.Apart ? 0 : 8 * which) + (Form.OtherApart && low >= 8 ? low - 8 + Doubled : low);
                foreach (var (array, walk) in shares)
                    emitter.Emit(new WeightStationary(
                        array, moving.At(at.Offset + offset, array), walk, which, sums.At(at.Row + part * SumRows, array),
                        written.Contains(part) ? Emitter.One : mode, shift, columns, Swap: which == 0));
                written.Add(part);
            }
        }
        emitter.Emit(new Set(mode, 1));
    }

    private Tiling? Choose()
    {
        // Without a second copy loads wait for the array, but larger images fit.
        return Best(2) ?? Best(1);

        Tiling? Best(int copiesInLoops)
        {
            Tiling? best = null;
            foreach (int block in BlockSizes((Batch + context.Arrays - 1) / context.Arrays))
                foreach (int group in Chunks(Columns, false, context.Chip.Cols))
                {
                    long rows = (long)block * SumPixels * Form.Parts * Trips(group, context.Chip.Cols);
                    leastRows = Math.Min(leastRows, rows * context.Arrays);
                    if (context.PlaceAccumulator(rows) is not { } place) continue;
                    foreach (int piece in Chunks(ReductionChannels, layer.Kernel > 1, context.Chip.Rows))
                        foreach (bool imagesOuter in (ReadOnlySpan<bool>)[true, false])
                        {
                            double cost = Cost(block, group, piece, imagesOuter, place.Copies);
                            int copies = Copies(MovingLevel(block, piece, imagesOuter), copiesInLoops);
                            int weightCopies = Copies(WeightLevel(group, piece, imagesOuter), copiesInLoops);
                            BufferWish[] wishes = [new("moving", Block(block, piece).Size, copies, context.Arrays),
                                new("weights", WeightBufferBytes(group, piece), weightCopies), .. OtherWishes(block, piece, copies)];
                            leastBytes = Math.Min(leastBytes, wishes.Sum(wish => wish.Total));
                            if (best is not null && cost >= best.Cost) continue;
                            if (context.PlaceScratchpad(wishes) is { } buffers)
                                best = new(block, group, piece, imagesOuter, buffers, place, cost);
                        }
                }
            return best;
        }

        int Copies(Level level, int inLoops) => level == Level.None && layer.Groups == 1 ? 1 : inLoops;
    }

    /// <summary>Estimated cycles: the slower of DRAM and array, plus a little of the other, which overlap cannot hide.</summary>
    private double Cost(int block, int group, int piece, bool imagesOuter, int sumCopies)
    {
        var (chip, bits) = (context.Chip, context.Parameters.Bits);
        int blocks = Trips(Batch, ImagesOfBlock(block)), groups = Trips(Columns, group), chunks = Trips(ReductionChannels, piece);
        double moved = (double)Batch * Moved.Pixels * ReductionChannels * MovingBytes;
        double weights = (double)layer.WeightCount / layer.Groups * context.WeightBytes;
        moved = context.BurstBytes(moved, chunks > 1 || layer.Groups > 1 ? piece * MovingBytes : moved);
        weights = context.BurstBytes(weights, WeightRun(group, piece));
        if (chunks > 1 || (!imagesOuter && blocks > 1)) moved *= groups;
        if (chunks > 1 || (imagesOuter && groups > 1)) weights *= blocks;
        double results = context.BurstBytes(
            (double)Batch * SumPixels * Columns * OutputBytesPerElement, Math.Min(Columns, chip.Cols) * OutputBytesPerElement);
        double dram = (moved + weights + results) / context.DramBytesPerCycle;
        int slices = Trips(bits.Weight, chip.MacBits);
        double times = (double)blocks * Trips(Columns, chip.Cols) * chunks * slices, folds = 0, rows = 0;
        foreach (var (tiles, pixels) in TilesOfChunk(piece))
        {
            folds += times * tiles;
            rows += times * tiles * MovingPasses * Math.Max(block * pixels, chip.Rows);
        }
        double array = rows + (sumCopies == 1 ? folds * 2 : 0);
        // What does not overlap: the first load, the last result, and the array's depth at each change of hands.
        double depth = chip.Rows + chip.Cols + 2.0 * chip.Vector.LatencyCycles;
        double fill = blocks * groups * depth + dram / Math.Max(1, blocks * groups * chunks);
        return Math.Max(dram, array) + 0.1 * Math.Min(dram, array) + fill;
    }
}
