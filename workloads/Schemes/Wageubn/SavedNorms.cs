using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>What normalisations leave forward, and make again backward where only their normalised codes are kept.</summary>
internal sealed class SavedNorms(PhaseContext context)
{
    private readonly HashSet<int> again = [];

    private bool Recomputes => context.Options.Saved == SavedTensors.Recompute;

    public void Forward(NormLayer norm)
    {
        int outputs = VectorNormalise.Normalised + VectorNormalise.Activations;
        if (!Recomputes) outputs += VectorNormalise.Masks;
        new NormalisePhase(context, norm, outputs).Emit();
    }

    /// <summary>In front of the first phase backward that reads something of a normalisation.</summary>
    /// <param name="activation">Whether it reads the activation as well.</param>
    public void Backward(NormLayer norm, bool activation)
    {
        if (!Recomputes || !again.Add(norm.Index)) return;
        context.Dram.Renew(WageubnTensors.Activation(norm.Index));
        new ScalePhase(context, norm, activation).Emit();
    }
}
