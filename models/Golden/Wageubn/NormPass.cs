namespace WageSim.Models.Golden.Wageubn;

/// <summary>One batch normalisation's forward pass, kept for the backward pass; channels-last tensors.</summary>
/// <param name="Statistics">Of each channel.</param>
/// <param name="Scales">G, the rounded gamma of each channel, unit 2^-7.</param>
/// <param name="Normalised">x̂, unit 2^-7, within ±2047.</param>
/// <param name="Positive">Where the output before rounding is above 0: the mask of ReLU.</param>
/// <param name="Activation">After ReLU, rounding and clip, unit 2^-7.</param>
public sealed record NormPass(
    ChannelStatistics[] Statistics, long[] Scales, long[] Normalised, bool[] Positive, long[] Activation);
