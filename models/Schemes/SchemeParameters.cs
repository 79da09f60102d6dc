using WageSim.Models.Costs;
using WageSim.Models.Networks;

namespace WageSim.Models.Schemes;

/// <summary>The constants of training one network by one scheme: what the simulator asks of a scheme's formats, whichever it is.</summary>
/// <param name="Network">What is trained.</param>
/// <param name="Bits">Widths of weights in MACs, activations, stored weights and errors.</param>
public abstract record SchemeParameters(Network Network, BitWidths Bits)
{
    /// <summary>Bits of the input image's codes.</summary>
    public const int ImageBits = 8;

    /// <summary>Name of the scheme, as options and files spell it.</summary>
    public abstract string Scheme { get; }

    /// <summary>The formats in a few words: "2-8-8-8", or int8 and the variants that were chosen.</summary>
    public abstract string Formats { get; }

    /// <summary>What results depend on besides network and data, by name.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>What it needs of the parts of a chip that other schemes may do without.</summary>
    public abstract NeededParts Needs { get; }

    /// <summary>Largest magnitude of a weight in MACs.</summary>
    public abstract int LargestWeight { get; }

    /// <summary>Largest magnitude of an error code, before a pool hands it back.</summary>
    public abstract int LargestError { get; }

    /// <summary>Largest magnitude of a stored weight.</summary>
    public abstract int LargestStoredWeight { get; }

    /// <summary>NumPy's name of the type of stored weights in the scheme's golden traces and weight files.</summary>
    public abstract string StoredWeightType { get; }

    /// <summary>The most that the loss takes off a sum of the last layer before it is a word.</summary>
    public abstract long LargestTarget { get; }

    /// <summary>Largest magnitude of the codes that a layer reads.</summary>
    public abstract int LargestInput(WeightLayer layer);

    /// <summary>All that a step changes, in the order of a state's arrays: the stored weights, unless the scheme has more.</summary>
    public virtual IReadOnlyList<StateTensor> State =>
    [
        .. Network.Layers.Select(layer => new StateTensor(
            StateTensor.Weight(layer.Index), StoredWeightType, -LargestStoredWeight, LargestStoredWeight, layer.WeightDimensions)),
    ];

    /// <summary>Bits of the codes that a layer reads: the image's 8, or kA.</summary>
    public int InputBitsOf(WeightLayer layer) => layer.Index == 0 ? ImageBits : Bits.Activation;

    /// <summary>Bits of those codes that products take: what lies above them is zero, or repeats their sign.</summary>
    public virtual int ProductBitsOf(WeightLayer layer) => InputBitsOf(layer);

    /// <summary>Right shift from a stored weight to the weight used in MACs.</summary>
    public int WeightShift => Bits.Gradient - Bits.Weight;
}
