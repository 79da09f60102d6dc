using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>What normalisations leave forward, and make again backward where only streams are kept.</summary>
internal sealed class SavedNorms(PhaseContext context)
{
    private const int All = VectorNormalise.Normalised + VectorNormalise.Activations + VectorNormalise.Masks;

    private readonly HashSet<int> again = [];

    private bool Recomputes => context.Options.Saved == SavedTensors.Recompute;

    public void Forward(NormLayer norm) => new NormalisePhase(
        context, norm, "forward", context.Options.Inference || Recomputes ? VectorNormalise.Activations : All).Emit();

    /// <summary>In front of the first phase backward that reads something of a normalisation.</summary>
    /// <param name="activation">Whether it reads the activation as well.</param>
    public void Backward(NormLayer norm, bool activation)
    {
        if (!Recomputes || !again.Add(norm.Index)) return;
        context.Dram.Renew(WageubnTensors.Activation(norm.Index));
        new NormalisePhase(context, norm, "error", activation ? All : All - VectorNormalise.Activations).Emit();
    }
}
