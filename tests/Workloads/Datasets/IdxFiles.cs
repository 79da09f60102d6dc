using System.Buffers.Binary;
using System.IO.Compression;

namespace WageSim.Tests.Workloads.Datasets;

/// <summary>A temporary folder with four small IDX files: three images of 2×2 to train on, two to test with.</summary>
internal sealed class IdxFiles : IDisposable
{
    public IdxFiles()
    {
        Directory.CreateDirectory(Folder);
        Write("train-images-idx3-ubyte", Bytes(2051, [3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
        Write("train-labels-idx1-ubyte", Bytes(2049, [3], [0, 1, 4]));
        Write("t10k-images-idx3-ubyte", Bytes(2051, [2, 2, 2], [255, 254, 253, 252, 251, 250, 249, 248]));
        Write("t10k-labels-idx1-ubyte", Bytes(2049, [2], [1, 2]));
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"idx-{Guid.NewGuid():N}");

    public string this[string name] => Path.Combine(Folder, name);

    public static byte[] Bytes(int magic, int[] dimensions, byte[] data)
    {
        byte[] header = new byte[4 + 4 * dimensions.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, magic);
        for (int i = 0; i < dimensions.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        return [.. header, .. data];
    }

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(this[name], bytes);

    /// <summary>Replaces a file by a gzip of it under another name.</summary>
    public void Zip(string name, string newName)
    {
        using (var zip = new GZipStream(File.Create(this[newName]), CompressionLevel.Optimal)) zip.Write(File.ReadAllBytes(this[name]));
        File.Delete(this[name]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
