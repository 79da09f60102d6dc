using WageSim.Models.Networks;
using WageSim.Workloads.Datasets;

namespace WageSim.Bench;

/// <summary>
/// Images like MNIST's without its files: the built-in digits enlarged to 20×20, on a field of 28×28, each time a little elsewhere.
/// </summary>
public static class EnlargedDigits
{
    private const int Small = 8, Box = 20, Side = 28, Shifts = 5;

    /// <summary>So many images to train on; none to test with.</summary>
    public static DataSet Make(int count)
    {
        var digits = (PixelSet)DataSets.Load("digits").Train;
        var shape = new ImageShape(Side, Side, 1);
        byte[] pixels = new byte[count * shape.Count], labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            int from = i % digits.Count, turn = i / digits.Count % (Shifts * Shifts), edge = (Side - Box - Shifts + 1) / 2;
            labels[i] = digits.Labels[from];
            Enlarge(digits.Image(from), pixels.AsSpan(i * shape.Count, shape.Count), edge + turn / Shifts, edge + turn % Shifts);
        }
        return new("enlarged digits", 10, new PixelSet(shape, pixels, labels), new PixelSet(shape, [], []));
    }

    // Bilinear; what is fainter than half is left out, as MNIST's strokes are thin and its paper is black.
    private static void Enlarge(ReadOnlySpan<byte> from, Span<byte> to, int top, int left)
    {
        for (int y = 0; y < Box; y++)
            for (int x = 0; x < Box; x++)
            {
                var (row, down) = Math.DivRem(y * (Small - 1), Box - 1);
                var (column, right) = Math.DivRem(x * (Small - 1), Box - 1);
                int below = Math.Min(row + 1, Small - 1), next = Math.Min(column + 1, Small - 1);
                int upper = from[row * Small + column] * (Box - 1 - right) + from[row * Small + next] * right;
                int lower = from[below * Small + column] * (Box - 1 - right) + from[below * Small + next] * right;
                int value = (upper * (Box - 1 - down) + lower * down) / ((Box - 1) * (Box - 1));
                to[(top + y) * Side + left + x] = (byte)(value < 128 ? 0 : value);
            }
    }
}
