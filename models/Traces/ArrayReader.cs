using WageSim.Models.Golden;

namespace WageSim.Models.Traces;

/// <summary>Arrays of an archive, with dtype, shape and range checked.</summary>
/// <param name="file">Names the archive in errors.</param>
internal sealed class ArrayReader(string file, NpzFile arrays)
{
    /// <summary>One number, as an array of no dimensions or of one element: writers of the format use both.</summary>
    public int ReadScalar(string name, string type, int low, int high) =>
        (int)Read(name, type, arrays.Read(name).Shape is [1] single ? single : [], low, high)[0];

    /// <summary>The values of an array that has to be so.</summary>
    public long[] Read(string name, string type, int[] shape, long low = long.MinValue, long high = long.MaxValue)
    {
        var array = arrays.Read(name);
        string where = $"{file}: array '{name}'";
        if (array.Type != type) throw new InputException($"{where} has dtype {array.Type}; {type} is expected");
        if (!array.Shape.AsSpan().SequenceEqual(shape))
            throw new InputException($"{where} has shape {Text(array.Shape)}; {Text(shape)} is expected");
        int bad = array.Values.AsSpan().IndexOfAnyExceptInRange(low, high);
        if (bad >= 0)
            throw new InputException($"{where}: {array.Values[bad]}{At(bad)} is outside {low}..{high}");
        return array.Values;

        string At(int index) => shape.Length == 0 ? "" : $" at {NamedTensor.Position(index, shape)}";

        static string Text(int[] shape) => $"({string.Join(", ", shape)})";
    }
}
