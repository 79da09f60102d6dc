using static WageSim.Models.Golden.Wageubn.WageubnRounding;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>Mean and standard deviation of a channel's stream, unit 2^-15; the deviation is without ε.</summary>
public readonly record struct ChannelStatistics(long Mean, long Deviation)
{
    /// <summary>What is divided by: ε = 2^-15 is one code, added after rounding.</summary>
    public long Divisor => Deviation + 1;

    /// <summary>Of up to 2^23.6 values of unit 2^-14 within ±(2^23 - 1): both rounded half to even, variance over their number.</summary>
    public static ChannelStatistics Of(IReadOnlyCollection<long> values)
    {
        Int128 count = values.Count, sum = 0, squares = 0;
        foreach (long value in values)
        {
            sum += value;
            squares += value * value;
        }
        // The deviation is 2 · √spread / count; twice that has one more bit, which rounds it.
        Int128 spread = count * squares - sum * sum, square = 16 * spread;
        long twice = SquareRoot((long)(square / (count * count))), deviation = (twice + 1) / 2;
        bool isHalf = twice % 2 != 0 && (Int128)twice * twice * count * count == square;
        if (isHalf && deviation % 2 != 0) deviation--;
        return new((long)Quotient(2 * sum, count), deviation);
    }
}
