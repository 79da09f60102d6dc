using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WageSim.Models;

namespace WageSim.CommandLine;

/// <summary>Files that commands write: under a temporary name first, then renamed, so that readers see a whole file or none.</summary>
public static class OutputFile
{
    /// <summary>How values are written as JSON: indented, keys and names of enumerations in camel case.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Throws where a file cannot be written; before a long run rather than after it. Null is no file.</summary>
    public static void Check(string? path)
    {
        if (path is null) return;
        string temporary = Temporary(path);
        Try(path, () => File.WriteAllBytes(temporary, []));
        File.Delete(temporary);
    }

    /// <summary>Throws where two of a command's files are one: the later would take the place of the other. Null is no file.</summary>
    public static void CheckApart(params ReadOnlySpan<string?> paths)
    {
        var seen = new HashSet<string>();
        foreach (string? path in paths)
        {
            if (!string.IsNullOrEmpty(path) && !seen.Add(Path.GetFullPath(path)))
                throw new InputException($"{path}: is given for two files of the command");
        }
    }

    /// <summary>Writes bytes.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes what an action puts into a stream; if it throws, nothing is left of it.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        // A link stays, and what it points to is written.
        if (File.Exists(path)) path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        string temporary = Temporary(path);
        try
        {
            Try(path, () =>
            {
                using (var stream = File.Create(temporary)) write(stream);
                File.Move(temporary, path, overwrite: true);
            });
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a value as indented JSON with camel-case keys; null is no file.</summary>
    public static void WriteJson<T>(string? path, T value)
    {
        if (path is not null) Write(path, Json(value));
    }

    /// <summary>A value as indented JSON with camel-case keys.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonOptions) + "\n";

    /// <summary>Makes a folder, and those around it, where it does not exist.</summary>
    public static void MakeFolder(string path)
    {
        if (File.Exists(path)) throw new InputException($"{path}: is a file; a folder is expected");
        Try(path, () => Directory.CreateDirectory(path));
    }

    private static string Temporary(string path)
    {
        if (path.Length == 0) throw new InputException("'': a file name is expected");
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder; a file is expected");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new InputException($"{path}: the folder {folder} does not exist");
        return $"{path}.{Environment.ProcessId}.tmp";
    }

    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be written: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }
}
