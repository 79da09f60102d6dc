using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;
using static WageSim.Models.Golden.Wageubn.WageubnRounding;

namespace WageSim.Models.Golden.Wageubn;

/// <summary>The way back through one layer or normalisation, with its update.</summary>
internal sealed class WageubnBackward(
    WageubnParameters parameters, WageubnState state, WageubnForward pass, int batch, WageubnRate rate, Func<int, ushort[]> draws)
{
    /// <summary>Unit of weights and of normalised codes.</summary>
    private const int UnitLog2 = -7;

    private readonly List<NamedTensor> tensors = [];

    /// <summary>What was made, in order of execution.</summary>
    public IReadOnlyList<NamedTensor> Tensors => tensors;

    /// <summary>From the wide error of a layer's output to that of what it reads; null of the images, which get none.</summary>
    public WideError? Layer(ResidualLayer layer, WideError error)
    {
        var (l, weights) = (layer.Index, layer.Weights);
        int[] shape = weights.BatchDimensions(batch, weights.Accumulator);
        if (pass.Maxima[l] is { } maxima) error = PaddedMaxPool.Route(error, maxima, pass.Sums[l].Length);
        Add(TensorKind.WideError, l, shape, error.Codes);
        Add(TensorKind.WideErrorExponent, l, [], [error.Exponent]);
        var operand = WageubnQuantisers.E2(error);
        Add(TensorKind.OperandError, l, shape, operand.Codes);
        Add(TensorKind.OperandErrorExponent, l, [], [operand.Exponent]);
        double[] errors = Array.ConvertAll(operand.Codes, code => (double)code);
        long[] gradient = Whole(Products.Gradient(weights, errors, pass.InputOf(layer), batch));
        Add(TensorKind.Gradient, l, weights.WeightDimensions, gradient);
        long[] steps = WageubnQuantisers.Steps(gradient, draws(l), rate.GradientRange);
        Add(TensorKind.Step, l, weights.WeightDimensions, steps);
        WageubnUpdate.Apply(state[TensorKind.Weight][l], state[TensorKind.WeightMomentum][l], steps, rate.LearningRate);
        foreach (var kind in WageubnState.OfLayers) AddState(kind, l, weights.WeightDimensions);
        if (layer.Norm < 0) return null;
        // With the weights from before the update.
        long[] sums = Whole(Products.InputErrors(weights, pass.Weights[l], errors, batch));
        return new(Array.ConvertAll(sums, sum => Clip(sum, int.MaxValue)), operand.Exponent + UnitLog2);
    }

    /// <summary>From the wide error of a normalisation's activation to that of the stream it reads.</summary>
    public WideError Norm(NormLayer norm, WideError error)
    {
        var (n, made) = (norm.Index, pass.Norms[norm.Index]);
        int[] shape = norm.BatchDimensions(batch), channels = [norm.Shape.Channels];
        // The largest magnitude is that of the unmasked tensor.
        var codes = WageubnQuantisers.E1(error);
        Add(TensorKind.ActivationError, n, shape, codes.Codes);
        Add(TensorKind.ActivationErrorExponent, n, [], [codes.Exponent]);
        long[] masked = [.. codes.Codes.Zip(made.Positive, (code, isPositive) => isPositive ? code : 0)];
        var errors = BatchNorm.Backward(made, codes with { Codes = masked });
        Add(TensorKind.ErrorSum, n, channels, errors.ErrorSums);
        Add(TensorKind.ProductSum, n, channels, errors.ProductSums);
        Learn(TensorKind.GammaStep, TensorKind.Gamma, TensorKind.GammaMomentum, errors.ProductSums, codes.Exponent + UnitLog2);
        Learn(TensorKind.BetaStep, TensorKind.Beta, TensorKind.BetaMomentum, errors.ErrorSums, codes.Exponent);
        Average(TensorKind.RunningMean, channel => channel.Mean);
        Average(TensorKind.RunningDeviation, channel => channel.Deviation);
        foreach (var kind in WageubnState.OfNorms) AddState(kind, n, channels);
        return errors.Stream;

        void Learn(TensorKind step, TensorKind stored, TensorKind momentum, long[] sums, int exponent)
        {
            long[] steps = Array.ConvertAll(sums, sum => WageubnUpdate.NormStep(sum, exponent, batch));
            Add(step, n, channels, steps);
            WageubnUpdate.Apply(state[stored][n], state[momentum][n], steps, rate.LearningRate);
        }

        void Average(TensorKind kind, Func<ChannelStatistics, long> value)
        {
            int[] running = state[kind][n];
            for (int c = 0; c < running.Length; c++)
                running[c] = WageubnUpdate.Average(running[c], value(made.Statistics[c]), parameters.RunningShift);
        }
    }

    private void AddState(TensorKind kind, int index, int[] shape) =>
        Add(kind, index, shape, Array.ConvertAll(state[kind][index], code => (long)code));

    private void Add(TensorKind kind, int index, int[] shape, long[] values) => tensors.Add(new(kind, index, shape, values));

    private static long[] Whole(double[] sums) => Array.ConvertAll(sums, sum => (long)sum);
}
