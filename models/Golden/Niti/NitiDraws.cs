using WageSim.Models.Numerics;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Models.Golden.Niti;

/// <summary>All that is random in a step of NITI.</summary>
/// <param name="Loss">0…15 for each image and class: the output error is rounded up where its fraction exceeds it.</param>
/// <param name="Kept">Which inputs of the last layer dropout keeps, one for all images; empty without dropout.</param>
public sealed record NitiDraws(byte[] Loss, bool[] Kept)
{
    /// <summary>What holds the loss's draws, and dropout's.</summary>
    public const string LossTensor = "random/loss", DropoutTensor = "random/dropout";

    /// <summary>What a seed gives: tensor L - 1 of the address is the loss, tensor L the dropout; each takes high bits.</summary>
    public static NitiDraws Of(NitiParameters parameters, uint seed, uint step, int batch) => Of(Drawn(parameters, seed, step, batch));

    /// <summary>From 16-bit draws, of which each takes high bits.</summary>
    public static NitiDraws Of(StepDraws draws) => new(
        Array.ConvertAll(draws[LossTensor], draw => (byte)(draw >> 12)),
        draws.Tensors.TryGetValue(DropoutTensor, out ushort[]? features) ? Array.ConvertAll(features, draw => draw >> 15 == 1) : []);

    /// <summary>The 16-bit draws that a seed gives.</summary>
    public static StepDraws Drawn(NitiParameters parameters, uint seed, uint step, int batch)
    {
        var network = parameters.Network;
        uint layers = (uint)network.Layers.Count;
        var tensors = new Dictionary<string, ushort[]> { [LossTensor] = Draw(layers - 1, batch * network.Classes) };
        if (parameters.Dropout) tensors[DropoutTensor] = Draw(layers, network.Layers[^1].Input.Count);
        return new(tensors);

        ushort[] Draw(uint tensor, int count)
        {
            uint key = RandomBits.Key(seed, step, tensor);
            return [.. Enumerable.Range(0, count).Select(i => RandomBits.Draw(key, (uint)i))];
        }
    }

    /// <summary>16-bit draws whose high bits are these.</summary>
    public StepDraws Stored()
    {
        var tensors = new Dictionary<string, ushort[]> { [LossTensor] = Array.ConvertAll(Loss, draw => (ushort)(draw << 12)) };
        if (Kept.Length > 0) tensors[DropoutTensor] = Array.ConvertAll(Kept, kept => (ushort)(kept ? 1 << 15 : 0));
        return new(tensors);
    }
}
