using WageSim.Models.Numerics;

namespace WageSim.Models.Golden;

/// <summary>The draws that a run's seed gives the golden trainer: the tensor of the address is the layer.</summary>
public static class WeightDraws
{
    /// <summary>What holds a layer's draws.</summary>
    public static string TensorName(int layer) => $"random/{layer}";

    /// <summary>One 16-bit draw for each weight of a layer in one step.</summary>
    public static ushort[] Of(uint seed, uint step, int layer, int count)
    {
        uint key = RandomBits.Key(seed, step, (uint)layer);
        var draws = new ushort[count];
        for (int i = 0; i < count; i++) draws[i] = RandomBits.Draw(key, (uint)i);
        return draws;
    }
}
