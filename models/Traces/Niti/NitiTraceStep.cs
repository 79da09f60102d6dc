using WageSim.Models.Golden;

namespace WageSim.Models.Traces.Niti;

/// <summary>What a step of a NITI trace is made from: images, their exponent and the magnitude bits of updates.</summary>
public sealed record NitiTraceStep(TrainingBatch Batch, int InputExponent, int GradientBits);
