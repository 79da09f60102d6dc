using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using WageSim.Models.Files;

namespace WageSim.Workloads.Datasets.Images;

/// <summary>PNG files of every colour type, depth and interlacing (ISO/IEC 15948); no transparency, the upper 8 of 16 bits.</summary>
internal static class PngReader
{
    private const int ChunkOverhead = 12;

    /// <summary>The first eight bytes.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Decodes a whole file; throws InvalidDataException with what is wrong.</summary>
    public static RgbImage Decode(byte[] file)
    {
        PngHeader? header = null;
        byte[] palette = [];
        using var data = new MemoryStream();
        for (int at = Signature.Length; ;)
        {
            if (file.Length - at < ChunkOverhead) throw new InvalidDataException($"it ends at byte {file.Length}, in a chunk's begin");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            string type = Encoding.ASCII.GetString(file, at + 4, 4);
            if (length > file.Length - at - ChunkOverhead)
                throw new InvalidDataException($"its chunk {type} at byte {at} is longer than the file");
            var content = file.AsSpan(at + 8, (int)length);
            if (Crc32.Of(file.AsSpan(at + 4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)))
                throw new InvalidDataException($"the checksum of its chunk {type} at byte {at} is wrong");
            if (type == "IHDR") header = PngHeader.Read(content);
            else if (type == "PLTE") palette = content.ToArray();
            else if (type == "IDAT") data.Write(content);
            else if (type == "IEND") break;
            at += ChunkOverhead + (int)length;
        }
        if (header is null) throw new InvalidDataException("it has no header");
        return PngPixels.Decode(header, palette, Inflate(data, header));
    }

    private static byte[] Inflate(MemoryStream data, PngHeader header)
    {
        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        byte[] lines = new byte[header.Passes.Sum(pass => (long)pass.Height * (1 + header.LineBytes(pass.Width)))];
        int count = inflated.ReadAtLeast(lines, lines.Length, throwOnEndOfStream: false);
        // One read more comes to the checksum at the end.
        if (count < lines.Length || inflated.ReadByte() >= 0) throw new InvalidDataException("its size does not fit its data");
        return lines;
    }
}
