using System.Formats.Tar;
using System.IO.Compression;
using WageSim.Models;

namespace WageSim.Workloads.Datasets;

/// <summary>CIFAR-10 as it is distributed: the six files of cifar-10-batches-bin, unpacked or in cifar-10-binary.tar.gz.</summary>
internal static class CifarFolder
{
    private const string Archive = "cifar-10-binary.tar.gz", Inner = "cifar-10-batches-bin", TestFile = "test_batch.bin";
    private static readonly string[] trainFiles = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];
    private static readonly string[] files = [.. trainFiles, TestFile];

    /// <summary>Loads a folder with the files, with their folder, or with the archive.</summary>
    public static DataSet Load(string name, string folder, Action<double> progress)
    {
        string archive = Path.Combine(folder, Archive);
        string? unpacked = ((string[])[folder, Path.Combine(folder, Inner)])
            .FirstOrDefault(place => files.Any(file => File.Exists(Path.Combine(place, file))));
        var parts = unpacked is not null ? Files(name, folder, unpacked, progress)
            : File.Exists(archive) ? InArchive(archive, progress)
            : throw Missing(name, folder, folder, files[0]);
        return new(name, CifarRecords.Classes, Join([.. trainFiles.Select(file => parts[file])]), parts[TestFile]);
    }

    private static Dictionary<string, PixelSet> Files(string name, string folder, string place, Action<double> progress)
    {
        var parts = new Dictionary<string, PixelSet>();
        if (files.FirstOrDefault(file => !File.Exists(Path.Combine(place, file))) is { } absent) throw Missing(name, folder, place, absent);
        foreach (string file in files)
        {
            string path = Path.Combine(place, file);
            parts[file] = ReadableFile.Read(path, stream => CifarRecords.Read(path, stream, stream.Length));
            progress(1.0 / files.Length);
        }
        return parts;
    }

    private static Dictionary<string, PixelSet> InArchive(string archive, Action<double> progress)
    {
        var parts = new Dictionary<string, PixelSet>();
        ReadableFile.Read(archive, stream =>
        {
            using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
            using var tar = new TarReader(unzipped);
            while (tar.GetNextEntry() is { } entry)
            {
                string file = Path.GetFileName(entry.Name);
                if (!files.Contains(file) || entry.DataStream is not { } data) continue;
                parts[file] = CifarRecords.Read($"{archive}: {file}", data, entry.Length);
                progress(1.0 / files.Length);
            }
            // To the end, where the checksum is.
            unzipped.CopyTo(Stream.Null);
            return true;
        });
        return files.FirstOrDefault(file => !parts.ContainsKey(file)) is { } absent
            ? throw new InputException($"{archive}: {absent} is missing in the archive")
            : parts;
    }

    private static PixelSet Join(PixelSet[] parts)
    {
        byte[] pixels = new byte[parts.Sum(part => part.Pixels.Length)];
        int at = 0;
        foreach (var part in parts)
        {
            part.Pixels.CopyTo(pixels, at);
            at += part.Pixels.Length;
        }
        return new(parts[0].Shape, pixels, [.. parts.SelectMany(part => part.Labels)]);
    }

    private static InputException Missing(string name, string folder, string place, string file)
    {
        string packed = file + ".xz";
        string what = File.Exists(Path.Combine(place, packed))
            ? $"{packed} must be unpacked first, as by xz -dk"
            : $"{trainFiles[0]} … {trainFiles[^1]} and {TestFile}, or {Archive}, are expected";
        return new($"data set '{name}:{folder}': {file} is missing; {what}");
    }
}
