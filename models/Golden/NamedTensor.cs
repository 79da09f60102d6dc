namespace WageSim.Models.Golden;

/// <summary>The tensors of a training step that are compared bit for bit.</summary>
public enum TensorKind
{
    /// <summary>Exact integer sums, before pooling.</summary>
    Accumulator,
    /// <summary>Activation codes, after pooling; absent for the last layer.</summary>
    Activation,
    /// <summary>Error codes after quantisation, before the ReLU mask.</summary>
    Error,
    /// <summary>Exact integer weight gradient.</summary>
    Gradient,
    /// <summary>Stored weight codes after the step.</summary>
    Weight,
    /// <summary>NITI: codes after requantisation, before ReLU and pool.</summary>
    Code,
    /// <summary>NITI: exponent of those codes.</summary>
    ActivationExponent,
    /// <summary>NITI: right shift that made them.</summary>
    ActivationShift,
    /// <summary>NITI: 2^11 · (probability - one-hot) of the last layer.</summary>
    LossError,
    /// <summary>NITI: exact sums of the errors handed back to a layer; absent for the last one.</summary>
    ErrorAccumulator,
    /// <summary>NITI: right shift that made the error codes.</summary>
    ErrorShift,
    /// <summary>NITI: right shift that made the update.</summary>
    GradientShift,
    /// <summary>NITI: quantised gradient, what is taken off the weights.</summary>
    Update,
}

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
