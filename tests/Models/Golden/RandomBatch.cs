using WageSim.Models.Golden;
using WageSim.Models.Networks;

namespace WageSim.Tests.Models.Golden;

/// <summary>Images of noise with classes, from a seed.</summary>
internal static class RandomBatch
{
    public static TrainingBatch Of(Network network, int count, int seed)
    {
        var random = new Random(seed);
        var inputs = new sbyte[count * network.Input.Count];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = (sbyte)random.Next(-127, 128);
        return new(count, inputs, [.. Enumerable.Range(0, count).Select(_ => random.Next(network.Classes))]);
    }
}
