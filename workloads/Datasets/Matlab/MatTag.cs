using System.Buffers.Binary;

namespace WageSim.Workloads.Datasets.Matlab;

/// <summary>Begin of a data element: its type and bytes; up to four bytes of data may lie in the tag itself.</summary>
internal readonly record struct MatTag(MatType Type, long Bytes, byte[]? Inside)
{
    private const int Size = 8;

    public static MatTag Read(Stream stream)
    {
        byte[] tag = new byte[Size];
        stream.ReadExactly(tag);
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(tag);
        if (first >> 16 == 0) return new((MatType)first, BinaryPrimitives.ReadUInt32LittleEndian(tag.AsSpan(4)), null);
        int bytes = (int)(first >> 16);
        return bytes <= 4
            ? new((MatType)(first & 0xffff), bytes, tag[4..])
            : throw new InvalidDataException("a small element of over 4 bytes");
    }

    /// <summary>The data of a short element, and the stream behind its padding to eight bytes.</summary>
    public byte[] Data(Stream stream, int most)
    {
        if (Bytes > most) throw new InvalidDataException($"an element of {Bytes} bytes");
        if (Inside is not null) return Inside[..(int)Bytes];
        byte[] data = new byte[Bytes + 7 & ~7];
        stream.ReadExactly(data);
        return data[..(int)Bytes];
    }
}
