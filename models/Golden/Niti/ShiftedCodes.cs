namespace WageSim.Models.Golden.Niti;

/// <summary>Codes of a tensor, and the right shift that made them.</summary>
public readonly record struct ShiftedCodes(long[] Codes, int Shift);
