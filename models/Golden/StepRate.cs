namespace WageSim.Models.Golden;

/// <summary>How far a step goes, as programs read it.</summary>
/// <param name="Rate">The scheme's own: log2 of WAGE's learning rate, NITI's gradient bits, WAGEUBN's learning-rate code.</param>
/// <param name="RangeLog2">log2 of WAGEUBN's gradient range; 0 where a scheme has none.</param>
public readonly record struct StepRate(int Rate, int RangeLog2)
{
    /// <summary>The rate of a scheme that has no range.</summary>
    public static implicit operator StepRate(int rate) => new(rate, 0);
}
