using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>How the moving operand of a block of positions lies in the scratchpad, how it comes there, and which passes read it.</summary>
internal abstract class OperandForm(LayerShape shape, Chip chip)
{
    /// <summary>Cycles beyond its lines that a tile takes where the array waits for it.</summary>
    private protected const int Turn = 2;

    private protected readonly LayerShape shape = shape;
    private protected readonly Chip chip = chip;

    /// <summary>Bytes in DRAM from one image, line, pixel and channel to the next.</summary>
    public abstract long ImagePitch { get; }
    public abstract long LinePitch { get; }
    public abstract long PixelPitch { get; }
    public abstract long ChannelPitch { get; }

    /// <summary>Bytes of DRAM from a unit of the cut dimension to the next.</summary>
    public long Pitch(Cut cut) => cut switch
    {
        Cut.Pixels => shape.StrideAcross * PixelPitch,
        Cut.Lines => shape.StrideDown * LinePitch,
        _ => ImagePitch,
    };

    /// <summary>Order of the weights in DRAM: rows from a channel to the next, and from a tap to the next.</summary>
    public abstract (long Channel, long Tap) WeightRows { get; }

    /// <summary>Scratchpad of a block and chunk of channels.</summary>
    public abstract long Bytes(PositionBlock block, int chunk);

    /// <summary>What comes from DRAM for a block and chunk, and how much of it lies together.</summary>
    public abstract (double Bytes, double Run) Traffic(PositionBlock block, int chunk);

    /// <summary>Estimated cycles of the array for a block, a chunk, a column of tiles and a slice of the weights.</summary>
    public abstract double ArrayCycles(PositionBlock block, int chunk);

    /// <summary>Loads a chunk of channels of a share of a block.</summary>
    /// <param name="capacity">The largest block of the layer, which sets the places.</param>
    public abstract void Load(
        Emitter emitter, Address dram, Address spad, PositionBlock block, PositionBlock capacity, int chunk);

    /// <summary>All passes of a chunk and a column of tiles.</summary>
    public abstract void Passes(PassContext context);

    /// <summary>A pitch that lets lines of the array's side start where port words do, as far as that is cheap.</summary>
    public static long Align(long bytes, int side, int word) =>
        Allocation.Round(bytes, (side & (side - 1)) == 0 ? Math.Min(side, word) : 1);
}
