namespace WageSim.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed class CodeStyleTests
{
    private const int LongestLine = 140;

    [Fact]
    public void Lines_are_at_most_140_characters_long()
    {
        var folders = LayeringTests.Order.Select(folder => Path.Combine(LayeringTests.Root, folder));
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).ToList();
        Assert.True(files.Count > 500);
        Assert.Empty(files.SelectMany(file => File.ReadLines(file)
            .Select((line, i) => (Place: $"{Path.GetRelativePath(LayeringTests.Root, file)}:{i + 1}", line.Length))
            .Where(line => line.Length > LongestLine)));
    }
}
