using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace WageSim.Tests.Workloads.Datasets.Images;

/// <summary>Writes PNG files, sample by sample and with any filters.</summary>
internal static class PngBytes
{
    /// <summary>An image from its samples, which are made by place and channel.</summary>
    public static byte[] Write(
        int width, int height, int color, int depth, bool interlaced, Func<int, int, int, int> sample,
        byte[]? palette = null, int filters = 1)
    {
        int samples = color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 }, line = 0;
        using var lines = new MemoryStream();
        foreach (var (x0, y0, stepX, stepY) in interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            int[] columns = [.. Enumerable.Range(0, width).Where(x => x >= x0 && (x - x0) % stepX == 0)];
            if (columns.Length == 0) continue;
            byte[] above = new byte[(columns.Length * samples * depth + 7) / 8];
            for (int y = y0; y < height; y += stepY)
            {
                byte[] packed = Pack(columns.SelectMany(x => Enumerable.Range(0, samples).Select(c => sample(x, y, c))), depth);
                int filter = line++ % filters;
                lines.WriteByte((byte)filter);
                lines.Write(Filter(filter, packed, above, Math.Max(1, samples * depth / 8)));
                above = packed;
            }
        }
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)color, (byte)(interlaced ? 1 : 0));
        byte[] zipped = Zip(lines.ToArray());
        int half = zipped.Length / 2;
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. Chunk("IHDR", header), .. palette is null ? [] : Chunk("PLTE", palette),
            .. Chunk("tEXt", [1, 2, 3]), .. Chunk("IDAT", zipped[..half]), .. Chunk("IDAT", zipped[half..]), .. Chunk("IEND", []),
        ];
    }

    /// <summary>An RGB image of bytes.</summary>
    public static byte[] Rgb(int width, int height, byte[] pixels) =>
        Write(width, height, 2, 8, false, (x, y, c) => pixels[(y * width + x) * 3 + c], filters: 5);

    private static readonly (int, int, int, int)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static byte[] Pack(IEnumerable<int> samples, int depth)
    {
        string bits = string.Concat(samples.Select(value => Convert.ToString(value, 2).PadLeft(depth, '0')));
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight).PadRight(8, '0'), 2))];
    }

    private static byte[] Filter(int filter, byte[] line, byte[] above, int step) => [.. line.Select((value, i) =>
    {
        int left = i < step ? 0 : line[i - step], up = above[i], corner = i < step ? 0 : above[i - step], guess = left + up - corner;
        int paeth = new[] { left, up, corner }.MinBy(candidate => Math.Abs(guess - candidate));
        return (byte)(value - new[] { 0, left, up, (left + up) / 2, paeth }[filter]);
    })];

    private static byte[] Zip(byte[] data)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(data);
        return bytes.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data], numbers = new byte[8];
        uint crc = uint.MaxValue;
        foreach (byte value in named)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ ((crc & 1) * 0xedb88320);
        }
        BinaryPrimitives.WriteInt32BigEndian(numbers, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(numbers.AsSpan(4), ~crc);
        return [.. numbers[..4], .. named, .. numbers[4..]];
    }
}
