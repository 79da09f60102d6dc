using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Topologies;

/// <summary>A choice of block sizes, with the buffers placed.</summary>
/// <param name="Size">Units of the cut dimension that one array takes at a time.</param>
/// <param name="Arrays">Arrays in use; each has its share of the cut dimension.</param>
/// <param name="Group">Filters whose sums wait in the accumulators together.</param>
/// <param name="Chunk">Channels that are in the scratchpad together.</param>
/// <param name="BlocksOuter">Whether the loop over blocks of positions is outside of that over groups of filters.</param>
/// <param name="RowsAtOnce">Positions that the vector unit finishes at once.</param>
/// <param name="Cost">Estimated cycles.</param>
internal sealed record LayerTiling(
    OperandForm Form, Cut Cut, int Size, int Arrays, int Group, int Chunk, bool BlocksOuter, int RowsAtOnce,
    Buffer[] Buffers, Buffer Sums, double Cost)
{
    /// <summary>The largest share of an array.</summary>
    public PositionBlock Capacity(LayerShape shape) => PositionBlock.Of(shape, Cut, Size);
}
