using WageSim.CommandLine;
using WageSim.Models;

namespace WageSim.RunFolders;

/// <summary>A folder on the disk, held for one process at a time while a run writes to it.</summary>
public sealed class DiskStorage : IRunStorage
{
    private const string LockName = "lock";
    private readonly FileStream? held;
    private readonly bool made;

    private DiskStorage(string folder, FileStream? held, bool made) => (Folder, this.held, this.made) = (folder, held, made);

    public string Folder { get; }

    /// <summary>A folder that is read, perhaps while another process writes to it.</summary>
    public static DiskStorage ToRead(string folder) => new(Existing(folder), null, false);

    /// <summary>A folder that is written; refused where another process writes to it.</summary>
    public static DiskStorage ToWrite(string folder, bool create)
    {
        bool made = create && !Directory.Exists(folder);
        if (create) OutputFile.MakeFolder(folder);
        else Existing(folder);
        try
        {
            // The system lets go of it however the process ends.
            var held = new FileStream(
                Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            return new(folder, held, made);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be written to: {error.Message}", error);
        }
    }

    public IReadOnlyList<string> Names() =>
        [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public void Write(string name, byte[] bytes)
    {
        using var stream = File.Create(Path.Combine(Folder, name));
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    public void Rename(string from, string to) => File.Move(Path.Combine(Folder, from), Path.Combine(Folder, to), overwrite: true);

    public void Delete(string name) => File.Delete(Path.Combine(Folder, name));

    /// <summary>Lets go of the folder; one that was made for a run that was refused goes.</summary>
    public void Dispose()
    {
        held?.Dispose();
        if (made && Directory.Exists(Folder) && !Directory.EnumerateFileSystemEntries(Folder).Any()) Directory.Delete(Folder);
    }

    private static string Existing(string folder)
    {
        if (Directory.Exists(folder)) return folder;
        throw new InputException(
            $"{folder}: {(File.Exists(folder) ? "is a file; a run's folder is expected" : "the folder does not exist")}");
    }
}
