using System.Reflection;

namespace WageSim.CommandLine;

/// <summary>Which simulator this is.</summary>
public static class Build
{
    /// <summary>Version with the commit it was built from, such as 0.1.0+4eb68b4….</summary>
    public static string Informational { get; } =
        typeof(Build).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Version alone, such as 0.1.0.</summary>
    public static string Version { get; } = Informational.Split('+')[0];
}
