using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// A layer's error as an operand of the array: codes from DRAM, masked by ReLU and spread to the pool's maxima on the way.
/// </summary>
internal sealed class ErrorOperand
{
    /// <summary>Name of its staging buffer.</summary>
    public const string Staging = "codes and masks";

    private readonly PhaseContext context;
    private readonly WeightLayer layer;
    private readonly Handshake? raw;
    private readonly int codesAt, masksAt;

    public ErrorOperand(PhaseContext context, WeightLayer layer, Buffer? rawBuffer)
    {
        (this.context, this.layer) = (context, layer);
        codesAt = context.Emitter.Register();
        if (rawBuffer is null) return;
        masksAt = context.Emitter.Register();
        raw = new(context.Emitter, Unit.Load, Unit.Vector, rawBuffer.Value);
    }

    /// <summary>The staging buffer of codes and masks, where there are masks.</summary>
    public static BufferWish? Wish(PhaseContext context, WeightLayer layer, int images, int channels, int copies)
    {
        if (!context.Lowering.IsRouted(layer)) return null;
        long masks = (long)images * layer.Output.Pixels * channels;
        return new(Staging, MaskOffset(context, layer, images, channels) + masks, copies);
    }

    /// <summary>Steps of the vector unit that the error of a pixel takes for each of its lanes' channels.</summary>
    public static double StepsPerPixel(WeightLayer layer) => layer.Pool is null or { Size: 2, Stride: 2 }
        ? 1
        : new Windows(layer.Pool.Size, layer.Pool.Stride, layer.Accumulator.Width, layer.Accumulator.Height, 1).Fetches
            / (double)layer.Accumulator.Pixels;

    public (int Register, long PerUnit)[] ImagePointers => Pointers(layer.Output.Count);

    public (int Register, long PerUnit)[] ChannelPointers => Pointers(1);

    /// <summary>Pointers that a group of the convolution moves.</summary>
    public (int Register, long PerUnit)[] GroupPointers => Pointers(layer.GroupOutputs);

    /// <summary>Fills the operand's blocks with channels of each array's images.</summary>
    /// <param name="skipped">Elements of an image in front of the first one that is read, where that is a band of lines.</param>
    public void Load(Handshake target, OperandBlock block, int images, int channels, long skipped = 0)
    {
        var emitter = context.Emitter;
        int bytes = context.ErrorBytes, rows = images * layer.Output.Pixels;
        Address codes = new(codesAt, context.ErrorOf(layer) + skipped * bytes);
        if (raw is null)
        {
            target.Produce(() => context.LoadShares(
                codes, layer.OutputChannels, target, block, images, channels, (long)layer.Output.Count * bytes));
            return;
        }
        long masks = MaskOffset(context, layer, images, channels);
        raw.Produce(() =>
        {
            Matrix(codes, raw.At(), bytes);
            Matrix(new(masksAt, context.Dram[$"mask/{layer.Index}"]), raw.At(masks), 1);
        });
        raw.Take();
        target.Produce(() =>
        {
            foreach (var share in context.Shares(images))
            {
                long first = (long)share.First * layer.Output.Pixels * channels;
                int places = emitter.Walk(block.Pixels(share.Count, channels));
                Address from = raw.At(first * bytes), mask = raw.At(masks + first), to = target.At(block.Interior, share.Array);
                emitter.Emit(layer.Pool is null or { Size: 2, Stride: 2 }
                    ? new VectorRoute(from, mask, to, places, layer.Pool is not null, bytes)
                    : new VectorUnpool(from, mask, to, places, layer.Pool.Size, layer.Pool.Stride, bytes, block.Bytes));
            }
        });
        raw.Release();

        void Matrix(Address dram, Address spad, int elementBytes)
        {
            int run = channels * elementBytes;
            if (channels == layer.OutputChannels) context.LoadMatrix(dram, 0, spad, 0, 1, rows * run);
            else context.LoadMatrix(dram, (long)layer.OutputChannels * elementBytes, spad, run, rows, run);
        }
    }

    /// <summary>Pointers that so many elements move.</summary>
    public (int Register, long PerUnit)[] Pointers(long elements)
    {
        var codes = (codesAt, elements * context.ErrorBytes);
        return raw is null ? [codes] : [codes, (masksAt, elements)];
    }

    private static long MaskOffset(PhaseContext context, WeightLayer layer, int images, int channels) =>
        Allocation.Round((long)images * layer.Output.Pixels * channels * context.ErrorBytes, context.Word);
}
