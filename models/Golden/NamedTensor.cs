namespace WageSim.Models.Golden;

/// <summary>One tensor of one step, as integer codes or sums in row-major order of its dimensions; a scalar has none.</summary>
public sealed record NamedTensor(TensorKind Kind, int Layer, int[] Dimensions, long[] Values)
{
    /// <summary>What golden traces call this kind of tensor.</summary>
    public static string TraceName(TensorKind kind) => kind switch
    {
        TensorKind.Accumulator => "accumulator",
        TensorKind.Activation => "activation",
        TensorKind.Error => "error",
        TensorKind.Gradient => "gradient",
        TensorKind.Weight => "weight_after",
        TensorKind.Code => "code",
        TensorKind.ActivationExponent => "activation_exponent",
        TensorKind.ActivationShift => "activation_shift",
        TensorKind.LossError => "loss",
        TensorKind.ErrorAccumulator => "error_accumulator",
        TensorKind.ErrorShift => "error_shift",
        TensorKind.GradientShift => "gradient_shift",
        TensorKind.Update => "update",
        TensorKind.Stream => "stream",
        TensorKind.Mean => "mean",
        TensorKind.Deviation => "std",
        TensorKind.Normalised => "xhat",
        TensorKind.Pooled => "pooled",
        TensorKind.WideError => "wide",
        TensorKind.WideErrorExponent => "wide_exponent",
        TensorKind.OperandError => "error2",
        TensorKind.OperandErrorExponent => "error2_exponent",
        TensorKind.ActivationError => "error1",
        TensorKind.ActivationErrorExponent => "error1_exponent",
        TensorKind.ErrorSum => "sum_e",
        TensorKind.ProductSum => "sum_ex",
        TensorKind.Step => "step",
        TensorKind.GammaStep => "gamma_gradient",
        TensorKind.BetaStep => "beta_gradient",
        TensorKind.WeightMomentum => "momentum_after",
        TensorKind.Gamma => "gamma_after",
        TensorKind.Beta => "beta_after",
        TensorKind.GammaMomentum => "gamma_momentum_after",
        TensorKind.BetaMomentum => "beta_momentum_after",
        TensorKind.RunningMean => "running_mean_after",
        TensorKind.RunningDeviation => "running_std_after",
        TensorKind.Inference => "inference",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>A flat index as text, one coordinate a dimension: "[b, y, x, c]".</summary>
    public string Position(int index) => Position(index, Dimensions);

    /// <summary>A flat index of a row-major tensor as text; empty for a scalar's.</summary>
    public static string Position(int index, IReadOnlyList<int> dimensions)
    {
        if (dimensions.Count == 0) return "";
        var coordinates = new int[dimensions.Count];
        for (int d = dimensions.Count - 1; d >= 0; d--)
        {
            coordinates[d] = index % dimensions[d];
            index /= dimensions[d];
        }
        return $"[{string.Join(", ", coordinates)}]";
    }

    /// <summary>Flat index of the first value that differs, or -1; the other must have the same number of values.</summary>
    public int FirstDifference(NamedTensor other)
    {
        if (other.Values.Length != Values.Length)
            throw new ArgumentException($"{other.Values.Length} values are compared with {Values.Length}", nameof(other));
        int equal = Values.AsSpan().CommonPrefixLength(other.Values);
        return equal == Values.Length ? -1 : equal;
    }

    public override string ToString() =>
        $"{TraceName(Kind)} of layer {Layer}" + (Dimensions.Length == 0 ? "" : $" ({string.Join('×', Dimensions)})");
}
