using WageSim.Models.Golden;
using WageSim.Models.Networks;

namespace WageSim.Models.Traces;

/// <summary>Names that the traces of all schemes have, said once for readers and writers.</summary>
internal static class TraceLayout
{
    public const string Format = "golden-trace/1", HeaderFile = "trace.json", ArrayFile = "trace.npz";

    public static string Input(int step) => $"input/{step}";
    public static string Label(int step) => $"label/{step}";
    public static string Random(int step, int layer) => $"random/{step}/{layer}";
    public static string Result(TensorKind kind, int step, int layer) => $"{NamedTensor.TraceName(kind)}/{step}/{layer}";

    /// <summary>Images × rows × columns × channels.</summary>
    public static int[] InputShape(Network network, int batch) =>
        [batch, network.Input.Height, network.Input.Width, network.Input.Channels];
}
