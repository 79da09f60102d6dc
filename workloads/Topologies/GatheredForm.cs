using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>
/// Weight-stationary: DMA puts each position's whole window in a row of its own. Tiles cross kernel lines and a row is fetched in one
/// beat; overlapping windows are loaded several times.
/// </summary>
internal sealed class GatheredForm(LayerShape shape, Chip chip) : OperandForm(shape, chip)
{
    public override long ImagePitch => shape.Height * LinePitch;
    public override long LinePitch => shape.Width * PixelPitch;
    public override long PixelPitch => shape.Channels;
    public override long ChannelPitch => 1;
    public override (long Channel, long Tap) WeightRows => (1, shape.Channels);

    private long RowPitch(int chunk) => Align(shape.Taps * chunk, chip.Rows, chip.Scratchpad.WordBytes);

    public override long Bytes(PositionBlock block, int chunk) => block.Rows * RowPitch(chunk);

    public override (double Bytes, double Run) Traffic(PositionBlock block, int chunk) =>
        ((double)block.Rows * shape.Taps * chunk, chunk < shape.Channels ? chunk
            : shape.Taps == 1 && shape.StrideAcross == 1 ? (double)block.Width * chunk : shape.KernelWidth * chunk);

    public override double ArrayCycles(PositionBlock block, int chunk)
    {
        int elements = shape.Taps * chunk, tiles = PhaseContext.Trips(elements, chip.Rows), word = chip.Scratchpad.WordBytes;
        double beats = Math.Max(1, (double)Math.Min(elements, chip.Rows) / word);
        return tiles * Math.Max(block.Rows * beats, chip.Rows + Turn);
    }

    public override void Load(
        Emitter emitter, Address dram, Address spad, PositionBlock block, PositionBlock capacity, int chunk)
    {
        long row = RowPitch(chunk), line = shape.StrideDown * LinePitch, pixel = shape.StrideAcross * PixelPitch;
        var (images, height, width) = (block.Images, block.Height, block.Width);
        int run = shape.KernelWidth * chunk;
        if (shape.Taps == 1 && run == pixel && run == row && chunk == shape.Channels)
        {
            var whole = new Walk(run * width, 1, height, line, images, ImagePitch, 1, 0, 1, 0);
            Move(dram, whole, spad, whole with { Stride1 = width * row, Stride2 = (long)height * width * row });
        }
        else if (chunk == shape.Channels)
            Move(dram, new(run, 1, shape.KernelHeight, LinePitch, width, pixel, height, line, images, ImagePitch),
                spad, new(run, 1, shape.KernelHeight, run, width, row, height, width * row, images, (long)height * width * row));
        else
            for (int image = 0; image < images; image++)
                Move(dram with { Offset = dram.Offset + image * ImagePitch },
                    new(chunk, 1, shape.KernelWidth, PixelPitch, shape.KernelHeight, LinePitch, width, pixel, height, line),
                    spad with { Offset = spad.Offset + image * (long)height * width * row },
                    new(chunk, 1, shape.KernelWidth, chunk, shape.KernelHeight, run, width, row, height, width * row));

        void Move(Address from, Walk fromWalk, Address to, Walk toWalk) =>
            emitter.Emit(new Load(from, emitter.Walk(fromWalk), to, emitter.Walk(toWalk)));
    }

    public override void Passes(PassContext context)
    {
        long row = RowPitch(context.Chunk);
        (int, long)[] next = [(context.Moving.Register, 1), (context.Stationary.Register, context.WeightPitch)];
        context.StartSums();
        context.Emitter.ForEach(shape.Taps * context.Chunk, chip.Rows, next, elements =>
            context.Tile(elements, block => Walks.Make(elements, 1, [(block.Rows, row)])));
    }
}
