namespace WageSim.Models.Golden;

/// <summary>One batch of images as 8-bit codes in batch, height, width, channel order, with their classes.</summary>
public sealed record TrainingBatch(int Count, sbyte[] Inputs, int[] Labels)
{
    /// <summary>Code c stands for c · 2^Exponent.</summary>
    public int Exponent { get; init; } = -7;
}
