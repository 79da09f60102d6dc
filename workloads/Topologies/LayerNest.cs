using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>
/// The loops of a layer: blocks of positions and groups of filters, in either order, chunks of channels, columns of tiles; then the
/// vector unit makes codes of the group's sums, and they are stored.
/// </summary>
internal sealed class LayerNest
{
    private readonly Emitter emitter;
    private readonly LayerShape shape;
    private readonly Chip chip;
    private readonly LayerOptions options;
    private readonly LayerTiling tiling;
    private readonly LayerTilings sizes;
    private readonly LayerDram dram;
    private readonly Handshake moving, stationary, sums, codes;
    private readonly int inputAt, weightAt, outputAt, masksAt, mode;
    private int units, group, columns, chunk;

    public LayerNest(
        Emitter emitter, LayerShape shape, Chip chip, LayerOptions options, LayerTiling tiling, LayerTilings sizes, LayerDram dram)
    {
        (this.emitter, this.shape, this.chip, this.options) = (emitter, shape, chip, options);
        (this.tiling, this.sizes, this.dram) = (tiling, sizes, dram);
        Unit[] arrays = [.. Enumerable.Range(0, tiling.Arrays).Select(i => Unit.Array0 + i)];
        moving = new(emitter, [Unit.Load], arrays, tiling.Buffers[0]);
        stationary = new(emitter, [Unit.Load], arrays, tiling.Buffers[1]);
        sums = new(emitter, arrays, [Unit.Vector], tiling.Sums);
        codes = new(emitter, Unit.Vector, Unit.Store, tiling.Buffers[2]);
        (inputAt, weightAt, outputAt) = (emitter.Register(), emitter.Register(), emitter.Register());
        (masksAt, mode) = (emitter.Register(), emitter.Register());
    }

    public void Emit()
    {
        Enter(LoopLevel.None);
        if (tiling.BlocksOuter) ForBlocks(LoopLevel.Outer, () => ForGroups(LoopLevel.Inner, Inner));
        else ForGroups(LoopLevel.Outer, () => ForBlocks(LoopLevel.Inner, Inner));
        Leave(LoopLevel.None);
    }

    private OperandForm Form => tiling.Form;
    private PositionBlock Capacity => tiling.Capacity(shape);
    private int WeightPitch => (int)sizes.WeightPitch(tiling.Group);

    /// <summary>Each array's part of the units that the block has: how many, and from which on.</summary>
    private IEnumerable<(int Array, int First, int Count)> Shares()
    {
        int each = units / tiling.Arrays, more = units % tiling.Arrays;
        for (int array = 0, first = 0; array < tiling.Arrays && first < units; array++)
        {
            int count = each + (array < more ? 1 : 0);
            yield return (array, first, count);
            first += count;
        }
    }

    private void ForBlocks(LoopLevel level, Action inner)
    {
        int images = tiling.Cut == Cut.Images ? 1 : shape.Images, lines = tiling.Cut == Cut.Pixels ? shape.OutputHeight : 1;
        emitter.ForEach(images, 1, Pointers(Cut.Images), _ => emitter.ForEach(lines, 1, Pointers(Cut.Lines), _ =>
            emitter.ForEach(PositionBlock.Total(shape, tiling.Cut), tiling.Size * tiling.Arrays, Pointers(tiling.Cut), n =>
            {
                units = n;
                Within(level, inner);
            })));
    }

    private (int Register, long PerUnit)[] Pointers(Cut cut) => [(inputAt, Form.Pitch(cut)), (outputAt, OutputPitch(cut))];

    private long OutputPitch(Cut cut) => (long)PositionBlock.Of(shape, cut, 1).Rows * shape.Filters;

    private void ForGroups(LoopLevel level, Action inner) =>
        emitter.ForEach(shape.Filters, tiling.Group, [(weightAt, 1), (outputAt, 1)], n =>
        {
            group = n;
            Within(level, inner);
        });

