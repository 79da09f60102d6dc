using WageSim.Models.Numerics;
using WageSim.Models.Schemes;

namespace WageSim.Models.Golden.Niti;

/// <summary>All that is random in a step of NITI.</summary>
/// <param name="Loss">0…15 for each image and class: the output error is rounded up where its fraction exceeds it.</param>
/// <param name="Kept">Which inputs of the last layer dropout keeps, one for all images; empty without dropout.</param>
public sealed record NitiDraws(byte[] Loss, bool[] Kept)
{
    /// <summary>What a seed gives: tensor L - 1 of the address is the loss, tensor L the dropout; each takes high bits.</summary>
    public static NitiDraws Of(NitiParameters parameters, uint seed, uint step, int batch)
    {
        var network = parameters.Network;
        uint layers = (uint)network.Layers.Count;
        uint loss = RandomBits.Key(seed, step, layers - 1), dropout = RandomBits.Key(seed, step, layers);
        return new(
            [.. Enumerable.Range(0, batch * network.Classes).Select(i => (byte)(RandomBits.Draw(loss, (uint)i) >> 12))],
            [.. Enumerable.Range(0, parameters.Dropout ? network.Layers[^1].Input.Count : 0)
                .Select(i => RandomBits.Draw(dropout, (uint)i) >> 15 == 1)]);
    }
}
