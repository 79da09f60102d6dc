using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>What every phase of the compiler needs to know, and the pieces of code that several phases emit.</summary>
internal sealed record PhaseContext(
    Emitter Emitter, Chip Chip, Lowering Lowering, SchemeParameters Parameters, DramLayout Dram, CompileOptions Options)
{
    /// <summary>The scalar registers that hold the maximum of the tensor that is being made.</summary>
    public const int ErrorMax = 0, GradientMax = 1;

    public Bounds Bounds { get; } = new(Parameters, Options);

    /// <summary>How the sums of the phases emitted so far are held.</summary>
    public List<HeldSum> Sums { get; } = [];

    /// <summary>Adds a sum; errors that are made twice count once.</summary>
    public void Note(HeldSum sum)
    {
        if (!Sums.Contains(sum)) Sums.Add(sum);
    }

    public int Word => Chip.Scratchpad.WordBytes;
    public int ErrorBytes => new FixedFormat(Parameters.Bits.Error).Bytes;
    public int InputBytes(WeightLayer layer) => new FixedFormat(Parameters.InputBitsOf(layer)).Bytes;
    public int InputPasses(WeightLayer layer) => new FixedFormat(Parameters.ProductBitsOf(layer)).Bytes;
    public int ActivationBytes => new FixedFormat(Parameters.Bits.Activation).Bytes;
    public int WeightBytes => new FixedFormat(Parameters.Bits.Gradient).Bytes;

    /// <summary>Bytes of an element of the routed error: more than a code's where windows overlap and their codes are added.</summary>
    public int RoutedBytes(WeightLayer layer) => new FixedFormat(Bounds.RoutedBits(layer)).Bytes;

    /// <summary>Where the codes are that a layer reads; the weight codes that the array loads; its error codes.</summary>
    public long InputOf(WeightLayer layer) => Dram[Lowering.InputOf(this, layer)];
    public long WeightsOf(WeightLayer layer) => Dram[Lowering.WeightsOf(layer)];
    public long ErrorOf(WeightLayer layer) => Dram[Lowering.ErrorOf(this, layer)];

    /// <summary>Blocks of a size that a total takes.</summary>
    public static int Trips(int total, int size) => (total + size - 1) / size;

    /// <summary>
    /// Rows of words that are staged at once on their way to DRAM: some hundred, and no more than fill a quarter of the scratchpad with
    /// their two copies.
    /// </summary>
    public int MostRows(int columns) => Math.Clamp(Chip.Scratchpad.TotalBytes / (8 * 4 * columns), 1, 256);

    public Buffer[]? PlaceScratchpad(IReadOnlyList<BufferWish> wishes) =>
        Allocation.Place(wishes, Chip.Scratchpad.BankBytes, Chip.Scratchpad.Banks, Word);

    /// <summary>Arrays in use: each takes its share of a block's images, so there is no use for more than there are images.</summary>
    public int Arrays => Math.Min(Math.Min(Chip.Arrays, Options.Batch), ArrayLimit);

    /// <summary>Arrays that a phase wants at most.</summary>
    public int ArrayLimit { get; init; } = int.MaxValue;

    /// <summary>The queues of those arrays.</summary>
    public Unit[] ArrayUnits => [.. Enumerable.Range(0, Arrays).Select(i => Unit.Array0 + i)];

    /// <summary>Images of a block for each array that gets any: how many, and from which on.</summary>
    public IEnumerable<ImageShare> Shares(int images)
    {
        int each = images / Arrays, more = images % Arrays;
        for (int array = 0, first = 0; array < Arrays && first < images; array++)
        {
            int count = each + (array < more ? 1 : 0);
            yield return new(array, first, count);
            first += count;
        }
    }

    /// <summary>Two copies of the sums where they fit, else one; a block for each array.</summary>
    public Buffer? PlaceAccumulator(long rows)
    {
        foreach (int copies in (ReadOnlySpan<int>)[2, 1])
        {
            BufferWish wish = new("sums", rows, copies, Arrays);
            if (Allocation.Place([wish], Chip.AccumulatorRowsPerBank, Chip.Accumulator.Banks, 1) is { } placed) return placed[0];
        }
        return null;
    }

    /// <param name="layer">Name of the layer or normalisation.</param>
    /// <param name="scratchpadBytes">Of the smallest tile; the largest number where the accumulators hold none.</param>
    /// <param name="accumulatorRows">Of the smallest tile; 0 in a phase without sums.</param>
    public InputException TooSmall(string layer, string phase, long scratchpadBytes, long accumulatorRows)
    {
        List<string> needs = [];
        if (scratchpadBytes < long.MaxValue) needs.Add($"{scratchpadBytes} bytes of scratchpad (there are {Chip.Scratchpad.TotalBytes})");
        if (accumulatorRows > 0) needs.Add($"{accumulatorRows} accumulator rows (there are {Chip.AccumulatorRows})");
        return new(
            $"chip {Chip.Name}: too small for a tile of layer {layer} {phase}: its smallest tile needs {string.Join(" and ", needs)}");
    }

    /// <summary>Bytes that DRAM delivers in one chip cycle at best.</summary>
    public double DramBytesPerCycle =>
        Chip.Dram.BurstBytes / (Chip.Dram.BurstLength / 2.0 * Chip.Dram.ClockPicoseconds * Chip.ClockMegahertz / 1e6);

    /// <summary>Slices of a stationary operand, lowest bits first: ceil(bits / macBits) passes.</summary>
    public IEnumerable<(int Low, int Width)> Slices(int bits)
    {
        for (int low = 0; low < bits; low += Chip.MacBits) yield return (low, Math.Min(Chip.MacBits, bits - low));
    }

    /// <summary>The sizes of blocks of images that are worth trying: those that change the number of blocks.</summary>
    public static IEnumerable<int> BlockSizes(int total)
    {
        for (int blocks = 1, last = 0; blocks <= total; blocks++)
        {
            int size = (total + blocks - 1) / blocks;
            if (size != last) yield return last = size;
        }
    }

    /// <summary>The chunks of channels that are worth trying.</summary>
    /// <param name="equal">Only divisors: a border must keep its place, and the pixels under a kernel must lie together.</param>
    public static IEnumerable<int> Chunks(int channels, bool equal, int rows)
    {
        for (int pieces = 1, last = 0; pieces <= channels && (equal || last == 0 || last > rows); pieces++)
        {
            int chunk = equal
                ? channels % pieces == 0 ? channels / pieces : last
                : (int)Math.Min(channels, Allocation.Round((channels + pieces - 1) / pieces, rows));
            if (chunk != last) yield return last = chunk;
        }
    }

    /// <summary>Bytes that DRAM moves for a run of so many: whole bursts.</summary>
    public double BurstBytes(double bytes, double run) =>
        bytes == 0 ? 0 : bytes * Allocation.Round((long)run, Chip.Dram.BurstBytes) / run;

    public void FillBorder(in OperandBlock block, in Buffer buffer)
    {
        foreach (var (offset, walk) in block.Border(buffer)) Emitter.Emit(new Fill(buffer.Start + offset, Emitter.Walk(walk), 0));
    }

    /// <summary>Loads channels of each array's images from DRAM to the inside of its block.</summary>
    /// <param name="pitch">Bytes from one image to the next in DRAM; 0 where they follow each other.</param>
    public void LoadShares(Address dram, int totalChannels, Handshake target, OperandBlock block, int images, int channels, long pitch = 0)
    {
        long imageBytes = pitch > 0 ? pitch : (long)block.Height * block.Width * totalChannels * block.Bytes;
        foreach (var share in Shares(images))
        {
            var from = dram with { Offset = dram.Offset + share.First * imageBytes };
            LoadImages(from, totalChannels, target.At(block.Interior, share.Array), block, share.Count, channels, imageBytes);
        }
    }

    /// <summary>Loads channels of images from DRAM to the inside of a block.</summary>
    private void LoadImages(
        Address dram, int totalChannels, Address target, in OperandBlock block, int images, int channels, long imageBytes)
    {
        long pixel = (long)totalChannels * block.Bytes, line = block.Width * pixel;
        var from = new Walk(channels, block.Bytes, block.Width, pixel, block.Height, line, images, imageBytes, 1, 0);
        var to = block.Pixels(images, channels);
        if (channels == totalChannels && block.Channels == channels)
        {
            from = Whole(from, block.Width);
            to = Whole(to, block.Width);
        }
        Emitter.Emit(new Load(dram, Emitter.Walk(from), target, Emitter.Walk(to)));

        // All channels of a line are contiguous on both sides.
        static Walk Whole(Walk walk, int width) => walk with
        {
            Run = walk.Run * width,
            Count1 = walk.Count2, Stride1 = walk.Stride2,
            Count2 = walk.Count3, Stride2 = walk.Stride3,
            Count3 = 1, Stride3 = 0,
        };
    }

    /// <summary>Moves a matrix of rows × run bytes from DRAM to a dense buffer.</summary>
    public void LoadMatrix(Address dram, long dramPitch, Address target, long pitch, int rows, int run) =>
        Emitter.Emit(new Load(dram, MatrixWalk(dramPitch, rows, run), target, MatrixWalk(pitch, rows, run)));

    /// <summary>Moves a dense matrix of rows × run bytes to DRAM.</summary>
    public void StoreMatrix(Address source, Address dram, long dramPitch, int rows, int run) =>
        Emitter.Emit(new Store(source, MatrixWalk(run, rows, run), dram, MatrixWalk(dramPitch, rows, run)));

    private int MatrixWalk(long pitch, int rows, int run) => Emitter.Walk(Walks.Make(run, 1, [(rows, pitch)]));

    /// <summary>Runs over the tiles of the array's rows: kernel lines × channels of a chunk, several lines a tile if they fit.</summary>
    public void ForReductionTiles(
        int kernel, int chunk, int movingRegister, in OperandBlock block, (int Register, long PerRow) other, Action<int, int> tile)
    {
        int line = kernel * chunk, rows = Chip.Rows;
        long bytes = block.Bytes;
        (int, long)[] nextLine = [(movingRegister, block.LinePitch), (other.Register, line * other.PerRow)];
        if (line >= rows)
            Emitter.ForEach(kernel, 1, nextLine, _ =>
                Emitter.ForEach(line, rows, [(movingRegister, bytes), (other.Register, other.PerRow)], size => tile(1, size)));
        else
            Emitter.ForEach(kernel, rows / line, nextLine, lines => tile(lines, line));
    }

    /// <summary>Tiles that ForReductionTiles makes.</summary>
    public int ReductionTiles(int kernel, int chunk)
    {
        int line = kernel * chunk, rows = Chip.Rows;
        return line >= rows ? kernel * ((line + rows - 1) / rows) : (kernel + rows / line - 1) / (rows / line);
    }
}

/// <summary>The images of a block that one array takes.</summary>
internal readonly record struct ImageShare(int Array, int First, int Count);
