namespace WageSim.Tests.Support;

/// <summary>The folder of data that is not in the repository: ../shared beside the solution, or what WAGESIM_SHARED names.</summary>
public static class Shared
{
    public const string Variable = "WAGESIM_SHARED";

    /// <summary>Null where it is absent.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "WageSim.sln"))) continue;
            string shared = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
            return Directory.Exists(shared) ? shared : null;
        }
        return null;
    }
}

/// <summary>A test that needs shared data, and is skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (Shared.Folder is null) Skip = $"shared data is absent: no ../shared beside WageSim.sln, and {Shared.Variable} names no folder";
    }
}

/// <summary>A theory that needs shared data, and is skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (Shared.Folder is null) Skip = new SharedFactAttribute().Skip;
    }
}
