namespace WageSim.Models.Golden.Wageubn;

/// <summary>Quantised errors with their exponent: value = code · 2^exponent.</summary>
public sealed record ErrorCodes(long[] Codes, int Exponent);
