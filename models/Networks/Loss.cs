namespace WageSim.Models.Networks;

/// <summary>What the last layer's outputs are trained for.</summary>
public enum Loss
{
    /// <summary>SSE: half the sum of squared differences from the one-hot class.</summary>
    SquaredErrors,
    /// <summary>CE: cross-entropy of the outputs' softmax.</summary>
    CrossEntropy,
}
