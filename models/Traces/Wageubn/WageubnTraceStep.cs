using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;

namespace WageSim.Models.Traces.Wageubn;

/// <summary>What a step of a WAGEUBN trace is made from.</summary>
public sealed record WageubnTraceStep(TrainingBatch Batch, WageubnRate Rate);
