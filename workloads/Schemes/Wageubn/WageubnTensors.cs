using WageSim.Models.Networks.Residual;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>Names of WAGEUBN's tensors in DRAM, by layer or by normalisation.</summary>
public static class WageubnTensors
{
    /// <summary>Exponents of E1 codes, one a normalisation, and of E2 operands, one a layer.</summary>
    public const string CodeExponents = "error1_exponent", OperandExponents = "error2_exponent";

    /// <summary>Averages that the dense layer reads; logits.</summary>
    public const string Averages = "pooled", Logits = "output";

    /// <summary>State of a layer: stored weights, momenta; and its 8-bit weights.</summary>
    public static string Weight(int layer) => $"weight/{layer}";
    public static string Momentum(int layer) => $"momentum/{layer}";
    public static string MacWeight(int layer) => $"mac/{layer}";

    /// <summary>State of a normalisation.</summary>
    public static string Gamma(int norm) => $"gamma/{norm}";
    public static string Beta(int norm) => $"beta/{norm}";
    public static string GammaMomentum(int norm) => $"gamma_momentum/{norm}";
    public static string BetaMomentum(int norm) => $"beta_momentum/{norm}";
    public static string RunningMean(int norm) => $"running_mean/{norm}";
    public static string RunningDeviation(int norm) => $"running_std/{norm}";

    /// <summary>Sums of a layer; behind its pool, with the places of the maxima.</summary>
    public static string Sums(int layer) => WordTensor.Sums(layer);
    public static string PooledSums(int layer) => $"pooled_sums/{layer}";
    public static string Place(int layer) => $"place/{layer}";

    /// <summary>Forward tensors of a normalisation.</summary>
    public static string Stream(int norm) => $"stream/{norm}";
    public static string Mean(int norm) => $"mean/{norm}";
    public static string Deviation(int norm) => $"std/{norm}";
    public static string Normalised(int norm) => $"xhat/{norm}";
    public static string Activation(int norm) => $"activation/{norm}";
    public static string Mask(int norm) => $"mask/{norm}";

    /// <summary>Wide errors: of the logits; handed back by a layer; of a normalisation's activation, of what it hands back, of its stream;
    /// of a layer's sums in front of its pool.</summary>
    public static string LogitErrors(int layer) => WordTensor.ErrorSums(layer);
    public static string Handed(int layer) => $"handed/{layer}";
    public static string ActivationError(int norm) => $"activation_error/{norm}";
    public static string NormError(int norm) => $"norm_error/{norm}";
    public static string StreamError(int norm) => $"stream_error/{norm}";
    public static string RoutedError(int layer) => $"routed_error/{layer}";

    /// <summary>Codes of errors and sums over them.</summary>
    public static string Codes(int norm) => $"error1/{norm}";
    public static string Operands(int layer) => $"error2/{layer}";
    public static string ErrorSum(int norm) => $"sum_e/{norm}";
    public static string ProductSum(int norm) => $"sum_ex/{norm}";
    public static string Largest(int norm) => $"largest/{norm}";
    public static string Guard(int norm) => $"guard/{norm}";
    public static string Gradient(int layer) => $"gradient/{layer}";

    /// <summary>Exponent and largest magnitude of a wide error.</summary>
    public static string Scale(string words) => words.Replace("/", "_scale/", StringComparison.Ordinal);

    /// <summary>The wide error of a layer's sums.</summary>
    public static string WideError(ResidualNetwork network, int layer) =>
        layer == network.Layers.Count - 1 ? LogitErrors(layer)
        : network.Layers[layer].Pool is not null ? RoutedError(layer)
        : StreamError(NormBehind(network, layer).Index);

    /// <summary>The layer whose operands a layer's are: a projection's are those of the layer that it is added to.</summary>
    public static int OperandLayer(ResidualNetwork network, int layer) =>
        layer == network.Layers.Count - 1 ? layer : NormBehind(network, layer).Layer;

    /// <summary>The normalisation that a layer's sums go to.</summary>
    public static NormLayer NormBehind(ResidualNetwork network, int layer) =>
        network.Norms.First(norm => norm.Layer == layer || norm.Projection == layer);

    /// <summary>The wide error of a normalisation's activation: what its only reader hands back, or the sum of two, or shares.</summary>
    public static string HandedTo(ResidualNetwork network, NormLayer norm) =>
        network.ReadersOf(norm).ToList() is [var only] ? Handed(only.Index) : ActivationError(norm.Index);

    /// <summary>What a normalisation hands back: the error of its stream, unless a block's error is added.</summary>
    public static string HandedBy(ResidualNetwork network, NormLayer norm) =>
        Sharing(network, norm) is null ? StreamError(norm.Index) : NormError(norm.Index);

    /// <summary>The sums that become a normalisation's stream, and what is added to them, if there is anything.</summary>
    public static string Joined(ResidualNetwork network, NormLayer norm) =>
        network.Layers[norm.Layer].Pool is null ? Sums(norm.Layer) : PooledSums(norm.Layer);
    public static string? Shortcut(NormLayer norm) => norm.Projection is { } projection ? Sums(projection)
        : norm.Identity is { } identity ? Stream(identity) : null;

    /// <summary>The normalisation at the end of a block whose shortcut is this one's stream.</summary>
    public static NormLayer? Sharing(ResidualNetwork network, NormLayer norm) =>
        network.Norms.FirstOrDefault(other => other.Identity == norm.Index);
}
