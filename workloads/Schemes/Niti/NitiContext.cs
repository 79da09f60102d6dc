using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>The constants of NITI in a phase, and the scalar registers that its phases use.</summary>
internal static class NitiContext
{
    /// <summary>
    /// The maximum of the tensor that is being made; its shift; and an exponent that nothing reads, of errors and gradients.
    /// </summary>
    public const int Max = PhaseContext.ErrorMax, Shift = 2, Unread = 3;

    public static NitiParameters Niti(this PhaseContext context) => (NitiParameters)context.Parameters;

    /// <summary>Whether activations and errors are rounded pseudo-stochastically.</summary>
    public static bool IsPseudo(this PhaseContext context) => context.Niti().Rounding == NitiRounding.Pseudo2020;

    /// <summary>Whether features of the last layer's input are dropped.</summary>
    public static bool Drops(this PhaseContext context) => context.Niti().Dropout && !context.Options.Inference;

    /// <summary>Whether a layer's activations, and its errors, are those that dropout takes from.</summary>
    public static bool DropsBehind(this PhaseContext context, WeightLayer layer) =>
        context.Drops() && layer.Index == context.Parameters.Network.Layers.Count - 2;
}
