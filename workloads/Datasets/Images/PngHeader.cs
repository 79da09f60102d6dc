using System.Buffers.Binary;

namespace WageSim.Workloads.Datasets.Images;

/// <summary>The IHDR chunk of a PNG file.</summary>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8, 16.</param>
/// <param name="Color">0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.</param>
internal sealed record PngHeader(int Width, int Height, int Depth, int Color, bool Interlaced)
{
    private const int Bytes = 13;

    /// <summary>An image that is stored by itself: every StepX-th column and StepY-th row of the whole, beginning at X, Y.</summary>
    public readonly record struct Pass(int X, int Y, int StepX, int StepY, int Width, int Height);

    // Adam7: first column, first row, steps.
    private static readonly (int X, int Y, int StepX, int StepY)[] adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Samples of a pixel.</summary>
    public int Samples => Color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>The stored images, those without pixels left out.</summary>
    public IEnumerable<Pass> Passes => (Interlaced ? adam7 : [(0, 0, 1, 1)])
        .Select(pass => new Pass(
            pass.X, pass.Y, pass.StepX, pass.StepY, Part(Width, pass.X, pass.StepX), Part(Height, pass.Y, pass.StepY)))
        .Where(pass => pass.Width > 0 && pass.Height > 0);

    /// <summary>Bytes of a stored line without its filter byte.</summary>
    public int LineBytes(int width) => (width * Samples * Depth + 7) / 8;

    public static PngHeader Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != Bytes) throw new InvalidDataException($"its header has {chunk.Length} bytes instead of {Bytes}");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk), height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        var (depth, color, interlace) = (chunk[8], chunk[9], chunk[12]);
        if (width == 0 || height == 0 || (ulong)width * height > RgbImage.MaxPixels)
            throw new InvalidDataException($"its size is {width}×{height}; 1 to {RgbImage.MaxPixels} pixels are supported");
        bool known = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16, 3 => depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => depth is 8 or 16, _ => false,
        };
        if (!known || chunk[10] != 0 || chunk[11] != 0 || interlace > 1)
        {
            throw new InvalidDataException(
                $"colour type {color} of {depth} bits with methods {chunk[10]}, {chunk[11]}, {interlace} is unknown");
        }
        return new((int)width, (int)height, depth, color, interlace == 1);
    }

    private static int Part(int size, int first, int step) => (size - first + step - 1) / step;
}
