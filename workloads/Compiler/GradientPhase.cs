using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Networks;
using static WageSim.Workloads.Compiler.PhaseContext;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// Weight gradient: sums of input × error over batch and positions, output stationary, so that nothing is
/// transposed; then spilled with its maximum.
/// </summary>
/// <remarks>
/// Where 32 bits do not hold all images, the sums of some images at a time are added to words of 64 bits in the scratchpad.
/// </remarks>
internal sealed class GradientPhase(PhaseContext context, WeightLayer layer)
{
    private readonly Emitter emitter = context.Emitter;

    // What the smallest tile needs.
    private long leastBytes = long.MaxValue, leastRows = long.MaxValue;

    /// <summary>A choice of block sizes, with the buffers placed.</summary>
    /// <param name="Lines">Lines of errors in the scratchpad: those of whole images, or of bands of one image for each array.</param>
    /// <param name="AtOnce">Images whose sums the accumulators hold: the batch, or a multiple of the block.</param>
    private sealed record Tiling(
        int Images, int Lines, int Chunk, int Group, SumForm Form, int AtOnce, Buffer[] Buffers, Buffer Sums, double Cost);

    private int Batch => context.Options.Batch;
    private int Taps => layer.Kernel * layer.Kernel;
    private int Cols => context.Chip.Cols;
    private SumBound Bound => context.Bounds.Gradient(layer);
    private int InputChannels => layer.GroupInputs;
    private int Columns => layer.GroupOutputs;
    private int InputBytes => context.InputBytes(layer);
    private int ErrorBytes => context.RoutedBytes(layer);
    private ImageShape Sums => layer.Accumulator;

    private OperandBlock Input(LineBand band, int images, int chunk) =>
        new(images, band.Layer.Input.Height, layer.Input.Width, chunk, InputBytes, band.Layer.Border, context.Word);
    private OperandBlock Error(LineBand band, int images, int group) =>
        new(images, band.Lines, Sums.Width, group, ErrorBytes, default, context.Word);

    // All lines that bands of images read: their borders above and below take turns with lines.
    private OperandBlock Room(int lines, int images, int chunk) => lines == Sums.Height
        ? Input(LineBand.All(layer), images, chunk)
        : new(images, (lines - 1) * layer.Stride + layer.Kernel, layer.Input.Width, chunk, InputBytes,
            layer.Border with { Top = 0, Bottom = 0 }, context.Word);
    private long SumRows(int chunk, int group) => (long)Taps * chunk * Trips(group, Cols);
    private long RowBytes => (long)layer.OutputChannels * Bound.WordBytes;
    private int RowsAtOnce(int chunk) => Math.Min(chunk == InputChannels ? Taps * chunk : chunk, 256);

    /// <summary>
    /// Emits the phase on as many arrays as there is room for and are worth it: each adds a part of every sum that the vector unit must
    /// join.
    /// </summary>
    public void Emit()
    {
        GradientPhase[] phases =
            [.. Enumerable.Range(1, context.Arrays).Select(arrays => new GradientPhase(context with { ArrayLimit = arrays }, layer))];
        var (phase, tiling) = Best(inBands: false) ?? Best(inBands: true) ?? throw phases[0].Refusal();
        context.Note(new(Bound, tiling.Form, Trips(Batch, tiling.AtOnce)));
        emitter.Phase(layer.Name, "gradient", () => phase.Body(tiling));

        (GradientPhase Phase, Tiling Tiling)? Best(bool inBands)
        {
            var choices = phases.Select(phase => (Phase: phase, Tiling: phase.Choose(inBands))).Where(choice => choice.Tiling is not null);
            return choices.Select(choice => ((GradientPhase Phase, Tiling Tiling)?)(choice.Phase, choice.Tiling!))
                .MinBy(choice => choice!.Value.Tiling.Cost);
        }
    }

    private InputException Refusal() => leastBytes == long.MaxValue
        ? Bounds.Refusal(Bound.Of(Bounds.GradientTermsOfImage(layer)))
        : context.TooSmall(layer.Name, "gradient", leastBytes, leastRows);

