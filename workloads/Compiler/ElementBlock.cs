namespace WageSim.Workloads.Compiler;

/// <summary>The block size of a phase that streams a whole tensor through the vector unit, with its buffers placed.</summary>
internal static class ElementBlock
{
    /// <summary>Elements of a block at most: beyond, longer blocks save nothing.</summary>
    public const int Most = 8192;

    /// <summary>The largest block that fits, in two copies where there are several.</summary>
    /// <param name="elementBytes">Of each tensor that is streamed.</param>
    /// <param name="others">Buffers that do not depend on the block; they are placed behind the tensors'.</param>
    public static (int Block, Buffer[] Buffers) Choose(
        PhaseContext context, string layer, string phase, int count, int[] elementBytes, params BufferWish[] others)
    {
        for (int block = Math.Min(count, Most); ; block = (block + 1) / 2)
        {
            int copies = block < count ? 2 : 1;
            BufferWish[] wishes = [.. elementBytes.Select(bytes => new BufferWish("elements", (long)block * bytes, copies)), .. others];
            if (context.PlaceScratchpad(wishes) is { } buffers) return (block, buffers);
            if (block == 1) throw context.TooSmall(layer, phase, 2L * elementBytes.Sum() + others.Sum(wish => wish.Total), 0);
        }
    }
}
