namespace WageSim.Isa;

// Records compare arrays by reference, so those with arrays say what equal means.

/// <summary>A tensor in DRAM.</summary>
/// <param name="Shape">Dimensions from outer to inner; none for a single element.</param>
public sealed record Symbol(string Name, long Address, int ElementBytes, bool Signed, int[] Shape)
{
    public long Elements
    {
        get
        {
            long elements = 1;
            foreach (int dimension in Shape) elements = checked(elements * dimension);
            return elements;
        }
    }

    public long Bytes => checked(Elements * ElementBytes);

    public bool Equals(Symbol? other) =>
        other is not null && (Name, Address, ElementBytes, Signed) == (other.Name, other.Address, other.ElementBytes, other.Signed)
        && Shape.SequenceEqual(other.Shape);

    public override int GetHashCode() => HashCode.Combine(Name, Address);
}

/// <summary>Instructions Start…End-1 belong to a layer and a phase.</summary>
public sealed record CodeRange(int Start, int End, string Layer, string Phase);

/// <summary>What a vector instruction reads from the accumulators: coordinates = start + Σ steps[loop depth] · iteration.</summary>
/// <param name="ImageSteps">One a loop, outermost first.</param>
/// <param name="ChannelSteps">One a loop, outermost first.</param>
public sealed record Probe(int Pc, string Tensor, int Layer, int Image, int Channel, int[] ImageSteps, int[] ChannelSteps)
{
    public bool Equals(Probe? other) =>
        other is not null && (Pc, Tensor, Layer, Image, Channel) == (other.Pc, other.Tensor, other.Layer, other.Image, other.Channel)
        && ImageSteps.SequenceEqual(other.ImageSteps) && ChannelSteps.SequenceEqual(other.ChannelSteps);

    public override int GetHashCode() => HashCode.Combine(Pc, Tensor, Layer, Image, Channel);
}
