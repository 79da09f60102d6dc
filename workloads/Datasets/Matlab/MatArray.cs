using System.Buffers.Binary;

namespace WageSim.Workloads.Datasets.Matlab;

/// <summary>A numeric array of a MAT file, column-major; its elements are read in order, before the next array is asked for.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Dimensions">Sizes, the fastest first.</param>
/// <param name="Stored">Type of the elements in the file, which may be narrower than the variable's.</param>
/// <param name="Bytes">Bytes of all elements.</param>
/// <param name="Data">The elements, little-endian.</param>
internal sealed record MatArray(string Name, IReadOnlyList<int> Dimensions, MatType Stored, long Bytes, Stream Data)
{
    /// <summary>Elements by the dimensions.</summary>
    public Int128 Count => Dimensions.Aggregate((Int128)1, (product, size) => product * size);

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Stored switch
    {
        MatType.Int8 or MatType.UInt8 => 1,
        MatType.Int16 or MatType.UInt16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
        _ => throw new InvalidDataException($"elements of type {(int)Stored}"),
    };

    /// <summary>The next element as a real number.</summary>
    public double ReadNumber()
    {
        Span<byte> bytes = stackalloc byte[8];
        var element = bytes[..ElementBytes];
        Data.ReadExactly(element);
        return Stored switch
        {
            MatType.Int8 => (sbyte)element[0],
            MatType.UInt8 => element[0],
            MatType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
            MatType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
            MatType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
            MatType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
            MatType.Single => BinaryPrimitives.ReadSingleLittleEndian(element),
            MatType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
            MatType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(element),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(element),
        };
    }
}
