using System.Reflection;

namespace WageSim.Models.Files;

/// <summary>The JSON files that are built into this assembly, by folder (such as Hardware.presets) and name.</summary>
internal static class Resources
{
    /// <summary>Names of the files of a folder, sorted, without their extension.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix(folder), StringComparison.Ordinal))
            .Select(name => name[Prefix(folder).Length..^Extension.Length]).Order(StringComparer.Ordinal)];

    /// <summary>Text of a file that exists.</summary>
    public static string Text(string folder, string name)
    {
        using var stream = Assembly.GetManifestResourceStream(Prefix(folder) + name + Extension)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private const string Extension = ".json";
    private static Assembly Assembly => typeof(Resources).Assembly;
    private static string Prefix(string folder) => $"WageSim.Models.{folder}.";
}
