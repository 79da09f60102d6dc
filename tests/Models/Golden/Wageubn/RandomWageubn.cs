using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Tests.Models.Golden.Wageubn;

/// <summary>Images of noise with classes, and states in the middle of training, from a seed.</summary>
internal static class RandomWageubn
{
    public static TrainingBatch Batch(ResidualNetwork network, int count, int seed, int largest = 127)
    {
        var random = new Random(seed);
        var inputs = new sbyte[count * network.Input.Count];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = (sbyte)random.Next(-largest, largest + 1);
        return new(count, inputs, [.. Enumerable.Range(0, count).Select(_ => random.Next(network.Classes))]);
    }

    /// <summary>Start weights; gammas around 1, zeros and negative ones among them; betas around 0, momenta, running statistics.</summary>
    public static WageubnState State(WageubnParameters parameters, int seed)
    {
        var random = new Random(seed);
        var start = WageubnState.Start(parameters, (uint)seed);
        return WageubnState.Of(kind => [.. start[kind].Select(array => Array.ConvertAll(array, value => kind switch
        {
            TensorKind.WeightMomentum => random.Next(-42, 43),
            TensorKind.Gamma => random.Next(5) == 0 ? random.Next(-40_000, 40_000) : value + random.Next(-(1 << 24), 1 << 24),
            TensorKind.Beta => random.Next(-(1 << 22), 1 << 22),
            TensorKind.GammaMomentum or TensorKind.BetaMomentum => random.Next(-200_000, 200_000),
            TensorKind.RunningMean => random.Next(-(1 << 24), 1 << 24),
            TensorKind.RunningDeviation => random.Next(1 << 24),
            _ => value,
        }))]);
    }

    /// <summary>A network of any tokens on small images of any shape, with its clip and running shift.</summary>
    public static WageubnParameters Parameters(Random random)
    {
        var tokens = new List<string> { Convolution() };
        for (int i = random.Next(4); i > 0; i--)
        {
            string stride = random.Next(3) == 0 ? $"/{random.Next(1, 4)}" : "", projected = random.Next(4) == 0 ? "P" : "";
            tokens.Add(random.Next(3) switch
            {
                0 => Convolution(),
                1 => $"R{random.Next(1, 7)}{stride}{projected}",
                _ => $"B{random.Next(1, 3)}{stride}{projected}",
            });
        }
        tokens.Add($"GAP-{random.Next(1, 6)}{(random.Next(2) == 0 ? "CE" : "SSE")}");
        var shape = new ImageShape(random.Next(1, 10), random.Next(1, 10), random.Next(1, 4));
        return new(ResidualNetwork.Parse(string.Join('-', tokens), shape))
        {
            ActivationClip = random.Next(4) switch { 0 => null, 1 => 255, 2 => random.Next(1, 2000), _ => 1023 },
            RunningShift = random.Next(3) == 0 ? random.Next(1, 16) : 8,
        };

        string Convolution()
        {
            string pool = random.Next(3) == 0 ? $"-MP{random.Next(2, 5)}" : random.Next(3) == 0 ? "-MP3/2" : "";
            return $"{random.Next(1, 7)}C{2 * random.Next(3) + 1}{(random.Next(3) == 0 ? "/2" : "")}{pool}";
        }
    }

    /// <summary>One draw a weight.</summary>
    public static Func<int, ushort[]> Draws(ResidualNetwork network, uint seed, uint step) =>
        layer => WeightDraws.Of(seed, step, layer, network.Layers[layer].Weights.WeightCount);
}