    private void Body(Tiling tiling)
    {
        var (perArray, lines, chunkSize, groupSize, form, atOnce, buffers, place, _) = tiling;
        int block = perArray * context.Arrays, all = Math.Min(block, Batch);
        var arrays = context.ArrayUnits;
        var inputs = new Handshake(emitter, [Unit.Load], arrays, buffers[0]);
        var errors = new Handshake(emitter, [context.Lowering.IsRouted(layer) ? Unit.Vector : Unit.Load], arrays, buffers[1]);
        bool wide = Bound.Wide, split = atOnce < Batch;
        var words = split ? new GradientWords(context, buffers[2]) : null;
        var result = words?.Words ?? new Handshake(emitter, Unit.Vector, Unit.Store, buffers[2]);
        var sums = new Handshake(emitter, arrays, [Unit.Vector], place);
        int inputAt = emitter.Register(), gradientAt = emitter.Register(), mode = emitter.Register();
        var source = new ErrorOperand(context, layer, buffers.Length > 3 ? buffers[3] : null);
        long partRows = SumRows(chunkSize, groupSize);
        int word = Bound.WordBytes;
        Address input = new(inputAt, context.InputOf(layer));
        Address gradient = new(gradientAt, context.Dram[$"gradient/{layer.Index}"]);
        // An operand is loaded in the innermost loop that changes it.
        LineBand[] bands = [.. LineBand.Runs(LineBand.OfLines(layer, lines))];
        bool inBands = lines < Sums.Height, inImages = Trips(Batch, block) > 1 || inBands;
        (int Register, long PerUnit)[] imagePointers = [(inputAt, (long)layer.Input.Count * InputBytes), .. source.ImagePointers];
        bool errorInGroup = !inImages && Trips(Columns, groupSize) > 1, inputInChunk = !inImages && Trips(InputChannels, chunkSize) > 1;

        emitter.Emit(new VectorSet(PhaseContext.GradientMax, 0));
        context.FillBorder(Room(lines, perArray, chunkSize), inputs.Buffer);
        emitter.ForEach(layer.Groups, 1,
            [(inputAt, (long)InputChannels * InputBytes), .. source.GroupPointers, (gradientAt, (long)Columns * word)], _ =>
            {
                if (!inImages && !errorInGroup) LoadErrors(bands[0], all, groupSize);
                if (!inImages && !inputInChunk) LoadInputs(bands[0], all, chunkSize);
                emitter.ForEach(InputChannels, chunkSize, [(inputAt, InputBytes), (gradientAt, RowBytes)], Chunk);
                if (layer.Groups == 1) return;
                if (!inImages && !errorInGroup) errors.Release();
                if (!inImages && !inputInChunk) inputs.Release();
            });

        void Chunk(int chunk)
        {
            if (inputInChunk) LoadInputs(bands[0], all, chunk);
            emitter.ForEach(Columns, groupSize, [.. source.ChannelPointers, (gradientAt, word)], group =>
            {
                if (errorInGroup) LoadErrors(bands[0], all, group);
                words?.Clear((long)Taps * chunk * group);
                emitter.ForEachLast(Batch, atOnce, imagePointers, (images, last) =>
                {
                    sums.Produce(() => Images(images, chunk, group));
                    if (errorInGroup) errors.Release();
                    sums.Take();
                    if (split) AddGroup(chunk, group, images, last);
                    else SpillGroup(chunk, group);
                    sums.Release();
                });
                words?.Store(() => StoreGroup(chunk, group));
            });
            if (inputInChunk) inputs.Release();
        }

        void Images(int count, int chunk, int group)
        {
            emitter.Emit(new Set(mode, 0));
            emitter.ForEach(count, block, imagePointers, images =>
            {
                foreach (var band in bands)
                    emitter.ForEach(band.Count, 1, BandPointers(band), _ => Band(band, images, chunk, group));
            });
        }

        (int Register, long PerUnit)[] BandPointers(LineBand band) =>
            [(inputAt, band.InputStep * InputBytes), .. source.Pointers(band.SumStep)];

        void Band(LineBand band, int images, int chunk, int group)
        {
            if (inImages) LoadInputs(band, images, chunk);
            if (inImages) LoadErrors(band, images, group);
            Tiles(band, images, chunk, group);
            emitter.Emit(new Set(mode, 1));
            if (inImages) inputs.Release();
            if (inImages) errors.Release();
        }

        void LoadInputs(LineBand band, int images, int chunk)
        {
            var target = Input(band, images, chunkSize);
            inputs.Produce(() =>
            {
                if (inBands) Borders(target, images);
                context.LoadShares(
                    input with { Offset = input.Offset + band.FirstInput * InputBytes }, layer.Input.Channels, inputs, target,
                    images, chunk, (long)layer.Input.Count * InputBytes);
            });
            inputs.Take();
        }

        // Lines of another band may lie where zeros above or below the image are due.
        void Borders(OperandBlock target, int images)
        {
            var (top, bottom) = (target.Zeros.Top, target.Zeros.Bottom);
            foreach (var share in context.Shares(images))
            {
                Zeros(share.Array, 0, top);
                Zeros(share.Array, top + target.Height, bottom);
            }

            void Zeros(int array, int line, int lines)
            {
                if (lines == 0) return;
                int walk = emitter.Walk(Walks.Dense(checked((int)(lines * target.LinePitch))));
                emitter.Emit(new Fill(inputs.At(line * target.LinePitch, array), walk, 0));
            }
        }

        void LoadErrors(LineBand band, int images, int group)
        {
            source.Load(errors, Error(band, images, group), images, group, (long)band.FirstPixel * layer.OutputChannels);
            errors.Take();
        }

        void Tiles(LineBand band, int images, int chunk, int group)
        {
            OperandBlock x = Input(band, images, chunkSize), y = Error(band, images, group);
            context.ForReductionTiles(layer.Kernel, chunk, inputs.Register, x, (sums.Register, 1), (segments, run) =>
                emitter.ForEach(group, Cols, [(errors.Register, ErrorBytes)], columns =>
                    Passes([.. context.Shares(images).Select(share => (share.Array,
                        emitter.Walk(x.Positions(band.Lines, Sums.Width, layer.Stride, share.Count, run, segments)),
                        emitter.Walk(y.Positions(band.Lines, Sums.Width, 1, share.Count, columns, 1))))]),
                    perBlock: (sums.Register, TileRows(chunk))));
        }

        void Passes((int Array, int X, int Y)[] shares)
        {
            var written = new HashSet<int>();
            foreach (var (xLow, xWidth, xSigned, yLow, yWidth, ySigned) in Slices(form))
            {
                int part = form.Part(yLow / 8, xLow / 8), apart = (form.Apart ? 1 : 0) + (form.OtherApart ? 2 : 0);
                foreach (var (array, x, y) in shares)
                    emitter.Emit(new OutputStationary(array,
                        inputs.At(0, array), x, xLow, xWidth, xSigned,
                        errors.At(0, array), y, yLow, yWidth, ySigned,
                        sums.At(part * partRows, array), written.Contains(part) ? Emitter.One : mode, apart));
                written.Add(part);
            }
        }

        // A group's tiles lie one after the other: Taps · chunk rows for each Cols columns.
        long TileRows(int chunk) => Taps * chunk;

        void SpillGroup(int chunk, int group) => ForPieces(chunk, group, fromSums: true, toDram: true, (rows, columns) =>
        {
            result.Produce(() => AddSums(rows, columns, all, more: false, last: true));
            result.Take();
            context.StoreMatrix(result.At(), gradient, RowBytes, rows, columns * word);
            result.Release();
        });

        void AddGroup(int chunk, int group, int images, bool last) =>
            ForPieces(chunk, group, fromSums: true, toDram: false, (rows, columns) => AddSums(rows, columns, images, more: true, last));

        void StoreGroup(int chunk, int group) => ForPieces(chunk, group, fromSums: false, toDram: true, (rows, columns) =>
            context.StoreMatrix(result.At(), gradient, RowBytes, rows, columns * word));

        // A last turn may have fewer images than there are arrays: the others' sums are of the turn before.
        void AddSums(int rows, int columns, int images, bool more, bool last)
        {
            var parts = (from array in Enumerable.Range(0, Math.Min(images, context.Arrays))
                         from part in Enumerable.Range(0, form.Parts)
                         let bytes = form.Bytes(part)
                         select (sums.At(part * partRows, array), 8 * (bytes.Cut + bytes.Other))).ToList();
            const int max = PhaseContext.GradientMax;
            Spill.Emit(context, parts, rows, columns, result.At(), wide, max, (part, walk, shift, added) =>
                new VectorSpill(part, walk, shift, added, wide, Masked: false, 0, result.At(), Track: last, max), more);
        }

        // Words that are kept lie in the order of the pieces, each dense.
        void ForPieces(int chunk, int group, bool fromSums, bool toDram, Action<int, int> body)
        {
            // With all channels, the rows of all taps follow each other in DRAM as well.
            var (pieces, piece) = chunk == InputChannels ? (1, Taps * chunk) : (Taps, chunk);
            long sum = fromSums ? 1 : 0, dram = toDram ? word : 0, row = toDram ? RowBytes : 0, kept = split ? word : 0;
            emitter.ForEach(group, Cols, [(gradientAt, dram), (result.Register, TileRows(chunk) * kept)], columns =>
                emitter.ForEach(pieces, 1,
                    [(sums.Register, chunk * sum), (gradientAt, InputChannels * row), (result.Register, chunk * columns * kept)],
                    _ => emitter.ForEach(piece, RowsAtOnce(chunkSize),
                        [(sums.Register, sum), (gradientAt, row), (result.Register, columns * kept)],
                        rows => body(rows, columns))),
                perBlock: (sums.Register, TileRows(chunk) * sum));
        }
    }

