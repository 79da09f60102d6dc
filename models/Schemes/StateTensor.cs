namespace WageSim.Models.Schemes;

/// <summary>An array that training steps change and runs keep.</summary>
/// <param name="Name">As memories and weight files call it: weight/0.</param>
/// <param name="Type">dtype in weight files and traces: i1, i2 or i4.</param>
/// <param name="Dimensions">From outer to inner.</param>
public sealed record StateTensor(string Name, string Type, int Least, int Largest, int[] Dimensions)
{
    /// <summary>Values in it.</summary>
    public int Count => Dimensions.Aggregate(1, (a, b) => a * b);

    /// <summary>Bytes of a value in checkpoints and hashes: 2, or 4 where values need them.</summary>
    public int KeptBytes => Type == "i4" ? sizeof(int) : sizeof(short);

    /// <summary>Name of a layer's stored weights.</summary>
    public static string Weight(int layer) => $"weight/{layer}";
}
