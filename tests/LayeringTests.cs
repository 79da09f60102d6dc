using System.Reflection;
using System.Xml.Linq;

namespace WageSim.Tests;

/// <summary>The dependencies are the picture's: a folder uses folders to its left only, and nothing skips the picture.</summary>
public sealed class LayeringTests
{
    private sealed record Layer(string Assembly, string Project, string[] Uses);

    private static readonly Layer[] picture =
    [
        new("WageSim.Models", "models/WageSim.Models.csproj", []),
        new("WageSim.Isa", "isa/WageSim.Isa.csproj", ["WageSim.Models"]),
        new("WageSim.Workloads", "workloads/WageSim.Workloads.csproj", ["WageSim.Isa", "WageSim.Models"]),
        new("WageSim.Reports", "reports/WageSim.Reports.csproj", ["WageSim.Models"]),
        new("WageSim.Machine", "sim/Machine/WageSim.Machine.csproj", ["WageSim.Isa", "WageSim.Models"]),
        new("wagesim", "sim/WageSim/WageSim.csproj",
            ["WageSim.Isa", "WageSim.Machine", "WageSim.Models", "WageSim.Reports", "WageSim.Workloads"]),
        new("WageSim.Bench", "bench/WageSim.Bench.csproj",
            ["WageSim.Isa", "WageSim.Machine", "WageSim.Models", "WageSim.Workloads", "wagesim"]),
        new("WageSim.Tests", "tests/WageSim.Tests.csproj",
            ["WageSim.Isa", "WageSim.Machine", "WageSim.Models", "WageSim.Reports", "WageSim.Workloads", "wagesim"]),
    ];

    internal static readonly string[] Order = ["models", "isa", "workloads", "reports", "sim", "bench", "tests"];
    private static readonly string[] required = [".ci", "docs", .. Order];
    private static readonly string[] allowed =
        [.. required, ".git", ".github", ".vs", ".vscode", ".idea", "artifacts", "runs", "data", "TestResults"];

    internal static readonly string Root = FindRoot();

    public static TheoryData<string> Assemblies => [.. picture.Select(layer => layer.Assembly)];

    // The benchmarks stand beside the tests, which do not load them.
    public static TheoryData<string> LoadedAssemblies =>
        [.. picture.Select(layer => layer.Assembly).Where(name => name != "WageSim.Bench")];

    [Theory, MemberData(nameof(LoadedAssemblies))]
    public void An_assembly_references_only_what_the_picture_shows(string name)
    {
        var layer = picture.Single(layer => layer.Assembly == name);
        var references = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).Where(IsOurs);
        Assert.Empty(references.Except(layer.Uses));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void A_project_file_references_exactly_what_the_picture_shows(string name)
    {
        var layer = picture.Single(layer => layer.Assembly == name);
        string file = Path.Combine(Root, layer.Project), folder = Path.GetDirectoryName(file)!;
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(reference.Attribute("Include")!.Value, folder))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));
        var expected = picture.Where(other => layer.Uses.Contains(other.Assembly)).Select(other => other.Project);
        Assert.Equal(expected.Order(), references.Order());
    }

    [Fact]
    public void The_picture_holds_every_project()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 };
        var projects = Order.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", options))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));
        Assert.Equal(picture.Select(layer => layer.Project).Order(), projects.Order());
    }

    [Fact]
    public void The_picture_only_points_left()
    {
        foreach (var layer in picture)
            foreach (string used in layer.Uses)
                Assert.True(Rank(used) <= Rank(layer.Assembly),
                    $"{layer.Assembly} uses {used}, which lies to its right in {string.Join(" · ", Order)}");
        var others = picture.Where(layer => layer.Assembly is not ("WageSim.Tests" or "WageSim.Bench"));
        Assert.DoesNotContain("wagesim", others.SelectMany(layer => layer.Uses));

        static int Rank(string assembly) => Array.IndexOf(Order, picture.Single(layer => layer.Assembly == assembly).Project.Split('/')[0]);
    }

    [Fact]
    public void The_top_level_folders_are_those_of_the_README()
    {
        var folders = Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)!).ToList();
        Assert.Empty(required.Except(folders));
        Assert.Empty(folders.Except(allowed));
    }

    private static bool IsOurs(string name) => name.StartsWith("WageSim", StringComparison.OrdinalIgnoreCase);

    // Inside the executable: how to print, how runs are kept, then what to run, how fast that is, then the commands that ask for it.
    [Theory]
    [InlineData(
        "CommandLine", "WageSim.RunFolders", "WageSim.Tracing", "WageSim.Runs", "WageSim.Bench", "WageSim.Sweeps", "WageSim.Commands")]
    [InlineData("RunFolders", "WageSim.Runs", "WageSim.Bench", "WageSim.Sweeps", "WageSim.Commands")]
    [InlineData("Tracing", "WageSim.RunFolders", "WageSim.Runs", "WageSim.Bench", "WageSim.Sweeps", "WageSim.Commands")]
    [InlineData("Runs", "WageSim.Bench", "WageSim.Sweeps", "WageSim.Commands")]
    [InlineData("Sweeps", "WageSim.Bench", "WageSim.Commands")]
    [InlineData("Bench", "WageSim.Commands")]
    public void Folders_of_the_executable_use_only_those_below(string folder, params string[] above)
    {
        string[] files = Directory.GetFiles(Path.Combine(Root, "sim", "WageSim", folder), "*.cs");
        Assert.NotEmpty(files);
        foreach (string file in files)
            foreach (string name in above) Assert.DoesNotContain($"using {name};", File.ReadAllText(file));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WageSim.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no WageSim.sln above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
