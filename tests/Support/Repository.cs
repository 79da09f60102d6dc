namespace WageSim.Tests.Support;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    /// <summary>The text of a file.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Folder, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WageSim.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no WageSim.sln above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
