namespace WageSim.Workloads.Datasets.Images;

/// <summary>From the filtered lines of a PNG file to pixels.</summary>
internal static class PngPixels
{
    private const int PaletteColor = 3;

    /// <summary>Decodes all passes; the lines are changed in place.</summary>
    public static RgbImage Decode(PngHeader header, byte[] palette, byte[] lines)
    {
        byte[] pixels = new byte[header.Width * header.Height * RgbImage.Channels];
        int at = 0, step = Math.Max(1, header.Samples * header.Depth / 8);
        foreach (var pass in header.Passes)
        {
            int size = header.LineBytes(pass.Width);
            ReadOnlySpan<byte> above = new byte[size];
            for (int row = 0; row < pass.Height; row++, at += 1 + size)
            {
                var line = lines.AsSpan(at + 1, size);
                Unfilter(lines[at], line, above, step);
                above = line;
                int y = pass.Y + row * pass.StepY;
                for (int column = 0; column < pass.Width; column++)
                {
                    int x = pass.X + column * pass.StepX;
                    Color(header, palette, line, column, pixels.AsSpan((y * header.Width + x) * RgbImage.Channels, RgbImage.Channels));
                }
            }
        }
        return new(header.Width, header.Height, pixels);
    }

    private static void Unfilter(int filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; i < line.Length; i++)
        {
            int left = i >= step ? line[i - step] : 0, up = above[i], upLeft = i >= step ? above[i - step] : 0;
            int predicted = filter switch
            {
                0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, upLeft),
                _ => throw new InvalidDataException($"filter {filter} is unknown"),
            };
            line[i] = unchecked((byte)(line[i] + predicted));
        }
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        int p = left + up - upLeft, toLeft = Math.Abs(p - left), toUp = Math.Abs(p - up), toUpLeft = Math.Abs(p - upLeft);
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }

    private static void Color(PngHeader header, byte[] palette, ReadOnlySpan<byte> line, int column, Span<byte> rgb)
    {
        if (header.Color == PaletteColor)
        {
            int entry = Sample(line, header.Depth, column), entries = palette.Length / RgbImage.Channels;
            if (entry >= entries) throw new InvalidDataException($"a pixel has colour {entry}; its palette has {entries}");
            palette.AsSpan(entry * RgbImage.Channels, RgbImage.Channels).CopyTo(rgb);
            return;
        }
        bool colored = header.Samples >= RgbImage.Channels;
        int largest = (1 << Math.Min(header.Depth, 8)) - 1;
        for (int c = 0; c < RgbImage.Channels; c++)
            rgb[c] = (byte)(Sample(line, header.Depth, column * header.Samples + (colored ? c : 0)) * 255 / largest);
    }

    // Of 16 bits the upper 8.
    private static int Sample(ReadOnlySpan<byte> line, int depth, int index)
    {
        if (depth >= 8) return line[index * (depth / 8)];
        int bit = index * depth;
        return line[bit / 8] >> 8 - depth - bit % 8 & (1 << depth) - 1;
    }
}
