using System.Buffers.Binary;
using System.Security.Cryptography;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>Images of one shape with their labels: in memory, or read from files when they are asked for.</summary>
/// <param name="shape">Shape of every stored image.</param>
public abstract class ImageSet(ImageShape shape)
{
    public ImageShape Shape { get; } = shape;

    /// <summary>Number of images.</summary>
    public abstract int Count { get; }

    /// <summary>Class of an image, from 0.</summary>
    public abstract int Label(int index);

    /// <summary>The first n images, or all if there are fewer.</summary>
    public abstract ImageSet Take(int n);

    /// <summary>Pixels of an image, channels-last, 0…255; they lie in the buffer of Shape.Count bytes, or elsewhere.</summary>
    public abstract ReadOnlySpan<byte> Read(int index, Span<byte> buffer);

    /// <summary>Adds to a fingerprint number, height, width, channels and each label as little-endian int32, then all pixels.</summary>
    public virtual void Hash(IncrementalHash hash)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        IEnumerable<int> numbers = [Count, Shape.Height, Shape.Width, Shape.Channels, .. Enumerable.Range(0, Count).Select(Label)];
        foreach (int value in numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, value);
            hash.AppendData(number);
        }
        byte[] buffer = new byte[Shape.Count];
        for (int i = 0; i < Count; i++) hash.AppendData(Read(i, buffer));
    }

    /// <summary>Says which images are read soon, so that they can be made ready in the background.</summary>
    public virtual void Expect(ReadOnlySpan<int> indices) { }
}