    private void Inner()
    {
        var (channelRows, _) = Form.WeightRows;
        (int, long)[] chunkPointers = [(inputAt, Form.ChannelPitch), (weightAt, channelRows * shape.Filters)];
        sums.Produce(() => emitter.ForEachFirst(shape.Channels, tiling.Chunk, chunkPointers, (n, first) =>
        {
            chunk = n;
            Within(LoopLevel.Chunk, () => emitter.ForEach(group, chip.Cols, [(stationary.Register, 1)], n =>
            {
                columns = n;
                Form.Passes(Context(first));
            }, perBlock: (sums.Register, Capacity.Rows)));
        }));
        sums.Take();
        emitter.ForEach(group, chip.Cols, [(outputAt, 1)], n =>
        {
            columns = n;
            Output();
        }, perBlock: (sums.Register, Capacity.Rows));
        sums.Release();
    }

    private PassContext Context(bool first) => new(
        emitter, chip, options, moving, stationary, sums,
        [.. Shares().Select(share => (share.Array, PositionBlock.Of(shape, tiling.Cut, share.Count)))],
        Capacity, chunk, columns, WeightPitch, mode, first);

    private void Within(LoopLevel level, Action inner)
    {
        Enter(level);
        inner();
        Leave(level);
    }

    private void Enter(LoopLevel level)
    {
        // With one block, or one group, an operand is loaded before any loop.
        if (level == LoopLevel.None)
        {
            chunk = tiling.Chunk;
            units = PositionBlock.Total(shape, tiling.Cut);
            group = tiling.Group;
        }
        bool weights = LayerLoops.WeightLevel(shape, tiling) == level, block = LayerLoops.MovingLevel(shape, tiling) == level;
        if (weights) stationary.Produce(LoadWeights);
        if (block) moving.Produce(LoadMoving);
        if (weights) stationary.Take();
        if (block) moving.Take();
    }

    private void Leave(LoopLevel level)
    {
        if (LayerLoops.MovingLevel(shape, tiling) == level) moving.Release();
        if (LayerLoops.WeightLevel(shape, tiling) == level) stationary.Release();
    }

    private void LoadMoving()
    {
        foreach (var (array, first, count) in Shares())
            Form.Load(emitter, new(inputAt, dram.Input + first * Form.Pitch(tiling.Cut)), moving.At(0, array),
                PositionBlock.Of(shape, tiling.Cut, count), Capacity, chunk);
    }

    private void LoadWeights()
    {
        var (channel, tap) = Form.WeightRows;
        var (inner, outer, step) = channel == 1 ? (chunk, shape.Taps, tap) : (shape.Taps, chunk, channel);
        long row = shape.Filters, pitch = WeightPitch;
        Walk source = new(group, 1, inner, row, outer, step * row, 1, 0, 1, 0);
        var target = source with { Stride1 = pitch, Stride2 = inner * pitch };
        emitter.Emit(new Load(new(weightAt, dram.Weights), emitter.Walk(source), stationary.At(), emitter.Walk(target)));
    }

    private void Output()
    {
        foreach (var (array, first, count) in Shares())
        {
            int rows = PositionBlock.Of(shape, tiling.Cut, count).Rows;
            emitter.ForEach(rows, tiling.RowsAtOnce, [(sums.Register, 1), (outputAt, shape.Filters)], n =>
            {
                int walk = emitter.Walk(Walks.Matrix(columns, n));
                codes.Produce(() => emitter.Emit(new VectorActivate(
                    sums.At(0, array), walk, dram.Shift, Bits: 8, Pool: false, codes.At(), new(masksAt, tiling.Buffers[3].Start),
                    Wide: false)));
                codes.Take();
                bool whole = columns == shape.Filters;
                int source = emitter.Walk(whole ? Walks.Dense(n * columns) : Walks.Make(columns, 1, [(n, columns)]));
                int target = emitter.Walk(whole ? Walks.Dense(n * columns) : Walks.Make(columns, 1, [(n, shape.Filters)]));
                emitter.Emit(new Store(
                    codes.At(), source, new(outputAt, dram.Output + first * OutputPitch(tiling.Cut)), target));
                codes.Release();
                emitter.Next(masksAt, tiling.Buffers[3]);
            });
        }
    }
}
