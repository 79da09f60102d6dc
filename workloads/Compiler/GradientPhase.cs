using WageSim.Isa;
using WageSim.Models.Networks;
using static WageSim.Workloads.Compiler.PhaseContext;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// Weight gradient: sums of input × error over batch and positions, output stationary, so that nothing is
/// transposed; then spilled with its maximum.
/// </summary>
internal sealed class GradientPhase(PhaseContext context, WeightLayer layer)
{
    private readonly Emitter emitter = context.Emitter;

    private sealed record Tiling(int Images, int Chunk, int Group, Buffer[] Buffers, Buffer Sums, double Cost);

    private int Batch => context.Options.Batch;
    private int Taps => layer.Kernel * layer.Kernel;
    private int Cols => context.Chip.Cols;
    private SumForm Form => Bounds.Gradient(context.Parameters, layer, Batch);
    private int InputChannels => layer.Input.Channels;
    private int Columns => layer.OutputChannels;

    private int Height => layer.Input.Height;
    private int Width => layer.Input.Width;

    private OperandBlock Input(int images, int chunk) => new(images, Height, Width, chunk, 1, layer.Border.Top, context.Word);
    private OperandBlock Error(int images, int group) => new(images, Height, Width, group, context.ErrorBytes, 0, context.Word);
    private long SumRows(int chunk, int group) => (long)Taps * chunk * Trips(group, Cols);
    private int RowsAtOnce(int chunk) => Math.Min(chunk == InputChannels ? Taps * chunk : chunk, 256);

    /// <summary>Emits the phase on as many arrays as are worth it: each adds a part of every sum that the vector unit must join.</summary>
    public void Emit()
    {
        var choices = Enumerable.Range(1, context.Arrays).Select(arrays => new GradientPhase(context with { ArrayLimit = arrays }, layer));
        var (phase, tiling) = choices.Select(phase => (Phase: phase, Tiling: phase.Choose())).MinBy(choice => choice.Tiling.Cost);
        emitter.Phase(layer.Name, "gradient", () => phase.Body(tiling));
    }

