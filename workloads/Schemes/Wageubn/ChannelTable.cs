namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>The channel table of a normalisation's errors: where its columns begin, in bytes a channel.</summary>
internal static class ChannelTable
{
    /// <summary>32 bits: mean, deviation, scale G, offset; 64 bits: sums of errors and of products, largest magnitude.</summary>
    public const int Mean = 0, Deviation = 4, Scale = 8, Offset = 12, ErrorSums = 16, ProductSums = 24, Largest = 32, Bytes = 40;
}
