namespace WageSim.Models.Traces;

/// <summary>Trace folders, which appear complete or not at all.</summary>
internal static class TraceFolder
{
    /// <summary>Writes a new folder under a temporary name, then renames it.</summary>
    /// <param name="writeHeader">Writes trace.json to a path.</param>
    public static void Write(string folder, Action<string> writeHeader, IEnumerable<(string Name, NpyArray Array)> arrays)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(folder)) throw new InputException($"{folder}: exists already; a new folder is expected");
        string temporary = folder + ".partial";
        Directory.CreateDirectory(temporary);
        try
        {
            writeHeader(Path.Combine(temporary, TraceLayout.HeaderFile));
            NpzFile.Write(Path.Combine(temporary, TraceLayout.ArrayFile), arrays);
            Directory.Move(temporary, folder);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
    }
}
