using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>How a scheme's step becomes phases, and which tensors they read.</summary>
internal abstract class Lowering
{
    /// <summary>Adds all tensors of a program to DRAM.</summary>
    public abstract void AddTensors(DramLayout dram, SchemeParameters parameters, Bounds bounds, CompileOptions options);

    /// <summary>The tensor of the codes that a layer reads.</summary>
    public abstract string InputOf(PhaseContext context, WeightLayer layer);

    /// <summary>The tensor of the weight codes that the array loads.</summary>
    public abstract string WeightsOf(WeightLayer layer);

    /// <summary>The tensor of a layer's error codes.</summary>
    public abstract string ErrorOf(PhaseContext context, WeightLayer layer);

    /// <summary>Whether error codes go through mask and pool on their way to the array.</summary>
    public abstract bool IsRouted(WeightLayer layer);

    /// <summary>Throws where no program can do what the scheme asks for.</summary>
    public abstract void Check(PhaseContext context);

    /// <summary>The phases of a training step, or of an inference pass.</summary>
    public abstract void Emit(PhaseContext context);
}
