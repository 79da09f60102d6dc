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
    /// <summary>WAGEUBN: what a normalisation reads.</summary>
    Stream,
    /// <summary>WAGEUBN: mean of each channel.</summary>
    Mean,
    /// <summary>WAGEUBN: standard deviation of each channel.</summary>
    Deviation,
    /// <summary>WAGEUBN: normalised codes.</summary>
    Normalised,
    /// <summary>WAGEUBN: averages, input of the dense layer.</summary>
    Pooled,
    /// <summary>WAGEUBN: error of a layer's sums before quantisation.</summary>
    WideError,
    /// <summary>WAGEUBN: exponent of it.</summary>
    WideErrorExponent,
    /// <summary>WAGEUBN: the same quantised, E2 in fixed point.</summary>
    OperandError,
    /// <summary>WAGEUBN: exponent of it.</summary>
    OperandErrorExponent,
    /// <summary>WAGEUBN: E1 of a normalisation's activation, before the mask of ReLU.</summary>
    ActivationError,
    /// <summary>WAGEUBN: exponent of it.</summary>
    ActivationErrorExponent,
    /// <summary>WAGEUBN: sum of each channel's errors after the mask.</summary>
    ErrorSum,
    /// <summary>WAGEUBN: sum of their products with the normalised codes.</summary>
    ProductSum,
    /// <summary>WAGEUBN: quantised weight gradient.</summary>
    Step,
    /// <summary>WAGEUBN: quantised gradient of gamma.</summary>
    GammaStep,
    /// <summary>WAGEUBN: quantised gradient of beta.</summary>
    BetaStep,
    /// <summary>WAGEUBN: accumulator of the weights' steps, after the step.</summary>
    WeightMomentum,
    /// <summary>WAGEUBN: stored scale of each channel, after the step.</summary>
    Gamma,
    /// <summary>WAGEUBN: stored offset of each channel, after the step.</summary>
    Beta,
    /// <summary>WAGEUBN: accumulator of gamma's steps, after the step.</summary>
    GammaMomentum,
    /// <summary>WAGEUBN: accumulator of beta's steps, after the step.</summary>
    BetaMomentum,
    /// <summary>WAGEUBN: running mean of each channel, after the step.</summary>
    RunningMean,
    /// <summary>WAGEUBN: running standard deviation, after the step.</summary>
    RunningDeviation,
    /// <summary>WAGEUBN: logits with the running statistics.</summary>
    Inference,
}