    /// <summary>
    /// The passes of one tile: the narrower operand is cut into macBits slices, the other into bytes; x where y's bytes are summed apart.
    /// </summary>
    private IEnumerable<(int XLow, int XWidth, bool XSigned, int YLow, int YWidth, bool YSigned)> Slices(SumForm form)
    {
        int xBits = context.Parameters.ProductBitsOf(layer), yBits = context.Bounds.RoutedBits(layer), macBits = context.Chip.MacBits;
        bool cutY = yBits < xBits && !form.Apart;
        int cutBits = cutY ? yBits : xBits, bytes = cutY ? context.InputPasses(layer) : ErrorBytes;
        bool hasSign = xBits == context.Parameters.InputBitsOf(layer);
        foreach (var (low, width) in context.Slices(cutBits))
            for (int part = 0; part < bytes; part++)
            {
                // What lies above the top bit repeats it: slices of eight bits are whole bytes.
                int sliceWidth = macBits == 8 ? 8 : width;
                bool top = low + width == cutBits, high = part == bytes - 1;
                if (cutY) yield return (8 * part, 8, high && hasSign, low, sliceWidth, top);
                else yield return (low, sliceWidth, top && hasSign, 8 * part, 8, high);
            }
    }

    /// <summary>The least estimated time, with whole images or with bands of one for each array; null where nothing fits.</summary>
    private Tiling? Choose(bool inBands)
    {
        // Without second copies of the operands loads wait for the array, but larger images fit.
        return Best(2) ?? Best(1);

        Tiling? Best(int copiesInLoops)
        {
            Tiling? best = null;
            foreach (var (block, lines) in inBands ? Bands : Blocks)
                foreach (int chunk in Chunks(InputChannels, layer.Kernel > 1, context.Chip.Rows))
                    foreach (int group in Chunks(Columns, false, Cols))
                        foreach (var form in Bound.Forms)
                        {
                            if (AtOnce(form, block) is not { } atOnce) continue;
                            var wishes = Wishes(block, lines, chunk, group, atOnce, copiesInLoops, 2);
                            var fewer = atOnce < Batch ? Wishes(block, lines, chunk, group, atOnce, copiesInLoops, 1) : wishes;
                            long rows = SumRows(chunk, group) * form.Parts;
                            leastBytes = Math.Min(leastBytes, fewer.Sum(wish => wish.Total));
                            leastRows = Math.Min(leastRows, rows * context.Arrays);
                            if (context.PlaceAccumulator(rows) is not { } place) continue;
                            if ((context.PlaceScratchpad(wishes) ?? context.PlaceScratchpad(fewer)) is not { } buffers) continue;
                            double cost = Cost(block, lines, chunk, group, form, Trips(Batch, atOnce));
                            if (best is null || cost < best.Cost)
                                best = new(block, lines, chunk, group, form, atOnce, buffers, place, cost);
                        }
            return best;
        }
    }