    private void Body(Tiling tiling)
    {
        var (perArray, chunkSize, groupSize, buffers, place, _) = tiling;
        int block = perArray * context.Arrays, all = Math.Min(block, Batch);
        var arrays = context.ArrayUnits;
        var inputs = new Handshake(emitter, [Unit.Load], arrays, buffers[0]);
        var errors = new Handshake(emitter, [layer.IsLast ? Unit.Load : Unit.Vector], arrays, buffers[1]);
        var result = new Handshake(emitter, Unit.Vector, Unit.Store, buffers[2]);
        var sums = new Handshake(emitter, arrays, [Unit.Vector], place);
        int inputAt = emitter.Register(), gradientAt = emitter.Register(), mode = emitter.Register();
        var source = new ErrorOperand(context, layer, buffers.Length > 3 ? buffers[3] : null);
        long partRows = SumRows(chunkSize, groupSize);
        int pixels = Height * Width, word = Form.WordBytes;
        Address input = new(inputAt, context.Dram[layer.Index == 0 ? "input" : $"activation/{layer.Index - 1}"]);
        Address gradient = new(gradientAt, context.Dram[$"gradient/{layer.Index}"]);
        // An operand is loaded in the innermost loop that changes it.
        bool inImages = Trips(Batch, block) > 1;
        bool errorInGroup = !inImages && Trips(Columns, groupSize) > 1, inputInChunk = !inImages && Trips(InputChannels, chunkSize) > 1;

        emitter.Emit(new VectorSet(PhaseContext.GradientMax, 0));
        context.FillBorder(Input(perArray, chunkSize), inputs.Buffer);
        if (!inImages && !errorInGroup) LoadErrors(all, groupSize);
        if (!inImages && !inputInChunk) LoadInputs(all, chunkSize);
        emitter.ForEach(InputChannels, chunkSize, [(inputAt, 1), (gradientAt, (long)Columns * word)], chunk =>
        {
            if (inputInChunk) LoadInputs(all, chunk);
            emitter.ForEach(Columns, groupSize, [.. source.ChannelPointers, (gradientAt, word)], group =>
            {
                if (errorInGroup) LoadErrors(all, group);
                sums.Produce(() =>
                {
                    emitter.Emit(new Set(mode, 0));
                    emitter.ForEach(Batch, block, [(inputAt, (long)pixels * InputChannels), .. source.ImagePointers], images =>
                    {
                        if (inImages) LoadInputs(images, chunk);
                        if (inImages) LoadErrors(images, group);
                        Tiles(images, chunk, group);
                        emitter.Emit(new Set(mode, 1));
                        if (inImages) inputs.Release();
                        if (inImages) errors.Release();
                    });
                });
                if (errorInGroup) errors.Release();
                sums.Take();
                SpillGroup(chunk, group);
                sums.Release();
            });
            if (inputInChunk) inputs.Release();
        });

        void LoadInputs(int images, int chunk)
        {
            inputs.Produce(() => context.LoadShares(input, InputChannels, inputs, Input(images, chunkSize), images, chunk));
            inputs.Take();
        }

        void LoadErrors(int images, int group)
        {
            source.Load(errors, Error(images, group), images, group);
            errors.Take();
        }

        void Tiles(int images, int chunk, int group)
        {
            OperandBlock x = Input(images, chunkSize), y = Error(images, group);
            context.ForReductionTiles(layer.Kernel, chunk, inputs.Register, x, (sums.Register, 1), (segments, run) =>
                emitter.ForEach(group, Cols, [(errors.Register, context.ErrorBytes)], columns =>
                    Passes([.. context.Shares(images).Select(share => (share.Array,
                        emitter.Walk(x.Positions(share.Count, run, segments)), emitter.Walk(y.Positions(share.Count, columns, 1))))]),
                    perBlock: (sums.Register, TileRows(chunk))));
        }

        void Passes((int Array, int X, int Y)[] shares)
        {
            bool first = true;
            foreach (var (xLow, xWidth, xSigned, yLow, yWidth, ySigned) in Slices())
            {
                int part = Form.Apart ? yLow / 8 : 0;
                bool overwrites = Form.Apart ? xLow == 0 : first;
                foreach (var (array, x, y) in shares)
                    emitter.Emit(new OutputStationary(array,
                        inputs.At(0, array), x, xLow, xWidth, xSigned,
                        errors.At(0, array), y, yLow, yWidth, ySigned,
                        sums.At(part * partRows, array), overwrites ? mode : Emitter.One, Form.Apart));
                first = false;
            }
        }

        // A group's tiles lie one after the other: Taps · chunk rows for each Cols columns.
        long TileRows(int chunk) => Taps * chunk;

        void SpillGroup(int chunk, int group)
        {
            var parts = (from array in Enumerable.Range(0, context.Arrays)
                         from part in Enumerable.Range(0, Form.Parts)
                         select (sums.At(part * partRows, array), 8 * part)).ToList();
            // With all channels, the rows of all taps follow each other in DRAM as well.
            var (pieces, piece) = chunk == InputChannels ? (1, Taps * chunk) : (Taps, chunk);
            long rowBytes = (long)Columns * word;
            emitter.ForEach(group, Cols, [(gradientAt, word)], columns =>
                emitter.ForEach(pieces, 1, [(sums.Register, chunk), (gradientAt, InputChannels * rowBytes)], _ =>
                    emitter.ForEach(piece, RowsAtOnce(chunkSize), [(sums.Register, 1), (gradientAt, rowBytes)], rows =>
                    {
                        result.Produce(() => Spill.Emit(context, parts, result.At(), rows, columns, Form, null, PhaseContext.GradientMax));
                        result.Take();
                        context.StoreMatrix(result.At(), gradient, rowBytes, rows, columns * word);
                        result.Release();
                    })),
                perBlock: (sums.Register, TileRows(chunk)));
        }
    }

