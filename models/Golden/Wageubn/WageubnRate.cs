using System.Numerics;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>How far a step goes.</summary>
/// <param name="LearningRate">Code of unit 2^-9, 1…511.</param>
/// <param name="GradientRange">Weight steps are up to GradientRange - 1, unit 2^-14: 128, 32, 8 or 2.</param>
public readonly record struct WageubnRate(int LearningRate, int GradientRange)
{
    /// <summary>As programs read it.</summary>
    public StepRate Step => new(LearningRate, BitOperations.Log2((uint)GradientRange));

    /// <summary>From what programs read.</summary>
    public static WageubnRate Of(StepRate rate) => new(rate.Rate, 1 << rate.RangeLog2);
}
