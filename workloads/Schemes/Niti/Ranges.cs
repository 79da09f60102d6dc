using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>Decides a tensor's shift, and its exponent, once its maximum is known, and stores them.</summary>
internal static class Ranges
{
    /// <summary>Of a layer's sums: their exponent is the input's and the weights', and the shift is added.</summary>
    public static void Activation(PhaseContext context, WeightLayer layer, in Buffer place)
    {
        // Half of the features carry what all did.
        int dropped = layer.IsLast && context.Drops() ? 1 : 0;
        Decide(context, MachineState.ExponentScalar, context.Niti().WeightExponents[layer.Index] + dropped);
        ScalarStore.Emit(context, place, layer.Index,
            (NitiContext.Shift, ScalarStore.ActivationShift), (MachineState.ExponentScalar, ScalarStore.ActivationExponent));
    }

    /// <summary>Of the errors of a layer's outputs.</summary>
    public static void Error(PhaseContext context, int layer, in Buffer place)
    {
        Decide(context, NitiContext.Unread, plus: 0);
        ScalarStore.Emit(context, place, layer, (NitiContext.Shift, ScalarStore.ErrorShift));
    }

    /// <summary>Of a layer's gradient, of which as many magnitude bits are kept as the rate's register has.</summary>
    public static void Gradient(PhaseContext context, WeightLayer layer, in Buffer place)
    {
        context.Emitter.Emit(new VectorRange(
            PhaseContext.GradientMax, NitiContext.Shift, NitiContext.Unread, Bits: 0, Rate: true, Pair: false, Plus: 0));
        ScalarStore.Emit(context, place, layer.Index, (NitiContext.Shift, ScalarStore.GradientShift));
    }

    private static void Decide(PhaseContext context, int exponent, int plus) => context.Emitter.Emit(new VectorRange(
        NitiContext.Max, NitiContext.Shift, exponent, NitiParameters.MagnitudeBits, Rate: false, context.IsPseudo(), plus));
}