    /// <summary>The passes of one tile: the narrower operand is cut into macBits slices, the other into bytes.</summary>
    private IEnumerable<(int XLow, int XWidth, bool XSigned, int YLow, int YWidth, bool YSigned)> Slices()
    {
        int xBits = context.Parameters.InputBitsOf(layer), yBits = context.Parameters.Bits.Error, macBits = context.Chip.MacBits;
        bool cutY = yBits < xBits;
        foreach (var (low, width) in context.Slices(cutY ? yBits : xBits))
        {
            bool top = low + width == (cutY ? yBits : xBits);
            bool whole = macBits == 8;
            for (int part = 0; part < (cutY ? 1 : context.ErrorBytes); part++)
            {
                bool ySigned = part == context.ErrorBytes - 1;
                if (whole) yield return (0, 8, true, 8 * part, 8, ySigned);
                else if (cutY) yield return (0, 8, true, low, width, top);
                else yield return (low, width, top, 8 * part, 8, ySigned);
            }
        }
    }

    private Tiling Choose()
    {
        Tiling? best = null;
        long leastBytes = long.MaxValue, leastRows = long.MaxValue;
        foreach (int block in BlockSizes((Batch + context.Arrays - 1) / context.Arrays))
            foreach (int chunk in Chunks(InputChannels, layer.Border.Top, context.Chip.Rows))
                foreach (int group in Chunks(Columns, 0, Cols))
                {
                    bool imageLoop = Trips(Batch, block * context.Arrays) > 1;
                    int inputCopies = imageLoop || Trips(InputChannels, chunk) > 1 ? 2 : 1;
                    int errorCopies = imageLoop || Trips(Columns, group) > 1 ? 2 : 1;
                    List<BufferWish> wishes =
                    [
                        new("inputs", Input(block, chunk).Size, inputCopies, context.Arrays),
                        new("errors", Error(block, group).Size, errorCopies, context.Arrays),
                        new("gradients", (long)RowsAtOnce(chunk) * Math.Min(Cols, group) * Form.WordBytes, 2),
                    ];
                    if (ErrorOperand.Wish(context, layer, block * context.Arrays, group, errorCopies) is { } raw) wishes.Add(raw);
                    long rows = SumRows(chunk, group) * Form.Parts;
                    leastBytes = Math.Min(leastBytes, wishes.Sum(wish => wish.Total));
                    leastRows = Math.Min(leastRows, rows * context.Arrays);
                    if (context.PlaceAccumulator(rows) is not { } place || context.PlaceScratchpad(wishes) is not { } buffers) continue;
                    double cost = Cost(block, chunk, group);
                    if (best is null || cost < best.Cost) best = new(block, chunk, group, buffers, place, cost);
                }
        return best ?? throw context.TooSmall(layer, "gradient", leastBytes, leastRows);
    }

    private double Cost(int block, int chunk, int group)
    {
        int blocks = Trips(Batch, block * context.Arrays), chunks = Trips(InputChannels, chunk), groups = Trips(Columns, group);
        double pixels = (double)Batch * Height * Width;
        double inputBytes = pixels * InputChannels * (blocks > 1 ? groups : 1);
        double errorBytes =
            pixels * Columns * context.ErrorBytes * (layer.Pool is null ? 1 : 0.25) * (blocks > 1 || groups > 1 ? chunks : 1);
        double dram = (inputBytes + errorBytes + (double)layer.WeightCount * Form.WordBytes) / context.DramBytesPerCycle;
        double folds = (double)chunks * context.ReductionTiles(layer.Kernel, chunk) * Trips(Columns, Cols) * Slices().Count();
        double idle = Math.Max(0, context.Chip.Rows - pixels / blocks);
        double array = folds / context.Arrays * (pixels + blocks * idle);
        double route = layer.IsLast ? 0 : pixels * Columns * chunks / context.Chip.Vector.Lanes;
        // Each part of a sum passes the vector unit once, and its words the scratchpad port.
        int lanes = Math.Min(context.Chip.Vector.Lanes, Cols), beats = Math.Max(1, lanes * Form.WordBytes / context.Word);
        double spill = (double)layer.WeightCount / lanes * beats * Form.Parts * context.Arrays;
        double slowest = Math.Max(dram, Math.Max(array, route));
        return slowest + 0.1 * (dram + array + route - slowest) + spill;
    }
}
