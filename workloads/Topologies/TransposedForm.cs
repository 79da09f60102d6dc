using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>
/// Output-stationary: images lie channel by channel, and DMA makes of a block one row for each element of the reduction, with all
/// positions in it.
/// </summary>
internal sealed class TransposedForm(LayerShape shape, Chip chip) : OperandForm(shape, chip)
{
    public override long ImagePitch => shape.Channels * ChannelPitch;
    public override long LinePitch => shape.Width;
    public override long PixelPitch => 1;
    public override long ChannelPitch => shape.Height * LinePitch;
    public override (long Channel, long Tap) WeightRows => (shape.Taps, 1);

    private long RowPitch(PositionBlock capacity) => Align(capacity.Rows, chip.Rows, chip.Scratchpad.WordBytes);

    public override long Bytes(PositionBlock block, int chunk) => shape.Taps * chunk * RowPitch(block);

    public override (double Bytes, double Run) Traffic(PositionBlock block, int chunk) =>
        ((double)block.Rows * shape.Taps * chunk, shape.StrideAcross == 1 ? block.Width : 1);

    public override double ArrayCycles(PositionBlock block, int chunk) =>
        PhaseContext.Trips(block.Rows, chip.Rows) * Math.Max(shape.Taps * chunk, chip.Rows);

    public override void Load(
        Emitter emitter, Address dram, Address spad, PositionBlock block, PositionBlock capacity, int chunk)
    {
        long row = RowPitch(capacity), down = shape.StrideDown * LinePitch;
        var (height, width) = (block.Height, block.Width);
        var (kernelHeight, kernelWidth) = (shape.KernelHeight, shape.KernelWidth);
        for (int image = 0; image < block.Images; image++)
        {
            var from = dram with { Offset = dram.Offset + image * ImagePitch };
            var to = spad with { Offset = spad.Offset + image * (long)height * width };
            if (shape.StrideAcross == 1)
                Move(from, new(width, 1, height, down, kernelWidth, 1, kernelHeight, LinePitch, chunk, ChannelPitch),
                    to, new(width, 1, height, width, kernelWidth, row, kernelHeight, kernelWidth * row, chunk, shape.Taps * row));
            else
                emitter.ForEach(chunk, 1, [(from.Register, ChannelPitch), (to.Register, shape.Taps * row)], _ =>
                    Move(from, new(1, 1, width, shape.StrideAcross, height, down, kernelWidth, 1, kernelHeight, LinePitch),
                        to, new(1, 1, width, 1, height, width, kernelWidth, row, kernelHeight, kernelWidth * row)));
        }

        void Move(Address from, Walk fromWalk, Address to, Walk toWalk) =>
            emitter.Emit(new Load(from, emitter.Walk(fromWalk), to, emitter.Walk(toWalk)));
    }

    public override void Passes(PassContext context)
    {
        int common = context.Shares.Min(share => share.Block.Rows) / chip.Rows * chip.Rows;
        var arrays = context.Shares.Select(share => share.Array).ToList();
        (int, long)[] next = [(context.Moving.Register, 1), (context.Sums.Register, 1)];
        if (context.First) context.StartSums();
        if (common > 0) context.Emitter.ForEach(common, chip.Rows, next, rows => arrays.ForEach(array => Tile(array, 0, rows)));
        // What an array's share has beyond the smallest is a few tiles.
        foreach (var (array, block) in context.Shares)
            for (int row = common; row < block.Rows; row += chip.Rows) Tile(array, row, Math.Min(chip.Rows, block.Rows - row));

        void Tile(int array, int row, int rows)
        {
            int positions = shape.Taps * context.Chunk, bits = context.Options.WeightBits;
            int x = context.Emitter.Walk(Walks.Make(rows, 1, [(positions, RowPitch(context.Capacity))]));
            int y = context.Emitter.Walk(Walks.Make(context.Columns, 1, [(positions, context.WeightPitch)]));
            foreach (var (low, width) in context.Slices)
                context.Emitter.Emit(new OutputStationary(
                    array, context.Moving.At(row, array), x, XLow: 0, XWidth: 8, XSigned: true,
                    context.Stationary.At(), y, low, width, YSigned: low + width >= bits,
                    context.Sums.At(row, array), low == 0 ? context.Mode : Emitter.One, Apart: 0));
        }
    }
}
