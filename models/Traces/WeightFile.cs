using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Models.Traces;

/// <summary>Stored weights of a network as an .npz archive: the arrays weight/0, weight/1, … of a golden trace of its scheme.</summary>
public static class WeightFile
{
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
        string first = TraceLayout.Weight(0), type = parameters.StoredWeightType;
        // Layouts are alike but for the type, so that it tells schemes apart.
        if (archive.Names.Contains(first) && archive.Read(first).Type is var found && found != type)
            throw new InputException($"{path}: array '{first}' has dtype {found}; weights of scheme {parameters.Scheme} are {type}");
        int largest = parameters.LargestStoredWeight;
        return [.. network.Layers.Select(layer => Array.ConvertAll(
            arrays.Read(TraceLayout.Weight(layer.Index), type, layer.WeightDimensions, -largest, largest), code => (int)code))];
    }

    /// <summary>The bytes of an archive; equal weights give equal bytes.</summary>
    public static byte[] ToBytes(SchemeParameters parameters, int[][] weights)
    {
        using var bytes = new MemoryStream();
        string type = parameters.StoredWeightType;
        NpzFile.Write(bytes, parameters.Network.Layers.Select(layer => (
            TraceLayout.Weight(layer.Index),
            new NpyArray(type, layer.WeightDimensions, Array.ConvertAll(weights[layer.Index], code => (long)code)))));
        return bytes.ToArray();
    }
}
