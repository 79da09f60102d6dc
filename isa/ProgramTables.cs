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

/// <summary>
/// A block of a tensor that is never stored, which a vector instruction reads or makes: coordinates = start + Σ steps[loop depth] ·
/// iteration.
/// </summary>
/// <param name="Pixel">Of the block's first row, counted over all images.</param>
/// <param name="Channel">Of the block's first column.</param>
/// <param name="PixelSteps">One a loop, outermost first.</param>
/// <param name="ChannelSteps">One a loop, outermost first.</param>
public sealed record Probe(int Pc, string Tensor, int Layer, int Pixel, int Channel, int[] PixelSteps, int[] ChannelSteps)
{
    public bool Equals(Probe? other) =>
        other is not null && (Pc, Tensor, Layer, Pixel, Channel) == (other.Pc, other.Tensor, other.Layer, other.Pixel, other.Channel)
        && PixelSteps.SequenceEqual(other.PixelSteps) && ChannelSteps.SequenceEqual(other.ChannelSteps);

    public override int GetHashCode() => HashCode.Combine(Pc, Tensor, Layer, Pixel, Channel);
}
