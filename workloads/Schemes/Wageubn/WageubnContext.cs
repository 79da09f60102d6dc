using WageSim.Isa;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>The constants of WAGEUBN in a phase, and the scalar registers that its phases use.</summary>
internal static class WageubnContext
{
    /// <summary>Largest magnitude and exponent of the words that are being made.</summary>
    public const int Max = PhaseContext.ErrorMax, Exponent = 2;

    /// <summary>Exponents and largest magnitudes of the words that are read, in the order that they have in DRAM.</summary>
    public const int XExponent = 3, XMax = 4, YExponent = 5, YMax = 6;

    /// <summary>Exponent and two shifts of a sum; shift of a pool; guard bits and number of values of a normalisation.</summary>
    public const int Sum = 7, Shift = 10, Guard = 11, Values = 12;

    private const int ScaleShift = 16, ScaleBits = 11;

    public static WageubnParameters Wageubn(this PhaseContext context) => (WageubnParameters)context.Parameters;

    public static ResidualNetwork Graph(this PhaseContext context) => context.Parameters.Network.Residual!;

    /// <summary>Values of a channel in a batch.</summary>
    public static int ValuesOf(this PhaseContext context, NormLayer norm) => context.Options.Batch * norm.Shape.Pixels;

    /// <summary>Gamma and beta as they are used: codes of 11 bits, unit 2^-7, of stored words of unit 2^-23.</summary>
    public static VectorNarrow Scales(Address stored, Address codes, int count) =>
        new(stored, codes, count, ScaleShift, ScaleBits, Words: true);

    /// <summary>Exponent and largest magnitude of words, from and to DRAM.</summary>
    public static void LoadScale(this ScalarWords scalars, PhaseContext context, string words, int exponent, int max) =>
        scalars.Load(context.Dram[WageubnTensors.Scale(words)], exponent, max);

    public static void StoreScale(this ScalarWords scalars, PhaseContext context, string words, int exponent, int max) =>
        scalars.Store(context.Dram[WageubnTensors.Scale(words)], exponent, max);
}
