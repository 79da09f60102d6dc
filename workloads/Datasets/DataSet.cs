using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>Images of one shape with their labels.</summary>
/// <param name="Shape">Shape of every image.</param>
/// <param name="Pixels">Image after image, channels-last, 0…255.</param>
/// <param name="Labels">Class of each image.</param>
public sealed record ImageSet(ImageShape Shape, byte[] Pixels, byte[] Labels)
{
    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The first n images, or all if there are fewer.</summary>
    public ImageSet Take(int n) => n >= Count ? this : new(Shape, Pixels[..(n * Shape.Count)], Labels[..n]);

    /// <summary>The pixels of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * Shape.Count, Shape.Count);
}

/// <summary>Images to train on and images to test with.</summary>
public sealed record DataSet(string Name, int Classes, ImageSet Train, ImageSet Test);
