using System.IO.Compression;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>The built-in handwritten digits (UCI optical recognition of handwritten digits; see digits/README.md).</summary>
internal static class Digits
{
    // The split is part of the set: it must not follow the seed of a run.
    private const int Fold = 5;

    /// <summary>Every fifth image (the fourth, ninth, …, counted from 0) is held out for the test: 359 of 1,797.</summary>
    public static DataSet Load()
    {
        var shape = new ImageShape(8, 8, 1);
        var lines = Lines();
        bool[] held = [.. Enumerable.Range(0, lines.Count).Select(i => i % Fold == Fold - 1)];
        int[] train = [.. Enumerable.Range(0, lines.Count).Where(i => !held[i])];
        int[] test = [.. Enumerable.Range(0, lines.Count).Where(i => held[i])];
        return new("digits", 10, Select(train), Select(test));

        PixelSet Select(ReadOnlySpan<int> indices)
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
