namespace WageSim.Models.Golden;

/// <summary>One batch of images as 8-bit codes (WAGE: of unit 2^-7) in batch, height, width, channel order, with their classes.</summary>
public sealed record TrainingBatch(int Count, sbyte[] Inputs, int[] Labels);