    private IEnumerable<(int Images, int Lines)> Blocks =>
        BlockSizes((Batch + context.Arrays - 1) / context.Arrays).Select(images => (images, Sums.Height));

    // The same sizes are worth trying of lines as of images.
    private IEnumerable<(int Images, int Lines)> Bands => context.Lowering.IsRouted(layer)
        ? []
        : BlockSizes(Sums.Height).Where(lines => lines < Sums.Height).Select(lines => (1, lines));

    /// <summary>Images whose sums the accumulators hold, in equal shares; null where a block is too large.</summary>
    private int? AtOnce(SumForm form, int block)
    {
        if (form.TermsAtOnce >= Bound.Terms) return Batch;
        // An array holds the sums of its own images only.
        long blocks = form.TermsAtOnce / Bounds.GradientTermsOfImage(layer) / block;
        int all = Trips(Batch, block * context.Arrays);
        if (blocks == 0) return null;
        return blocks >= all ? Batch : Trips(all, Trips(all, (int)blocks)) * block * context.Arrays;
    }

    private List<BufferWish> Wishes(int block, int lines, int chunk, int group, int atOnce, int copiesInLoops, int resultCopies)
    {
        bool loop = Trips(Batch, block * context.Arrays) > 1 || layer.Groups > 1 || lines < Sums.Height;
        int inputCopies = loop || Trips(InputChannels, chunk) > 1 ? copiesInLoops : 1;
        int errorCopies = loop || Trips(Columns, group) > 1 ? copiesInLoops : 1;
        List<BufferWish> wishes =
        [
            new("inputs", Room(lines, block, chunk).Size, inputCopies, context.Arrays),
            new("errors", Error(new(layer, 0, lines), block, group).Size, errorCopies, context.Arrays),
            atOnce < Batch
                ? new("gradients", (long)Taps * chunk * group * Bound.WordBytes, resultCopies)
                : new("gradients", (long)RowsAtOnce(chunk) * Math.Min(Cols, group) * Bound.WordBytes, resultCopies),
        ];
        if (ErrorOperand.Wish(context, layer, block * context.Arrays, group, errorCopies) is { } raw) wishes.Add(raw);
        return wishes;
    }

