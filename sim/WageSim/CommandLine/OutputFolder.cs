using WageSim.Models;

namespace WageSim.CommandLine;

/// <summary>Folders of files that commands write: all under a temporary name first, then renamed.</summary>
public static class OutputFolder
{
    /// <summary>Writes texts by name, which may have a folder before it; the last of them takes its place last.</summary>
    /// <remarks>Files of those names are replaced, and what an earlier command wrote goes; all else that is in the folder stays.</remarks>
    /// <param name="earlier">Names of files that an earlier command wrote into a folder.</param>
    public static void Write(string path, IReadOnlyList<(string Name, string Text)> files, Func<string, IReadOnlyList<string>> earlier)
    {
        if (path.Length == 0) throw new InputException("'': a folder name is expected");
        if (File.Exists(path)) throw new InputException($"{path}: is a file; a folder is expected");
        path = Path.TrimEndingDirectorySeparator(path);
        bool exists = Directory.Exists(path);
        string stage = exists ? Path.Combine(path, $".{Environment.ProcessId}.tmp") : $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Stage(stage, files);
            if (exists) Replace(stage, path, [.. files.Select(file => file.Name)], earlier(path));
            else Directory.Move(stage, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be written: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        finally
        {
            if (Directory.Exists(stage)) Directory.Delete(stage, recursive: true);
        }
    }

    private static void Stage(string stage, IReadOnlyList<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
        {
            string file = Path.Combine(stage, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static void Replace(string stage, string path, IReadOnlyList<string> names, IReadOnlyList<string> earlier)
    {
        foreach (string name in names)
        {
            string to = Path.Combine(path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(Path.Combine(stage, name), to, overwrite: true);
        }
        foreach (string name in earlier.Except(names)) File.Delete(Path.Combine(path, name));
    }
}
