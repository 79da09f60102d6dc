using System.IO.Compression;
using WageSim.Models.Files;

namespace WageSim.Models.Traces;

/// <summary>An archive of named .npy arrays (NumPy's .npz: a zip, stored or deflated).</summary>
public sealed class NpzFile : IDisposable
{
    private const string Suffix = ".npy";

    private readonly string path;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = [];

    private NpzFile(string path, ZipArchive archive)
    {
        (this.path, this.archive) = (path, archive);
        foreach (var entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal)) continue;
            string name = entry.FullName[..^Suffix.Length];
            if (!entries.TryAdd(name, entry)) throw new InputException($"{path}: array '{name}' is there twice");
        }
    }

    /// <summary>Names of the arrays in the file.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Opens a file for reading.</summary>
    public static NpzFile Open(string path)
    {
        ZipArchive? archive = null;
        try
        {
            archive = new(File.OpenRead(path), ZipArchiveMode.Read);
            return new(path, archive);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or InputException)
        {
            archive?.Dispose();
            throw e switch
            {
                InputException => e,
                InvalidDataException => new InputException($"{path}: not a zip archive: {e.Message}", e),
                FileNotFoundException or DirectoryNotFoundException => new InputException($"{path}: no such file", e),
                _ => new InputException($"{path}: cannot be read: {e.Message}", e),
            };
        }
    }

    /// <summary>Reads one array.</summary>
    public NpyArray Read(string name)
    {
        string where = $"{path}: array '{name}'";
        if (!entries.TryGetValue(name, out var entry)) throw new InputException($"{where} is missing; the file has {entries.Count} arrays");
        using var bytes = new MemoryStream();
        try
        {
            using var stream = entry.Open();
            stream.CopyTo(bytes);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException)
        {
            throw new InputException($"{where} cannot be unpacked: {e.Message}", e);
        }
        // The library unpacks what is damaged, too, as long as it can be unpacked.
        if (Crc32.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) != entry.Crc32)
            throw new InputException($"{where} is damaged: its checksum does not fit");
        return NpyArray.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), where);
    }

    /// <summary>Writes arrays, deflated; equal arrays give equal files.</summary>
    public static void Write(string path, IEnumerable<(string Name, NpyArray Array)> arrays)
    {
        using var file = File.Create(path);
        Write(file, arrays);
    }

    /// <summary>Writes arrays to a stream, which stays open.</summary>
    public static void Write(Stream stream, IEnumerable<(string Name, NpyArray Array)> arrays)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, array) in arrays)
        {
            var entry = archive.CreateEntry(name + Suffix, CompressionLevel.Optimal);
            entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var content = entry.Open();
            content.Write(array.ToBytes());
        }
    }

    public void Dispose() => archive.Dispose();
}
