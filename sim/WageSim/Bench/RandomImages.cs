using WageSim.Models.Networks;
using WageSim.Models.Numerics;
using WageSim.Workloads.Datasets;

namespace WageSim.Bench;

/// <summary>Images without meaning, for what depends on their shape alone.</summary>
public static class RandomImages
{
    public static DataSet Make(ImageShape shape, int classes, int count)
    {
        byte[] pixels = new byte[count * shape.Count], labels = new byte[count];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(RandomBits.Draw(0, (uint)i) >> 8);
        for (int i = 0; i < count; i++) labels[i] = (byte)(i % classes);
        return new("random", classes, new PixelSet(shape, pixels, labels), new PixelSet(shape, [], []));
    }
}
