using System.IO.Compression;
using WageSim.Models;
using WageSim.Models.Traces;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Traces;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Arrays_are_found_by_name_and_equal_arrays_make_equal_files()
    {
        string one = folder.File("one.npz"), two = folder.File("two.npz");
        (string, NpyArray)[] arrays = [("weight/0", new("i2", [2, 2], [1, -2, 3, -4])), ("label/0", new("i4", [3], [7, 8, 9]))];
        NpzFile.Write(one, arrays);
        NpzFile.Write(two, arrays);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
        using var read = NpzFile.Open(one);
        Assert.Equal(["weight/0", "label/0"], read.Names);
        Assert.Equal([7, 8, 9], read.Read("label/0").Values);
        Assert.Equal([1, -2, 3, -4], read.Read("weight/0").Values);
    }

    [Fact]
    public void Stored_entries_are_read_as_deflated_ones_are()
    {
        string path = folder.File("stored.npz");
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry("a.npy", CompressionLevel.NoCompression).Open();
            stream.Write(new NpyArray("u2", [2], [1, 65535]).ToBytes());
        }
        using var read = NpzFile.Open(path);
        Assert.Equal([1, 65535], read.Read("a").Values);
    }

    [Fact]
    public void A_missing_array_is_told_with_file_and_name()
    {
        string path = folder.File("a.npz");
        NpzFile.Write(path, [("a", new("i1", [1], [1]))]);
        using var read = NpzFile.Open(path);
        Assert.Equal($"{path}: array 'b' is missing; the file has 1 arrays", Assert.Throws<InputException>(() => read.Read("b")).Message);
    }

    [Fact]
    public void A_name_that_is_there_twice_is_refused()
    {
        string path = folder.File("twice.npz");
        NpzFile.Write(path, [("a", new("i1", [1], [1])), ("a", new("i1", [1], [2]))]);
        Assert.Contains("array 'a' is there twice", Assert.Throws<InputException>(() => NpzFile.Open(path)).Message);
    }

    [Fact]
    public void A_file_that_is_absent_or_no_zip_is_refused()
    {
        string absent = folder.File("x.npz"), text = folder.File("y.npz");
        File.WriteAllText(text, "not a zip");
        Assert.Equal($"{absent}: no such file", Assert.Throws<InputException>(() => NpzFile.Open(absent)).Message);
        Assert.StartsWith($"{text}: not a zip archive", Assert.Throws<InputException>(() => NpzFile.Open(text)).Message);
    }

    [Fact]
    public void A_damaged_entry_is_refused_by_name()
    {
        string path = folder.File("damaged.npz");
        NpzFile.Write(path, [("a", new("i8", [4096], [.. Enumerable.Range(0, 4096).Select(i => (long)i * i * i)]))]);
        byte[] bytes = File.ReadAllBytes(path);
        Array.Fill(bytes, (byte)0xFF, 60, 40);
        File.WriteAllBytes(path, bytes);
        using var read = NpzFile.Open(path);
        Assert.StartsWith($"{path}: array 'a'", Assert.Throws<InputException>(() => read.Read("a")).Message);
    }
}
