using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Weight gradient: sums of input × error over batch and positions, output stationary, so that nothing is transposed (WAGE 3.3, step 5); then spilled with its maximum.</summary>
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

    private OperandBlock Input(int images, int chunk) => new(images, layer.Input.Height, layer.Input.Width, chunk, 1, layer.Padding, context.Word);
    private OperandBlock Error(int images, int group) => new(images, layer.Input.Height, layer.Input.Width, group, context.ErrorBytes, 0, context.Word);
    private long SumRows(int chunk, int group) => (long)Taps * chunk * Trips(group, Cols);
    private int RowsAtOnce(int chunk) => Math.Min(chunk == InputChannels ? Taps * chunk : chunk, 256);

    public void Emit()
    {
        var tiling = Choose();
        emitter.Phase(layer.Name, "gradient", () => Body(tiling));
    }

    private void Body(Tiling tiling)
    {
        var (perArray, chunkSize, groupSize, buffers, place, _) = tiling;
        int block = perArray * context.Arrays, all = Math.Min(block, Batch);
        var arrays = context.ArrayUnits;
        Handshake inputs = new(emitter, [Unit.Load], arrays, buffers[0]), errors = new(emitter, [layer.IsLast ? Unit.Load : Unit.Vector], arrays, buffers[1]),
            result = new(emitter, Unit.Vector, Unit.Store, buffers[2]), sums = new(emitter, arrays, [Unit.Vector], place);
        int inputAt = emitter.Register(), gradientAt = emitter.Register(), mode = emitter.Register();
        var source = new ErrorOperand(context, layer, buffers.Length > 3 ? buffers[3] : null);
        long partRows = SumRows(chunkSize, groupSize);
        int pixels = layer.Input.Height * layer.Input.Width, word = Form.WordBytes;
        string inputName = layer.Index == 0 ? "input" : $"activation/{layer.Index - 1}";
        bool inputInImages = Trips(Batch, block) > 1, errorInImages = inputInImages, errorInGroup = Trips(Columns, groupSize) > 1, inputInChunk = Trips(InputChannels, chunkSize) > 1;

        emitter.Emit(new VectorSet(PhaseContext.GradientMax, 0));
        context.FillBorder(Input(perArray, chunkSize), inputs.Buffer);
        // The last operand level that is not in a loop is loaded here.
        if (!errorInImages && !errorInGroup) LoadErrors(all, groupSize);
        if (!inputInImages && !inputInChunk) LoadInputs(all, chunkSize);
        emitter.ForEach(InputChannels, chunkSize, [(inputAt, 1), (gradientAt, (long)Columns * word)], chunk =>
        {
            if (!inputInImages && inputInChunk) LoadInputs(all, chunk);
            emitter.ForEach(Columns, groupSize, [.. source.ChannelPointers, (gradientAt, word)], group =>
            {
                if (!errorInImages && errorInGroup) LoadErrors(all, group);
                sums.Produce(() =>
                {
                    emitter.Emit(new Set(mode, 0));
                    emitter.ForEach(Batch, block, [(inputAt, (long)pixels * InputChannels), .. source.ImagePointers], images =>
                    {
                        if (inputInImages) LoadInputs(images, chunk);
                        if (errorInImages) LoadErrors(images, group);
                        Tiles(images, chunk, group);
                        emitter.Emit(new Set(mode, 1));
                        if (inputInImages) inputs.Release();
                        if (errorInImages) errors.Release();
                    });
                });
                if (!errorInImages && errorInGroup) errors.Release();
                sums.Take();
                SpillGroup(chunk, group);
                sums.Release();
            });
            if (!inputInImages && inputInChunk) inputs.Release();
        });

        void LoadInputs(int images, int chunk)
        {
            inputs.Produce(() => context.LoadShares(new(inputAt, context.Dram[inputName]), InputChannels, inputs, Input(images, chunkSize), images, chunk));
            inputs.Take();
        }

        void LoadErrors(int images, int group)
        {
            source.Load(errors, Error(images, group), images, group);
            errors.Take();
        }

        void Tiles(int images, int chunk, int group)
        {
            var input = Input(images, chunkSize);
            var error = Error(images, group);
            context.ForReductionTiles(layer.Kernel, chunk, inputs.Register, input, (sums.Register, 1), (segments, run) =>
                emitter.ForEach(group, Cols, [(errors.Register, context.ErrorBytes)], columns =>
                    Passes([.. context.Shares(images).Select(share => (share.Array, emitter.Walk(input.Positions(share.Count, run, segments)), emitter.Walk(error.Positions(share.Count, columns, 1))))]), perBlock: (sums.Register, TileRows(chunk))));
        }

        void Passes((int Array, int X, int Y)[] shares)
        {
            bool first = true;
            foreach (var (xLow, xWidth, xSigned, yLow, yWidth, ySigned) in Slices())
            {
                int part = Form.Apart ? yLow / 8 : 0;
                bool overwrites = Form.Apart ? xLow == 0 : first;
                foreach (var (array, x, y) in shares)
                    emitter.Emit(new OutputStationary(array, inputs.At(0, array), x, xLow, xWidth, xSigned, errors.At(0, array), y, yLow, yWidth, ySigned,
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
            emitter.ForEach(group, Cols, [(gradientAt, word)], columns =>
            {
                bool whole = chunk == InputChannels;
                emitter.ForEach(whole ? 1 : Taps, 1, [(sums.Register, chunk), (gradientAt, (long)InputChannels * Columns * word)], _ =>
                    emitter.ForEach(whole ? Taps * chunk : chunk, RowsAtOnce(chunkSize), [(sums.Register, 1), (gradientAt, (long)Columns * word)], rows =>
                    {
                        result.Produce(() => Spill.Emit(context, parts, result.At(), rows, columns, Form, null, PhaseContext.GradientMax));
                        result.Take();
                        context.StoreMatrix(result.At(), new(gradientAt, context.Dram[$"gradient/{layer.Index}"]), (long)Columns * word, rows, columns * word);
                        result.Release();
                    }));
            }, perBlock: (sums.Register, TileRows(chunk)));
        }
    }

    /// <summary>The passes of one tile: the narrower operand is cut into macBits slices, the other into bytes (machine.md 2).</summary>
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
        foreach (int block in PhaseContext.BlockSizes((Batch + context.Arrays - 1) / context.Arrays))
            foreach (int chunk in PhaseContext.Chunks(InputChannels, layer.Padding, context.Chip.Rows))
                foreach (int group in PhaseContext.Chunks(Columns, 0, Cols))
                {
                    bool imageLoop = Trips(Batch, block * context.Arrays) > 1;
                    int inputCopies = imageLoop || Trips(InputChannels, chunk) > 1 ? 2 : 1, errorCopies = imageLoop || Trips(Columns, group) > 1 ? 2 : 1;
                    List<BufferWish> wishes = [new("inputs", Input(block, chunk).Size, inputCopies, context.Arrays), new("errors", Error(block, group).Size, errorCopies, context.Arrays),
                        new("gradients", (long)RowsAtOnce(chunk) * Math.Min(Cols, group) * Form.WordBytes, 2)];
                    if (ErrorOperand.Wish(context, layer, block * context.Arrays, group, errorCopies) is { } raw) wishes.Add(raw);
                    long rows = SumRows(chunk, group) * Form.Parts;
                    (leastBytes, leastRows) = (Math.Min(leastBytes, wishes.Sum(wish => wish.Total)), Math.Min(leastRows, rows * context.Arrays));
                    if (context.PlaceAccumulator(rows) is not { } place || context.PlaceScratchpad(wishes) is not { } buffers) continue;
                    double cost = Cost(block, chunk, group);
                    if (best is null || cost < best.Cost) best = new(block, chunk, group, buffers, place, cost);
                }
        return best ?? throw context.TooSmall(layer, "gradient", leastBytes, leastRows);
    }

    private double Cost(int block, int chunk, int group)
    {
        int blocks = Trips(Batch, block * context.Arrays), chunks = Trips(InputChannels, chunk), groups = Trips(Columns, group);
        double pixels = (double)Batch * layer.Input.Height * layer.Input.Width;
        double inputBytes = pixels * InputChannels * (blocks > 1 ? groups : 1), errorBytes = pixels * Columns * context.ErrorBytes * (layer.Pooled ? 0.25 : 1) * (blocks > 1 || groups > 1 ? chunks : 1);
        double dram = (inputBytes + errorBytes + (double)layer.WeightCount * Form.WordBytes) / context.DramBytesPerCycle;
        double folds = (double)chunks * context.ReductionTiles(layer.Kernel, chunk) * Trips(Columns, Cols) * Slices().Count();
        double array = folds / context.Arrays * (pixels + blocks * (pixels / blocks < context.Chip.Rows ? context.Chip.Rows - pixels / blocks : 0));
        double route = layer.IsLast ? 0 : pixels * Columns * chunks / context.Chip.Vector.Lanes;
        double slowest = Math.Max(dram, Math.Max(array, route));
        return slowest + 0.1 * (dram + array + route - slowest);
    }

    private static int Trips(int total, int size) => (total + size - 1) / size;
}
