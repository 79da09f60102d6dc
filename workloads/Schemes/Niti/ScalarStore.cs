using WageSim.Isa;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>Scalars that a step leaves in DRAM with its tensors: one 32-bit word a layer.</summary>
internal static class ScalarStore
{
    public const string ActivationShift = "activation_shift", ActivationExponent = "activation_exponent", ErrorShift = "error_shift",
        GradientShift = "gradient_shift";

    private const int WordBytes = 4;

    /// <summary>Room for two of them on their way.</summary>
    public static BufferWish Wish { get; } = new("scalars", 2 * WordBytes, 1);

    /// <summary>Stores scalar registers in front of a phase's loops.</summary>
    public static void Emit(PhaseContext context, in Buffer place, int layer, params ReadOnlySpan<(int Scalar, string Tensor)> scalars)
    {
        var emitter = context.Emitter;
        int put = emitter.Semaphore(0);
        for (int i = 0; i < scalars.Length; i++) emitter.Emit(new VectorPut(scalars[i].Scalar, place.Start + i * WordBytes));
        emitter.Emit(new Signal((int)Unit.Vector, put));
        emitter.Emit(new Wait((int)Unit.Store, put));
        for (int i = 0; i < scalars.Length; i++)
            context.StoreMatrix(
                place.Start + i * WordBytes, context.Dram[scalars[i].Tensor] + layer * WordBytes, 0, 1, WordBytes);
    }
}
