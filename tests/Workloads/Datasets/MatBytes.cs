using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace WageSim.Tests.Workloads.Datasets;

/// <summary>Bytes of level-5 MAT files.</summary>
internal static class MatBytes
{
    public const int UInt8 = 2, Int32 = 5, Single = 7, Double = 9, ClassDouble = 6, ClassUInt8 = 9, ClassChar = 4;

    public static byte[] File(params byte[][] elements)
    {
        byte[] header = new byte[128];
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by a test".PadRight(116)).CopyTo(header, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(124), 0x0100);
        header[126] = (byte)'I';
        header[127] = (byte)'M';
        return [.. header, .. elements.SelectMany(element => element)];
    }

    /// <summary>An array; short names and data lie in their tags, as the format asks for.</summary>
    public static byte[] Array(string name, int kind, int[] dimensions, int stored, byte[] data, uint flags = 0)
    {
        byte[] sizes = [.. dimensions.SelectMany(BitConverter.GetBytes)];
        byte[] inner =
        [
            .. Element(6, [.. BitConverter.GetBytes((uint)kind | flags), 0, 0, 0, 0]), .. Element(Int32, sizes),
            .. Element(1, Encoding.ASCII.GetBytes(name)), .. Element(stored, data),
        ];
        return Element(14, inner);
    }

    /// <summary>The same element, compressed.</summary>
    public static byte[] Compressed(byte[] element)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(element);
        return [.. BitConverter.GetBytes(15), .. BitConverter.GetBytes((int)bytes.Length), .. bytes.ToArray()];
    }

    private static byte[] Element(int type, byte[] data)
    {
        if (data.Length is > 0 and <= 4) return [.. BitConverter.GetBytes(type | data.Length << 16), .. data, .. new byte[4 - data.Length]];
        return [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[-data.Length & 7]];
    }
}
