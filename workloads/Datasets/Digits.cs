using System.IO.Compression;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>The built-in handwritten digits (UCI optical recognition of handwritten digits; see digits/README.md).</summary>
internal static class Digits
{
    private const int Held = 360; // a fifth of 1,797, rounded up

    // The split is part of the set: it must not follow the seed of a run.
    private const uint SplitSeed = 0;

    /// <summary>All images in the order Batches.Order(1797, seed 0, epoch 0); the first 360 are the test set.</summary>
    public static DataSet Load()
    {
        var shape = new ImageShape(8, 8, 1);
        var lines = Lines();
        int[] order = Batches.Order(lines.Count, SplitSeed, epoch: 0);
        return new("digits", 10, Select(order.AsSpan(Held)), Select(order.AsSpan(0, Held)));

        ImageSet Select(ReadOnlySpan<int> indices)
        {
            byte[] pixels = new byte[indices.Length * shape.Count], labels = new byte[indices.Length];
            for (int i = 0; i < indices.Length; i++)
            {
                byte[] line = lines[indices[i]];
                for (int j = 0; j < shape.Count; j++) pixels[i * shape.Count + j] = (byte)Math.Min(16 * line[j], 255);
                labels[i] = line[^1];
            }
            return new(shape, pixels, labels);
        }
    }

    // 64 values 0…16 and the label.
    private static List<byte[]> Lines()
    {
        using var stream = typeof(Digits).Assembly.GetManifestResourceStream("WageSim.Workloads.Datasets.digits.digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var lines = new List<byte[]>();
        while (reader.ReadLine() is { } line) lines.Add([.. line.Split(',').Select(byte.Parse)]);
        return lines;
    }
}
