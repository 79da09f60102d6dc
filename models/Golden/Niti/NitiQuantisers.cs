using WageSim.Models.Schemes.Niti;

namespace WageSim.Models.Golden.Niti;

/// <summary>NITI's quantisers: a whole tensor decides its shift.</summary>
public static class NitiQuantisers
{
    /// <summary>Bits that the output error loses.</summary>
    public const int LossShift = 4;

    /// <summary>Sums → 7 magnitude bits and a sign. Sums that fit already stay as they are; only 128 has no code and becomes 127.</summary>
    public static ShiftedCodes Codes(long[] sums, NitiRounding rounding)
    {
        int shift = NitiShifts.Width(sums) - NitiParameters.MagnitudeBits;
        if (shift <= 0) return new(Array.ConvertAll(sums, sum => Math.Min(sum, NitiParameters.MaxCode)), 0);
        if (rounding == NitiRounding.Nearest2021) return new(Array.ConvertAll(sums, sum => Clip(NitiShifts.Nearest(sum, shift))), shift);
        // The code of 2020 knows shifts of 0 and from 2 only.
        shift = Math.Max(shift, 2);
        return new(Array.ConvertAll(sums, sum => Clip(NitiShifts.PseudoStochastic(sum, shift))), shift);
    }

    /// <summary>A weight gradient → steps of magnitudes up to 2^bits; nothing where the largest magnitude is 0 or 1.</summary>
    public static ShiftedCodes Update(long[] gradient, int bits)
    {
        int width = NitiShifts.Width(gradient), shift = width - bits;
        // As in the authors' code: a width of 0 counts as "no gradient", though magnitudes of 1 have it, too.
        if (width == 0) return new(new long[gradient.Length], 0);
        return shift < 1
            ? new([.. gradient], 0)
            : new(Array.ConvertAll(gradient, sum => NitiShifts.PseudoStochastic(sum, shift)), shift);
    }

    /// <summary>The output error, in units of 2^-11, → codes.</summary>
    public static ShiftedCodes Errors(long[] loss, byte[] draws)
    {
        var codes = new long[loss.Length];
        for (int i = 0; i < codes.Length; i++) codes[i] = Clip(NitiShifts.Stochastic(loss[i], LossShift, draws[i]));
        return new(codes, LossShift);
    }

    /// <summary>Codes are symmetric: ±127.</summary>
    public static long Clip(long code) => Math.Clamp(code, -NitiParameters.MaxCode, NitiParameters.MaxCode);
}
