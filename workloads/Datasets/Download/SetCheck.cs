using WageSim.Models;

namespace WageSim.Workloads.Datasets.Download;

/// <summary>Compares a folder's files with the published sums: those that the loader reads, unpacked ones before packed ones.</summary>
public static class SetCheck
{
    /// <summary>Checks all files; one that is missing or differs is an error.</summary>
    /// <param name="progress">Called with bytes newly read.</param>
    public static IReadOnlyList<CheckedFile> All(PublishedSet set, string folder, Action<long> progress, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: the folder does not exist");
        return [.. set.Files.SelectMany(file => Find(file, folder, progress, cancellation)
            ?? throw new InputException($"{folder}: {file.Name} is missing"))];
    }

    /// <summary>Bytes that a check of a folder reads.</summary>
    public static long Bytes(PublishedSet set, string folder) =>
        set.Files.SelectMany(file => Paths(file, folder) ?? []).Sum(path => new FileInfo(path).Length);

    /// <summary>What a folder has of a published file, or null; what differs from it is an error.</summary>
    public static IReadOnlyList<CheckedFile>? Find(
        PublishedFile file, string folder, Action<long> progress, CancellationToken cancellation)
    {
        if (Paths(file, folder) is not { } paths) return null;
        if (Unpacked(file, folder) is null) return [Packed(file, paths[0], progress, cancellation)];
        return [.. paths.Zip(file.Contents, (path, content) => Content(path, content, progress, cancellation))];
    }

    private static string[]? Paths(PublishedFile file, string folder) => Unpacked(file, folder)
        ?? (First(folder, [file.Name, .. file.OtherNames]) is { } path ? [path] : null);

    private static string[]? Unpacked(PublishedFile file, string folder)
    {
        string[] paths = [.. file.Contents.Select(content => First(folder, content.Names)).OfType<string>()];
        return paths.Length > 0 && paths.Length == file.Contents.Count ? paths : null;
    }

    private static string? First(string folder, IEnumerable<string> names) =>
        names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static CheckedFile Content(string path, PublishedContent content, Action<long> progress, CancellationToken cancellation)
    {
        var (bytes, md5) = Sum(path, progress, cancellation);
        return md5 == content.Md5 ? new(path, bytes, md5, false) : throw Differs(path, bytes, md5, content.Md5);
    }

    private static CheckedFile Packed(PublishedFile file, string path, Action<long> progress, CancellationToken cancellation)
    {
        var (bytes, md5) = Sum(path, progress, cancellation);
        if (md5 == file.Md5) return new(path, bytes, md5, false);
        // Another packer's file is as good if it holds the same.
        if (file.Contents is [var only] && Unzipped(path, cancellation) == only.Md5) return new(path, bytes, md5, true);
        throw Differs(path, bytes, md5, file.Md5);
    }

    private static (long Bytes, string Md5) Sum(string path, Action<long> progress, CancellationToken cancellation) =>
        ReadableFile.Read(path, stream => (stream.Length, Checksum.Md5(stream, progress, cancellation)));

    private static string? Unzipped(string path, CancellationToken cancellation)
    {
        try
        {
            return Checksum.Md5(new MemoryStream(GzipBytes.Unzip(File.ReadAllBytes(path))), _ => { }, cancellation);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static InputException Differs(string path, long bytes, string md5, string published) =>
        new($"{path}: md5 {md5} of its {bytes} bytes is not the published {published}");
}
