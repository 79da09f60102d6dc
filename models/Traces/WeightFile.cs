using WageSim.Models.Schemes;

namespace WageSim.Models.Traces;

/// <summary>
/// A training's state as an .npz archive, under the names of a golden trace: the stored weights weight/0, weight/1, …, and what a scheme
/// has besides.
/// </summary>
public static class WeightFile
{
    /// <summary>Reads an archive; arrays that are not of the state are left alone, so that a whole trace can be given.</summary>
    /// <returns>Arrays in the order of <see cref="SchemeParameters.State"/>, each value within its range.</returns>
    public static int[][] Read(string path, SchemeParameters parameters)
    {
        using var archive = NpzFile.Open(path);
        var arrays = new ArrayReader(path, archive);
        var network = parameters.Network;
        string next = StateTensor.Weight(network.Layers.Count);
        if (archive.Names.Contains(next))
            throw new InputException(
                $"{path}: array '{next}' is there; network '{network}' has {network.Layers.Count} layers with weights");
        string first = StateTensor.Weight(0), type = parameters.StoredWeightType;
        // Layouts are alike but for the type, so that it tells schemes apart.
        if (archive.Names.Contains(first) && archive.Read(first).Type is var found && found != type)
            throw new InputException($"{path}: array '{first}' has dtype {found}; weights of scheme {parameters.Scheme} are {type}");
        return [.. parameters.State.Select(tensor => Array.ConvertAll(
            arrays.Read(tensor.Name, tensor.Type, tensor.Dimensions, tensor.Least, tensor.Largest), code => (int)code))];
    }

    /// <summary>The bytes of an archive; equal states give equal bytes.</summary>
    public static byte[] ToBytes(SchemeParameters parameters, int[][] state)
    {
        using var bytes = new MemoryStream();
        NpzFile.Write(bytes, parameters.State.Zip(state, (tensor, codes) => (
            tensor.Name, new NpyArray(tensor.Type, tensor.Dimensions, Array.ConvertAll(codes, code => (long)code)))));
        return bytes.ToArray();
    }
}
