using System.Numerics;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Tests.Models.Golden.Wage;

namespace WageSim.Tests.Models.Golden.Wageubn;

/// <summary>
/// A step of WAGEUBN in plain loops over taps and channels, with shifts, masks and long division: a second way to the golden results.
/// </summary>
internal sealed class NaiveWageubn(
    WageubnParameters p, WageubnState state, TrainingBatch batch, WageubnRate rate, Func<int, ushort[]> draws)
{
    private readonly ResidualNetwork network = p.Residual;
    private readonly NaiveForward forward = new(p, state, batch, running: false);
    private readonly Dictionary<int, (long[] Codes, int Exponent)> activationErrors = [], streamErrors = [];

    public IReadOnlyDictionary<(TensorKind Kind, int Index), NamedTensor> Step()
    {
        var dense = network.Layers[^1];
        int classes = network.Classes;
        var loss = new long[batch.Count * classes];
        for (int b = 0; b < batch.Count; b++)
        {
            long[] logits = forward.Sums[dense.Index][(b * classes)..((b + 1) * classes)];
            long[] errors = network.Loss == Loss.CrossEntropy ? NaiveSoftmax.Errors(logits, batch.Labels[b], 14)
                : [.. logits.Select((logit, c) => c == batch.Labels[b] ? logit - 16384 : logit)];
            errors.CopyTo(loss, b * classes);
        }
        var (share, exponent) = HandBack(dense, loss, network.Loss == Loss.CrossEntropy ? -16 : -14);
        var last = network.Norms[^1];
        int log2 = BitOperations.Log2((uint)last.Shape.Pixels);
        activationErrors[last.Index] = ([.. Enumerable.Range(0, forward.Outputs[last.Index].Length).Select(i =>
            NaiveRounding.Quotient((BigInteger)share[i / last.Shape.Count * last.Shape.Channels + i % last.Shape.Channels] << log2,
                last.Shape.Pixels))], exponent - log2);
        for (int n = last.Index; n >= 0; n--)
        {
            streamErrors[n] = Normalisation(network.Norms[n]);
            foreach (var norm in network.Norms)
            {
                if (norm.Identity == n) streamErrors[n] = Sum(streamErrors[n], streamErrors[norm.Index]);
            }
            foreach (var layer in network.Layers)
            {
                if (layer.Index != network.Norms[n].Layer && layer.Index != network.Norms[n].Projection) continue;
                var handed = HandBack(layer, streamErrors[n].Codes, streamErrors[n].Exponent);
                if (layer.Norm >= 0)
                    activationErrors[layer.Norm] = activationErrors.TryGetValue(layer.Norm, out var other) ? Sum(other, handed) : handed;
            }
        }
        return forward.Tensors;
    }

    /// <summary>The logits with the running statistics.</summary>
    public static long[] Infer(WageubnParameters parameters, WageubnState state, TrainingBatch batch) =>
        new NaiveForward(parameters, state, batch, running: true).Sums[parameters.Residual.Layers.Count - 1];

    private (long[] Codes, int Exponent) HandBack(ResidualLayer layer, long[] error, int exponent)
    {
        int l = layer.Index;
        if (layer.Pool is not null)
        {
            int drop = Math.Max(0, NaiveRounding.Bits(error.Max(Math.Abs)) - 28);
            var routed = new long[forward.Sums[l].Length];
            foreach (var (winner, e) in forward.Winners(layer).Zip(error)) routed[winner] += NaiveRounding.Shifted(e, drop);
            (error, exponent) = (routed, exponent + drop);
        }
        Add(TensorKind.WideError, l, forward.SumShape(layer), error);
        Add(TensorKind.WideErrorExponent, l, [], [exponent]);
        long largest = error.Max(Math.Abs);
        int c = largest == 0 ? 0 : NaiveRounding.Log2(largest) - 7;
        long[] v = Array.ConvertAll(error, x => NaiveRounding.Operand(x, c));
        int unit = largest == 0 ? 0 : exponent + c - 7;
        Add(TensorKind.OperandError, l, forward.SumShape(layer), v);
        Add(TensorKind.OperandErrorExponent, l, [], [unit]);
        long[] input = forward.InputOf(layer), gradient = new long[layer.Weights.WeightCount], handed = new long[input.Length];
        foreach (var (output, weight, from) in NaiveWage.Taps(layer.Weights, batch.Count))
        {
            gradient[weight] += v[output] * input[from];
            handed[from] += v[output] * forward.Weights[l][weight];
        }
        Add(TensorKind.Gradient, l, layer.Weights.WeightDimensions, gradient);
        long steepest = gradient.Max(Math.Abs);
        int n = steepest == 0 ? 0 : NaiveRounding.Log2(steepest) - BitOperations.Log2((uint)rate.GradientRange);
        ushort[] random = draws(l);
        long[] steps = [.. gradient.Select((g, i) =>
            Math.Clamp(NaiveRounding.Stochastic(g, n, random[i]), 1 - rate.GradientRange, rate.GradientRange - 1))];
        Add(TensorKind.Step, l, layer.Weights.WeightDimensions, steps);
        Learn(TensorKind.Weight, TensorKind.WeightMomentum, l, steps, layer.Weights.WeightDimensions);
        return (Array.ConvertAll(handed, d => Math.Clamp(d, -int.MaxValue, int.MaxValue)), unit - 7);
    }

    private (long[] Codes, int Exponent) Normalisation(NormLayer norm)
    {
        int n = norm.Index, channels = norm.Shape.Channels;
        var (error, exponent) = activationErrors[n];
        long largest = error.Max(Math.Abs);
        int drop = largest == 0 ? 0 : NaiveRounding.Log2(largest) - 7, unit = largest == 0 ? 0 : exponent + drop;
        long[] e = Array.ConvertAll(error, x => Math.Clamp(NaiveRounding.Shifted(x, drop), -127, 127));
        Add(TensorKind.ActivationError, n, norm.BatchDimensions(batch.Count), e);
        Add(TensorKind.ActivationErrorExponent, n, [], [unit]);
        e = [.. e.Select((code, i) => forward.Outputs[n][i] > 0 ? code : 0)];
        var (se, sx) = (new long[channels], new long[channels]);
        for (int i = 0; i < e.Length; i++)
        {
            se[i % channels] += e[i];
            sx[i % channels] += e[i] * forward.Normalised[n][i];
        }
        Add(TensorKind.ErrorSum, n, [channels], se);
        Add(TensorKind.ProductSum, n, [channels], sx);

        long[] scales = Array.ConvertAll(state[TensorKind.Gamma][n], g => Math.Clamp(NaiveRounding.Shifted(g, 16), -1023, 1023));
        int? height = null;
        for (int c = 0; c < channels; c++)
        {
            long me = e.Where((_, i) => i % channels == c).Max(Math.Abs);
            var (_, deviation) = forward.Statistics[n][c];
            if (me == 0 || scales[c] == 0 || deviation == 0) continue;
            int bits = NaiveRounding.Bits(me) + NaiveRounding.Bits(Math.Abs(scales[c])) - NaiveRounding.Bits(deviation + 1);
            height = Math.Max(height ?? bits, bits);
        }
        int f = 11 - (height ?? 0), values = e.Length / channels;
        long[] u = [.. e.Select((code, i) =>
        {
            int c = i % channels;
            if (height is null || forward.Statistics[n][c].Deviation == 0) return 0;
            BigInteger t = scales[c] * ((((BigInteger)values * code - se[c]) << 14) - (BigInteger)forward.Normalised[n][i] * sx[c]);
            return NaiveRounding.LongDivision(t, (BigInteger)values * (forward.Statistics[n][c].Deviation + 1), f);
        })];

        Learn(TensorKind.GammaStep, TensorKind.Gamma, TensorKind.GammaMomentum, n, sx, unit + 7);
        Learn(TensorKind.BetaStep, TensorKind.Beta, TensorKind.BetaMomentum, n, se, unit + 14);
        for (int c = 0; c < channels; c++)
        {
            Average(ref state[TensorKind.RunningMean][n][c], forward.Statistics[n][c].Mean);
            Average(ref state[TensorKind.RunningDeviation][n][c], forward.Statistics[n][c].Deviation);
        }
        foreach (var kind in (TensorKind[])[TensorKind.RunningMean, TensorKind.RunningDeviation])
            Add(kind, n, [channels], Array.ConvertAll(state[kind][n], value => (long)value));
        return (u, u.Any(x => x != 0) ? unit - 6 - f : 0);

        void Average(ref int running, long value) =>
            running = (int)Math.Clamp(running - NaiveRounding.Shifted(running, p.RunningShift) + value, -int.MaxValue, int.MaxValue);
    }

    // A step of gamma or beta: sum · 2^k / batch; where 30 bits or more are whole it saturates, far below 1 it is 0.
    private void Learn(TensorKind step, TensorKind stored, TensorKind momentum, int n, long[] found, int k)
    {
        long[] steps = Array.ConvertAll(found, sum =>
        {
            if (sum == 0 || k < -40) return 0;
            if (NaiveRounding.Bits(Math.Abs(sum)) + k > 29) return Math.Sign(sum) * 0xfffffL;
            return Math.Clamp(NaiveRounding.LongDivision(sum, batch.Count, k), -0xfffff, 0xfffff);
        });
        Add(step, n, [found.Length], steps);
        Learn(stored, momentum, n, steps, [found.Length]);
    }

    private void Learn(TensorKind stored, TensorKind momentum, int index, long[] steps, int[] shape)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            long v = state[momentum][index][i] + steps[i];
            state[stored][index][i] = (int)Math.Clamp(state[stored][index][i] - rate.LearningRate * v, -int.MaxValue, int.MaxValue);
            state[momentum][index][i] = (int)NaiveRounding.Shifted(v, 2);
        }
        foreach (var kind in (TensorKind[])[stored, momentum])
            Add(kind, index, shape, Array.ConvertAll(state[kind][index], value => (long)value));
    }

    private static (long[] Codes, int Exponent) Sum((long[] Codes, int Exponent) x, (long[] Codes, int Exponent) y)
    {
        if (x.Codes.All(code => code == 0)) return y;
        if (y.Codes.All(code => code == 0)) return x;
        int exponent = Math.Max(Math.Min(x.Exponent, y.Exponent), Math.Max(Top(x), Top(y)) - 29);
        return ([.. x.Codes.Select((code, i) =>
            NaiveRounding.Shifted(code, exponent - x.Exponent) + NaiveRounding.Shifted(y.Codes[i], exponent - y.Exponent))], exponent);

        static int Top((long[] Codes, int Exponent) error) => error.Exponent + NaiveRounding.Bits(error.Codes.Max(Math.Abs));
    }

    private void Add(TensorKind kind, int index, int[] shape, long[] values) =>
        forward.Tensors[(kind, index)] = new(kind, index, shape, values);
}
