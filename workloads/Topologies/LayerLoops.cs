using static WageSim.Workloads.Compiler.PhaseContext;

namespace WageSim.Workloads.Topologies;

/// <summary>In which loop of a tiling an operand is loaded: the innermost that changes it.</summary>
internal static class LayerLoops
{
    /// <summary>Blocks of positions, of all arrays together.</summary>
    public static long Blocks(LayerShape shape, LayerTiling tiling)
    {
        long outer = tiling.Cut switch
        {
            Cut.Pixels => (long)shape.Images * shape.OutputHeight,
            Cut.Lines => shape.Images,
            _ => 1,
        };
        return outer * Trips(PositionBlock.Total(shape, tiling.Cut), tiling.Size * tiling.Arrays);
    }

    public static LoopLevel MovingLevel(LayerShape shape, LayerTiling tiling)
    {
        if (shape.Channels > tiling.Chunk) return LoopLevel.Chunk;
        if (Blocks(shape, tiling) == 1) return LoopLevel.None;
        return tiling.BlocksOuter ? LoopLevel.Outer : LoopLevel.Inner;
    }

    public static LoopLevel WeightLevel(LayerShape shape, LayerTiling tiling)
    {
        if (shape.Channels > tiling.Chunk) return LoopLevel.Chunk;
        if (shape.Filters <= tiling.Group) return LoopLevel.None;
        return tiling.BlocksOuter ? LoopLevel.Inner : LoopLevel.Outer;
    }
}
