namespace WageSim.Models.Golden.Niti;

/// <summary>The last layer's outputs of a batch: codes (images × classes) and the exponent that they share.</summary>
public sealed record NitiLogits(long[] Codes, int Exponent);
