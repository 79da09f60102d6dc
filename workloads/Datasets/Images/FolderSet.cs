using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets.Images;

/// <summary>Photographs in files, decoded and made one size when they are asked for; what is expected, in the background.</summary>
/// <param name="root">Folder that the names are relative to.</param>
/// <param name="files">Name, with slashes, and class of each image.</param>
public sealed class FolderSet(ImageShape shape, string root, IReadOnlyList<(string Name, int Label)> files, ImageDecoder decoder)
    : ImageSet(shape)
{
    private static readonly SemaphoreSlim decoding = new(Environment.ProcessorCount);
    private readonly ConcurrentDictionary<int, Task<byte[]>> expected = [];

    public override int Count => files.Count;

    public override int Label(int index) => files[index].Label;

    public override FolderSet Take(int n) => n >= Count ? this : new(Shape, root, [.. files.Take(n)], decoder);

    public override ReadOnlySpan<byte> Read(int index, Span<byte> buffer) =>
        expected.TryRemove(index, out var task) ? task.GetAwaiter().GetResult() : Decode(index);

    /// <summary>Begins to decode images, and forgets those that were expected and are not any more, so that few are in memory.</summary>
    public override void Expect(ReadOnlySpan<int> indices)
    {
        var wanted = indices.ToArray().ToHashSet();
        foreach (int index in expected.Keys)
            if (!wanted.Contains(index)) expected.TryRemove(index, out _);
        foreach (int index in wanted) expected.GetOrAdd(index, InBackground);
    }

    /// <summary>Adds names, labels and lengths of the files: reading all of them would take hours.</summary>
    public override void Hash(IncrementalHash hash)
    {
        byte[] numbers = new byte[sizeof(int) + sizeof(long)];
        for (int i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(numbers, Label(i));
            BinaryPrimitives.WriteInt64LittleEndian(numbers.AsSpan(sizeof(int)), new FileInfo(Path(i)).Length);
            hash.AppendData(numbers);
            hash.AppendData(Encoding.UTF8.GetBytes(files[i].Name + "\n"));
        }
    }

    private async Task<byte[]> InBackground(int index)
    {
        await decoding.WaitAsync();
        try
        {
            return await Task.Run(() => Decode(index));
        }
        finally
        {
            decoding.Release();
        }
    }

    private byte[] Decode(int index) => Resampling.Resize(decoder.Read(Path(index)), Shape.Width, Shape.Height).Pixels;

    private string Path(int index) => System.IO.Path.Combine(root, files[index].Name);
}
