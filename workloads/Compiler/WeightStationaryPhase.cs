using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// The loop nest that forward and error backward share: blocks of images × columns of the array × chunks of the reduction,
/// weights stationary.
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
    private protected int images, columns, chunk;
    private protected Handshake moving = null!, stationary = null!, sums = null!;
    private protected int mode;
    private protected Tiling tiling = null!;

    /// <summary>A choice of block sizes, with the buffers placed.</summary>
    private protected sealed record Tiling(int Images, int Chunk, bool ImagesOuter, Buffer[] Buffers, Buffer Sums, double Cost);

    private protected int Height => layer.Input.Height;
    private protected int Width => layer.Input.Width;
    private protected int Batch => context.Options.Batch;

    private protected abstract string PhaseName { get; }
    private protected abstract int ReductionChannels { get; }
    private protected abstract int Columns { get; }
    private protected abstract int MovingBytes { get; }
    private protected abstract SumForm Form { get; }

    /// <summary>Buffers besides the moving operand and the weights, in a fixed order.</summary>
    private protected abstract IEnumerable<BufferWish> OtherWishes(int images, int chunk, int copiesOfMoving);
    private protected abstract long WeightBufferBytes(int chunk);
    private protected abstract double OutputBytesPerElement { get; }
    private protected abstract int TilesOfChunk(int chunk);

    private protected abstract void Prepare();
    private protected abstract void LoadMoving();
    private protected abstract void LoadWeights();
    private protected abstract void Tiles();
    private protected abstract void Output();
    private protected abstract (int Register, long PerUnit)[] ImagePointers { get; }
    private protected abstract (int Register, long PerUnit)[] ColumnPointers { get; }
    private protected abstract (int Register, long PerUnit)[] ChunkPointers { get; }

    public void Emit()
    {
        tiling = Choose();
        emitter.Phase(layer.Name, PhaseName, Body);
    }

    // A block has as many images for each array.
    private int ImagesOfBlock(int perArray) => perArray * context.Arrays;

    private protected OperandBlock Block(int images, int chunk) =>
        new(images, Height, Width, chunk, MovingBytes, layer.Padding, context.Word);

    /// <summary>Rows of sums of one array's images, for one part.</summary>
    private protected int SumRows => tiling.Images * Height * Width;

    private void Body()
    {
        (images, columns, chunk) = (Math.Min(Batch, ImagesOfBlock(tiling.Images)), Math.Min(Columns, context.Chip.Cols), tiling.Chunk);
        moving = new(emitter, [MovingProducer], context.ArrayUnits, tiling.Buffers[0]);
        stationary = new(emitter, [Unit.Load], context.ArrayUnits, tiling.Buffers[1]);
        sums = new(emitter, context.ArrayUnits, [Unit.Vector], tiling.Sums);
        mode = emitter.Register();
        Prepare();
        context.FillBorder(Block(tiling.Images, tiling.Chunk), moving.Buffer);
        Within(Level.None, () =>
        {
            if (tiling.ImagesOuter) ForImages(Level.Outer, () => ForColumns(Level.Inner, Inner));
            else ForColumns(Level.Outer, () => ForImages(Level.Inner, Inner));
        });
    }

    private protected virtual Unit MovingProducer => Unit.Load;

    private void ForImages(Level level, Action inner) =>
        emitter.ForEach(Batch, ImagesOfBlock(tiling.Images), ImagePointers, n =>
        {
            images = n;
            Within(level, inner);
        }, emitter.Image);

    private void ForColumns(Level level, Action inner) =>
        emitter.ForEach(Columns, context.Chip.Cols, ColumnPointers, n =>
        {
            columns = n;
            Within(level, inner);
        }, emitter.Channel);

    private void ForChunks() =>
        emitter.ForEach(ReductionChannels, tiling.Chunk, ChunkPointers, n =>
        {
            chunk = n;
            Within(Level.Chunk, Tiles);
        });

    private void Inner()
    {
        sums.Produce(() =>
        {
            emitter.Emit(new Set(mode, 0));
            ForChunks();
        });
        sums.Take();
        Output();
        sums.Release();
    }

    /// <summary>The body of a loop, with the operands that are loaded there.</summary>
    private void Within(Level level, Action body)
    {
        bool loadsMoving = MovingLevel(tiling.Images, tiling.Chunk, tiling.ImagesOuter) == level;
        bool loadsWeights = WeightLevel(tiling.Chunk, tiling.ImagesOuter) == level;
        if (loadsMoving) LoadMoving();
        if (loadsMoving) moving.Take();
        if (loadsWeights) stationary.Produce(LoadWeights);
        if (loadsWeights) stationary.Take();
        body();
        if (loadsMoving) moving.Release();
        if (loadsWeights) stationary.Release();
    }

    private Level MovingLevel(int block, int chunk, bool imagesOuter)
    {
        if (Trips(ReductionChannels, chunk) > 1) return Level.Chunk;
        if (Trips(Batch, ImagesOfBlock(block)) == 1) return Level.None;
        return imagesOuter ? Level.Outer : Level.Inner;
    }

    private Level WeightLevel(int chunk, bool imagesOuter)
    {
        if (Trips(ReductionChannels, chunk) > 1) return Level.Chunk;
        if (Trips(Columns, context.Chip.Cols) == 1) return Level.None;
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
        foreach (int block in PhaseContext.BlockSizes((Batch + context.Arrays - 1) / context.Arrays))
            foreach (int piece in PhaseContext.Chunks(ReductionChannels, layer.Padding, context.Chip.Rows))
                foreach (bool imagesOuter in (ReadOnlySpan<bool>)[true, false])
                {
                    int copies = MovingLevel(block, piece, imagesOuter) == Level.None ? 1 : 2;
                    int weightCopies = WeightLevel(piece, imagesOuter) == Level.None ? 1 : 2;
                    BufferWish[] wishes =
                    [
                        new("moving", Block(block, piece).Size, copies, context.Arrays),
                        new("weights", WeightBufferBytes(piece), weightCopies),
                        .. OtherWishes(block, piece, copies),
                    ];
                    long rows = (long)block * Height * Width * Form.Parts;
                    leastBytes = Math.Min(leastBytes, wishes.Sum(wish => wish.Total));
                    leastRows = Math.Min(leastRows, rows * context.Arrays);
                    if (context.PlaceScratchpad(wishes) is not { } buffers || context.PlaceAccumulator(rows) is not { } place) continue;
                    double cost = Cost(block, piece, imagesOuter, place.Copies);
                    if (best is null || cost < best.Cost) best = new(block, piece, imagesOuter, buffers, place, cost);
                }
        return best ?? throw context.TooSmall(layer, PhaseName, leastBytes, leastRows);
    }

    /// <summary>Estimated cycles: the slower of DRAM and array, plus a little of the other, which overlap cannot hide.</summary>
    private double Cost(int block, int piece, bool imagesOuter, int sumCopies)
    {
        int blocks = Trips(Batch, ImagesOfBlock(block)), columnTrips = Trips(Columns, context.Chip.Cols);
        int chunks = Trips(ReductionChannels, piece);
        double pixels = (double)Batch * Height * Width;
        double movingBytes = pixels * ReductionChannels * MovingBytes, weightBytes = (double)layer.WeightCount * context.WeightBytes;
        if (chunks > 1 || (!imagesOuter && blocks > 1)) movingBytes *= columnTrips;
        if (chunks > 1 || imagesOuter) weightBytes *= chunks > 1 || columnTrips > 1 ? blocks : 1;
        double dram = (movingBytes + weightBytes + pixels * Columns * OutputBytesPerElement) / context.DramBytesPerCycle;
        int slices = (context.Parameters.Bits.Weight + context.Chip.MacBits - 1) / context.Chip.MacBits;
        double folds = (double)blocks * columnTrips * chunks * TilesOfChunk(piece) * slices;
        double array = folds * MovingBytes * Math.Max(block * Height * Width, context.Chip.Rows) + (sumCopies == 1 ? folds * 2 : 0);
        double fill = blocks * columnTrips * (context.Chip.Rows + context.Chip.Cols + 2.0 * context.Chip.Vector.LatencyCycles);
        return Math.Max(dram, array) + 0.1 * Math.Min(dram, array) + fill;
    }

    private static int Trips(int total, int size) => (total + size - 1) / size;
}
