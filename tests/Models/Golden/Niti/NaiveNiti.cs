using System.Numerics;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Tests.Models.Golden.Wage;

namespace WageSim.Tests.Models.Golden.Niti;

/// <summary>NITI in plain loops, with shifts and masks of bits: a second way to the golden results.</summary>
internal static class NaiveNiti
{
    public static List<NamedTensor> Step(
        NitiParameters p, int[][] weights, TrainingBatch batch, int inputExponent, int gradientBits, NitiDraws draws)
    {
        var layers = p.Network.Layers;
        var tensors = new List<NamedTensor>();
        var inputs = new long[layers.Count + 1][];
        var codes = new long[layers.Count][];
        inputs[0] = Array.ConvertAll(batch.Inputs, v => (long)v);
        int exponent = inputExponent;
        foreach (var layer in layers)
        {
            int l = layer.Index;
            var sums = new long[batch.Count * layer.Accumulator.Count];
            foreach (var (output, weight, input) in NaiveWage.Taps(layer, batch.Count))
                sums[output] += weights[l][weight] * inputs[l][input];
            Add(TensorKind.Accumulator, layer, layer.Accumulator, sums);
            (codes[l], int shift) = Requantise(sums, p.Rounding);
            exponent += p.WeightExponents[l] + shift;
            Scalar(TensorKind.ActivationShift, layer, shift);
            Scalar(TensorKind.ActivationExponent, layer, exponent);
            Add(TensorKind.Code, layer, layer.Accumulator, codes[l]);
            if (layer.IsLast) continue;
            inputs[l + 1] = Array.ConvertAll(Winners(layer), winner => Math.Max(codes[l][winner], 0));
            Add(TensorKind.Activation, layer, layer.Output, inputs[l + 1]);
        }

        long[] q = NitiCrossEntropy.Errors(codes[^1], batch.Labels, exponent, p.Loss);
        Add(TensorKind.LossError, layers[^1], layers[^1].Output, q);
        long[] errors = [.. q.Select((x, i) => Signed(x, (Math.Abs(x) >> 4) + ((Math.Abs(x) & 15) > draws.Loss[i] ? 1 : 0)))];
        int errorShift = 4;
        foreach (var layer in layers.Reverse())
        {
            int l = layer.Index;
            Scalar(TensorKind.ErrorShift, layer, errorShift);
            Add(TensorKind.Error, layer, layer.Output, errors);
            int[] winners = Winners(layer);
            var routed = new long[codes[l].Length];
            for (int i = 0; i < errors.Length; i++) routed[winners[i]] = layer.IsLast || codes[l][winners[i]] > 0 ? errors[i] : 0;
            var gradient = new long[layer.WeightCount];
            var sums = new long[batch.Count * layer.Input.Count];
            foreach (var (output, weight, input) in NaiveWage.Taps(layer, batch.Count))
            {
                gradient[weight] += routed[output] * inputs[l][input];
                sums[input] += routed[output] * weights[l][weight];
            }
            int width = Width(gradient), right = width == 0 ? 0 : Math.Max(width - gradientBits, 0);
            long[] update = Array.ConvertAll(gradient, g => width == 0 ? 0 : right == 0 ? g : Pseudo(g, right));
            for (int i = 0; i < update.Length; i++) weights[l][i] = (int)Math.Clamp(weights[l][i] - update[i], -127, 127);
            tensors.Add(new(TensorKind.Gradient, l, layer.WeightDimensions, gradient));
            Scalar(TensorKind.GradientShift, layer, right);
            tensors.Add(new(TensorKind.Update, l, layer.WeightDimensions, update));
            tensors.Add(new(TensorKind.Weight, l, layer.WeightDimensions, Array.ConvertAll(weights[l], v => (long)v)));
            if (l == 0) continue;
            Add(TensorKind.ErrorAccumulator, layers[l - 1], layers[l - 1].Output, sums);
            (errors, errorShift) = Requantise(sums, p.Rounding);
        }
        return tensors;

        // Of the codes after ReLU: among codes of 0 and below the first of a window wins.
        int[] Winners(WeightLayer layer) =>
            NaiveWage.Winners(layer, Array.ConvertAll(codes[layer.Index], code => Math.Max(code, 0)), batch.Count);

        void Add(TensorKind kind, WeightLayer layer, ImageShape shape, long[] values) =>
            tensors.Add(new(kind, layer.Index, layer.BatchDimensions(batch.Count, shape), values));

        void Scalar(TensorKind kind, WeightLayer layer, int value) => tensors.Add(new(kind, layer.Index, [], [value]));
    }

    private static (long[] Codes, int Shift) Requantise(long[] sums, NitiRounding rounding)
    {
        int shift = Math.Max(Width(sums) - 7, 0);
        if (rounding == NitiRounding.Pseudo2020 && shift == 1) shift = 2;
        return (Array.ConvertAll(sums, x => shift == 0 ? Math.Min(x, 127) : rounding == NitiRounding.Pseudo2020
            ? Pseudo(x, shift)
            : Signed(x, Math.Abs(x) + (1L << shift - 1) >> shift)), shift);
    }

    private static int Width(long[] values)
    {
        long largest = values.Max(Math.Abs);
        return largest == 0 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)largest - 1);
    }

    private static long Pseudo(long x, int n)
    {
        long a = Math.Abs(x), f = a & (1L << n) - 1;
        int h = n >> 1;
        long q = f >> h, r = f & (1L << h) - 1;
        if ((n & 1) != 0) r *= 2;
        return Signed(x, (a >> n) + (q > r ? 1 : 0));
    }

    private static long Signed(long x, long magnitude) => Math.Sign(x) * Math.Min(magnitude, 127);
}
