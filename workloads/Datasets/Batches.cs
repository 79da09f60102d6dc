using WageSim.Models.Networks;
using WageSim.Models.Numerics;

namespace WageSim.Workloads.Datasets;

/// <summary>Which images are in which batch: from addressed bits, so from seed and epoch alone.</summary>
public static class Batches
{
    // Tensors of a network are numbered from 0; this one is the order of the images.
    private const uint OrderTensor = 0xffff_ffff;

    /// <summary>A permutation of 0…count-1: Fisher–Yates from the end, position i swapped with j.</summary>
    /// <remarks>
    /// j = ⌊h · (i + 1) / 2^32⌋, h = Mix(Mix(i) ^ Key(seed, epoch, 2^32 - 1));
    /// some j are likelier than others by at most (i + 1) / 2^32.
    /// Mixed twice, as one mixing leaves the h of neighbouring i correlated and the order measurably uneven.
    /// </remarks>
    public static int[] Order(int count, uint seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        uint key = RandomBits.Key(seed, (uint)epoch, OrderTensor);
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)((ulong)RandomBits.Mix(RandomBits.Mix((uint)i) ^ key) * (ulong)(i + 1) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>Copies the whole images of some indices as input codes, and their labels.</summary>
    public static void Gather(ImageSet set, PixelCodes table, ReadOnlySpan<int> indices, Span<sbyte> codes, Span<int> labels) =>
        Centre(set, table, set.Shape, indices, codes, labels);

    /// <summary>Copies the middle of images, of a given shape, as input codes, and their labels.</summary>
    public static void Centre(
        ImageSet set, PixelCodes table, ImageShape shape, ReadOnlySpan<int> indices, Span<sbyte> codes, Span<int> labels)
    {
        var centre = CropWindow.Centre(set.Shape, shape);
        Windows(set, table, shape, indices, _ => centre, codes, labels);
    }

    /// <summary>Copies a window of each image as input codes, and the labels.</summary>
    internal static void Windows(
        ImageSet set, PixelCodes table, ImageShape shape, ReadOnlySpan<int> indices, Func<int, CropWindow> window,
        Span<sbyte> codes, Span<int> labels)
    {
        byte[] stored = new byte[set.Shape.Count], seen = new byte[shape.Count];
        set.Expect(indices);
        for (int i = 0; i < indices.Length; i++)
        {
            window(indices[i]).Copy(set.Read(indices[i], stored), set.Shape, seen, shape);
            table.Encode(seen, codes.Slice(i * shape.Count, shape.Count));
            labels[i] = set.Label(indices[i]);
        }
    }
}
