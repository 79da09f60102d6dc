using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Forward: sums of activation × weight; a scheme says what is made of them.</summary>
internal abstract class ForwardPhase(PhaseContext context, WeightLayer layer) : WeightStationaryPhase(context, layer)
{
    private int inputAt, weightAt;

    /// <summary>The lines of each image that the phase makes: all of the layer's, or a band of them.</summary>
    private protected virtual LineBand Band => LineBand.All(layer);

    private protected override string PhaseName => "forward";
    private protected override ImageShape Moved => layer.Input;
    private protected override Border Zeros => layer.Border;
    private protected override int SumPixels => layer.Accumulator.Pixels;
    private protected override int ImagePixels => Band.Whole.Accumulator.Pixels;
    private protected override int ReductionChannels => layer.GroupInputs;
    private protected override int Columns => layer.GroupOutputs;
    private protected override int MovingBytes => context.InputBytes(layer);
    private protected override int MovingPasses => context.InputPasses(layer);
    private protected override SumBound Bound => context.Bounds.Forward(layer);
    private protected override IEnumerable<(int Tiles, int Pixels)> TilesOfChunk(int chunk) =>
        [(context.ReductionTiles(layer.Kernel, chunk), SumPixels)];

    private protected bool Inference => context.Options.Inference;
    private protected int MaxColumns => Math.Min(Columns, context.Chip.Cols);

    /// <summary>Pointers that an image's results move.</summary>
    private protected abstract (int Register, long PerUnit)[] OutputImagePointers { get; }

    private long WeightPitch(int columns) => Allocation.Round((long)columns * context.WeightBytes, context.Word);
    private protected override long WeightBufferBytes(int group, int chunk) =>
        (long)layer.Kernel * layer.Kernel * chunk * WeightPitch(group);
    private protected override long WeightRun(int group, int chunk) =>
        (group == layer.OutputChannels ? (long)chunk * group : group) * context.WeightBytes;
    private protected override long WeightColumnPitch => context.WeightBytes;

    /// <summary>
    /// Images that the vector unit finishes at once: enough for some hundred rows, so that results are staged in little memory.
    /// </summary>
    private protected int ImagesAtOnce(int block) => Math.Clamp(512 / SumPixels, 1, block);

    private protected override void Prepare()
    {
        (inputAt, weightAt) = (emitter.Register(), emitter.Register());
        PrepareOutput();
    }

    /// <summary>Registers, buffers and commands of the results, in front of all loops.</summary>
    private protected abstract void PrepareOutput();

    private protected override int Bands => Band.Count;
    private protected override (int Register, long PerUnit)[] BandPointers =>
        [(inputAt, Band.InputStep * MovingBytes),
            .. ResultPointers.Select(pointer => (pointer.Register, Band.SumStep * pointer.PerUnit))];

    private protected override (int Register, long PerUnit)[] GroupPointers =>
        [(inputAt, (long)ReductionChannels * MovingBytes), (weightAt, (long)Columns * context.WeightBytes),
            .. ResultPointers.Select(pointer => (pointer.Register, Columns * pointer.PerUnit))];

    private protected override (int Register, long PerUnit)[] ImagePointers =>
        [(inputAt, (long)Band.Whole.Input.Count * MovingBytes), .. OutputImagePointers];

    private protected override (int Register, long PerUnit)[] ColumnPointers =>
        [(weightAt, context.WeightBytes)];

    private protected override (int Register, long PerUnit)[] ChunkPointers =>
        [(inputAt, MovingBytes), (weightAt, (long)layer.OutputChannels * context.WeightBytes)];

    private protected override void LoadMoving() => moving.Produce(() =>
        context.LoadShares(
            new(inputAt, context.InputOf(layer) + Band.FirstInput * MovingBytes), layer.Input.Channels, moving,
            Block(images, tiling.Chunk), images, chunk, (long)Band.Whole.Input.Count * MovingBytes));

    private protected override void LoadWeights()
    {
        int taps = layer.Kernel * layer.Kernel;
        long rowBytes = (long)layer.OutputChannels * context.WeightBytes, pitch = WeightPitch(group);
        var from = Walks.Make(group * context.WeightBytes, 1, [(chunk, rowBytes), (taps, ReductionChannels * rowBytes)]);
        var to = Walks.Make(group * context.WeightBytes, 1, [(chunk, pitch), (taps, chunk * pitch)]);
        emitter.Emit(new Load(new(weightAt, context.WeightsOf(layer)), emitter.Walk(from), stationary.At(), emitter.Walk(to)));
    }

    private protected override void Tiles()
    {
        var block = Block(images, tiling.Chunk);
        int pitch = (int)WeightPitch(group);
        StartSums();
        context.ForReductionTiles(layer.Kernel, chunk, moving.Register, block, (stationary.Register, pitch), (segments, run) =>
            Pass(new(layer.Accumulator.Height, layer.Accumulator.Width, layer.Stride), 0, run, segments, (array, low, width) =>
                emitter.Emit(new Weights(
                    array, stationary.At(), pitch, 0, segments * run, columns, context.WeightBytes,
                    context.Parameters.WeightShift, context.Parameters.Bits.Weight, low, width,
                    Transpose: false, First: true, Last: true))));
    }
}
