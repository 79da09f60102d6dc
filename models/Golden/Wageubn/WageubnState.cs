using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>All that a training step changes: an array a layer, or one of a value a channel for each normalisation.</summary>
public sealed class WageubnState
{
    private const int One = 1 << 23;
    private const string After = "_after";

    private readonly Dictionary<TensorKind, int[][]> arrays;

    private WageubnState(Dictionary<TensorKind, int[][]> arrays) => this.arrays = arrays;

    /// <summary>What layers have: weights (unit 2^-23), their momenta (unit 2^-12).</summary>
    public static IReadOnlyList<TensorKind> OfLayers { get; } = [TensorKind.Weight, TensorKind.WeightMomentum];

    /// <summary>What normalisations have, in each channel: gamma and beta (unit 2^-23), momenta (2^-12), running statistics.</summary>
    public static IReadOnlyList<TensorKind> OfNorms { get; } =
    [
        TensorKind.Gamma, TensorKind.Beta, TensorKind.GammaMomentum, TensorKind.BetaMomentum, TensorKind.RunningMean,
        TensorKind.RunningDeviation,
    ];

    /// <summary>Whether the index of a kind of tensor, of the state or not, is that of a normalisation and not of a layer.</summary>
    public static bool IsOfNorm(TensorKind kind) => OfNorms.Contains(kind) || kind
        is TensorKind.Stream or TensorKind.Mean or TensorKind.Deviation or TensorKind.Normalised or TensorKind.Activation
        or TensorKind.ActivationError or TensorKind.ActivationErrorExponent or TensorKind.ErrorSum or TensorKind.ProductSum
        or TensorKind.GammaStep or TensorKind.BetaStep;

    /// <summary>The arrays of a kind, by layer or normalisation; they are changed in place.</summary>
    public int[][] this[TensorKind kind] => arrays[kind];

    /// <summary>Of arrays of every kind in <see cref="OfLayers"/> and <see cref="OfNorms"/>.</summary>
    public static WageubnState Of(Func<TensorKind, int[][]> arrays) =>
        new(OfLayers.Concat(OfNorms).ToDictionary(kind => kind, arrays));

    /// <summary>Of all arrays in the order of <see cref="SchemeParameters.State"/>; they are shared, not copied.</summary>
    public static WageubnState Of(ResidualNetwork network, int[][] arrays)
    {
        int next = 0;
        var taken = new Dictionary<TensorKind, int[][]>();
        foreach (var kind in OfLayers) taken[kind] = Take(network.Layers.Count);
        foreach (var kind in OfNorms) taken[kind] = Take(network.Norms.Count);
        return new(taken);

        int[][] Take(int count) => arrays[next..(next += count)];
    }

    /// <summary>All arrays in the order of <see cref="SchemeParameters.State"/>.</summary>
    public int[][] Arrays => [.. OfLayers.Concat(OfNorms).SelectMany(kind => arrays[kind])];

    /// <summary>What the array of a layer or normalisation is called: momentum/3.</summary>
    public static string NameOf(TensorKind kind, int index) => $"{NamedTensor.TraceName(kind).Replace(After, "")}/{index}";

    /// <summary>What training starts from: weights of a seed, gamma 1, beta 0, running mean 0, running deviation 1.</summary>
    public static WageubnState Start(WageubnParameters parameters, uint seed)
    {
        var network = parameters.Residual;
        return Of(kind => kind switch
        {
            TensorKind.Weight => WageubnInitializer.Draw(network, seed),
            TensorKind.WeightMomentum => [.. network.Layers.Select(layer => new int[layer.Weights.WeightCount])],
            TensorKind.Gamma => Filled(network, One),
            // unit 2^-(15 + shift)
            TensorKind.RunningDeviation => Filled(network, 1 << 15 + parameters.RunningShift),
            _ => Filled(network, 0),
        });
    }

    /// <summary>A copy that shares nothing.</summary>
    public WageubnState Copy() => Of(kind => [.. arrays[kind].Select(array => (int[])array.Clone())]);

    private static int[][] Filled(ResidualNetwork network, int value) =>
        [.. network.Norms.Select(norm => Enumerable.Repeat(value, norm.Shape.Channels).ToArray())];
}
