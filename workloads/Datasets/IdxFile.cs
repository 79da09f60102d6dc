using System.Buffers.Binary;
using WageSim.Models;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>IDX files of bytes, plain or gzip: a big-endian magic number, the dimensions, then the bytes.</summary>
internal static class IdxFile
{
    private const uint ImagesMagic = 2051, LabelsMagic = 2049; // 0x08 (unsigned bytes), then the number of dimensions: 3, 1

    /// <summary>Grey images, row by row.</summary>
    public static (ImageShape Shape, byte[] Pixels) ReadImages(string path)
    {
        var (dimensions, data) = Read(path, ImagesMagic, "images", 3);
        return (new(dimensions[1], dimensions[2], 1), data);
    }

    /// <summary>Labels, a byte each.</summary>
    public static byte[] ReadLabels(string path) => Read(path, LabelsMagic, "labels", 1).Data;

    private static (int[] Dimensions, byte[] Data) Read(string path, uint magic, string what, int rank)
    {
        byte[] file = Bytes(path);
        int header = 4 + 4 * rank;
        if (file.Length < header)
            throw new InputException($"{path}: {file.Length} bytes are too few for the {header}-byte header of IDX {what}");
        uint found = BinaryPrimitives.ReadUInt32BigEndian(file);
        if (found != magic) throw new InputException($"{path}: magic number {found} is not that of IDX {what}, {magic}");
        int[] dimensions = new int[rank];
        Int128 expected = 1;
        for (int i = 0; i < rank; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(4 + 4 * i));
            if (size == 0)
                throw new InputException($"{path}: {(i == 0 ? $"no {what}" : "images without pixels")}; at least one is expected");
            expected *= size;
            dimensions[i] = (int)Math.Min(size, int.MaxValue);
        }
        long rest = file.Length - header;
        if (rest != expected)
        {
            string why = rest < expected ? "the file is truncated" : $"{rest - expected} are too many";
            throw new InputException($"{path}: {rest} bytes follow the header, which announces {expected}; {why}");
        }
        return (dimensions, file[header..]);
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            byte[] file = File.ReadAllBytes(path);
            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? GzipBytes.Unzip(file) : file;
        }
        catch (InvalidDataException error)
        {
            // The library's own words name archive entries and compression methods, whatever the damage.
            throw new InputException($"{path}: the gzip data is truncated or corrupt", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {error.Message}", error);
        }
    }
}
