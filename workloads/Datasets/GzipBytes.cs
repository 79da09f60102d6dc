using System.Buffers.Binary;
using System.IO.Compression;

namespace WageSim.Workloads.Datasets;

/// <summary>Gzip files as a whole.</summary>
internal static class GzipBytes
{
    /// <summary>What a file holds; throws InvalidDataException where it is truncated or corrupt.</summary>
    public static byte[] Unzip(byte[] file)
    {
        using var zip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        // GZipStream lets a file pass that ends within its last eight bytes, the checksum and this length.
        if (file.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(^4)) != (uint)bytes.Length)
            throw new InvalidDataException("its length at the end does not fit.");
        return bytes.ToArray();
    }
}