    private double Cost(int block, int lines, int chunk, int group, SumForm form, int turns)
    {
        int bands = Trips(Sums.Height, lines), blocks = Trips(Batch, block * context.Arrays) * bands;
        int chunks = Trips(InputChannels, chunk), groups = Trips(Columns, group);
        double pixels = (double)Batch * Sums.Pixels, weights = (double)layer.WeightCount / layer.Groups;
        double inputBytes = (double)Batch * layer.Input.Pixels * InputChannels * InputBytes * (blocks > 1 ? groups : 1);
        // Bands read the lines again that their kernels share.
        if (bands > 1) inputBytes *= (double)bands * Room(lines, 1, 1).Height / layer.Input.Height;
        double kept = layer.Pool is { } pool ? 1.0 / (pool.Stride * pool.Stride) : 1;
        double errorBytes = pixels * Columns * context.ErrorBytes * kept * (blocks > 1 || groups > 1 ? chunks : 1);
        double dram = (inputBytes + errorBytes + weights * Bound.WordBytes) / context.DramBytesPerCycle;
        double folds = (double)chunks * context.ReductionTiles(layer.Kernel, chunk) * Trips(Columns, Cols) * Slices(form).Count();
        double idle = Math.Max(0, context.Chip.Rows - pixels / blocks);
        double array = folds / context.Arrays * (pixels + blocks * idle);
        double routed = context.Lowering.IsRouted(layer) ? pixels * Columns * chunks : 0;
        double route = routed * ErrorOperand.StepsPerPixel(layer) / context.Chip.Vector.Lanes;
        // Each part of a sum passes the vector unit once a turn, and its words the scratchpad port.
        int lanes = Math.Min(context.Chip.Vector.Lanes, Cols), beats = Math.Max(1, lanes * Bound.WordBytes / context.Word);
        double spill = weights / lanes * beats * form.Parts * context.Arrays * turns;
        double slowest = Math.Max(dram, Math.Max(array, route));
        return slowest + 0.1 * (dram + array + route - slowest) + spill;
    }
}
