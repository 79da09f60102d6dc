using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Models.Traces;

/// <summary>Stored weights of a network as an .npz archive: the arrays weight/0, weight/1, … of a golden trace, int16.</summary>
public static class WeightFile
{
    private const string Type = "i2";

    /// <summary>Reads an archive; arrays that are not weights are left alone, so that a whole trace can be given.</summary>
    /// <returns>Codes of each layer within those of the scheme, in the order of <see cref="WeightLayer.WeightDimensions"/>.</returns>
    public static int[][] Read(string path, SchemeParameters parameters)
    {
        using var archive = NpzFile.Open(path);
        var arrays = new ArrayReader(path, archive);
        var network = parameters.Network;
        string next = TraceLayout.Weight(network.Layers.Count);
        if (archive.Names.Contains(next))
            throw new InputException(
                $"{path}: array '{next}' is there; network '{network}' has {network.Layers.Count} layers with weights");
        int largest = parameters.LargestStoredWeight;
        return [.. network.Layers.Select(layer => Array.ConvertAll(
            arrays.Read(TraceLayout.Weight(layer.Index), Type, layer.WeightDimensions, -largest, largest), code => (int)code))];
    }

    /// <summary>The bytes of an archive; equal weights give equal bytes.</summary>
    public static byte[] ToBytes(Network network, int[][] weights)
    {
        using var bytes = new MemoryStream();
        NpzFile.Write(bytes, network.Layers.Select(layer => (
            TraceLayout.Weight(layer.Index),
            new NpyArray(Type, layer.WeightDimensions, Array.ConvertAll(weights[layer.Index], code => (long)code)))));
        return bytes.ToArray();
    }
}
