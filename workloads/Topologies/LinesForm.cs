using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>
/// Weight-stationary: the lines that the windows of a block cover lie as they are, each pixel once; a kernel line is a run, several of
/// them segments of a tile.
/// </summary>
internal sealed class LinesForm(LayerShape shape, Chip chip) : OperandForm(shape, chip)
{
    public override long ImagePitch => shape.Height * LinePitch;
    public override long LinePitch => shape.Width * PixelPitch;
    public override long PixelPitch => shape.Channels;
    public override long ChannelPitch => 1;
    public override (long Channel, long Tap) WeightRows => (1, shape.Channels);

    private int Lines(PositionBlock block) => (block.Height - 1) * shape.StrideDown + shape.KernelHeight;
    private int Pixels(PositionBlock block) => (block.Width - 1) * shape.StrideAcross + shape.KernelWidth;
    private long LineBytes(PositionBlock block, int chunk) => Allocation.Round((long)Pixels(block) * chunk, chip.Scratchpad.WordBytes);
    private long ImageBytes(PositionBlock block, int chunk) => Lines(block) * LineBytes(block, chunk);

    public override long Bytes(PositionBlock block, int chunk) => block.Images * ImageBytes(block, chunk);

    public override (double Bytes, double Run) Traffic(PositionBlock block, int chunk) =>
        ((double)block.Images * Lines(block) * Pixels(block) * chunk, chunk < shape.Channels ? chunk : (double)Pixels(block) * chunk);

    public override double ArrayCycles(PositionBlock block, int chunk)
    {
        int line = shape.KernelWidth * chunk, rows = chip.Rows, word = chip.Scratchpad.WordBytes;
        bool cut = line >= rows;
        int segments = cut ? 1 : Math.Min(shape.KernelHeight, rows / line), run = cut ? rows : line;
        int tiles = cut ? shape.KernelHeight * PhaseContext.Trips(line, rows) : PhaseContext.Trips(shape.KernelHeight, segments);
        // Segments come to the end of their words together; a line of positions starts without any.
        double words = (run + word - 1.0) / word, fresh = segments * Math.Min(words, (double)shape.StrideAcross * chunk / word);
        double crossings = segments == 1 ? Math.Max(1, fresh) : 1 + fresh * (segments - 1) / segments;
        double beats = block.Rows * crossings + block.Images * block.Height * (segments * words - 1);
        return tiles * Math.Max(beats, rows + Turn);
    }

    public override void Load(
        Emitter emitter, Address dram, Address spad, PositionBlock block, PositionBlock capacity, int chunk)
    {
        int pixels = Pixels(block), lines = Lines(block);
        long line = LineBytes(capacity, chunk), image = ImageBytes(capacity, chunk);
        Walk source, target;
        if (chunk == shape.Channels)
        {
            source = new(pixels * chunk, 1, lines, LinePitch, block.Images, ImagePitch, 1, 0, 1, 0);
            target = source with { Stride1 = line, Stride2 = image };
        }
        else
        {
            source = new(chunk, 1, pixels, PixelPitch, lines, LinePitch, block.Images, ImagePitch, 1, 0);
            target = source with { Stride1 = chunk, Stride2 = line, Stride3 = image };
        }
        emitter.Emit(new Load(dram, emitter.Walk(source), spad, emitter.Walk(target)));
    }

    public override void Passes(PassContext context)
    {
        int chunk = context.Chunk, line = shape.KernelWidth * chunk, rows = chip.Rows;
        long pitch = LineBytes(context.Capacity, chunk), image = ImageBytes(context.Capacity, chunk);
        var (emitter, moving, weights) = (context.Emitter, context.Moving.Register, context.Stationary.Register);
        (int, long)[] nextLine = [(moving, pitch), (weights, (long)line * context.WeightPitch)];
        context.StartSums();
        if (line >= rows)
            emitter.ForEach(shape.KernelHeight, 1, nextLine, _ =>
                emitter.ForEach(line, rows, [(moving, 1), (weights, context.WeightPitch)], elements => Tile(1, elements)));
        else
            emitter.ForEach(shape.KernelHeight, rows / line, nextLine, lines => Tile(lines, line));

        void Tile(int segments, int run) => context.Tile(segments * run, block => Walks.Make(run, 1,
            [(block.Width, shape.StrideAcross * (long)chunk), (block.Height, shape.StrideDown * pitch), (block.Images, image)],
            segments, pitch));
    }
}
