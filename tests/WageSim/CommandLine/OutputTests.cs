using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

/// <summary>Tables, numbers and files.</summary>
public sealed class OutputTests : IDisposable
{
    private static readonly (string, bool)[] columns = [("name", false), ("count", true), ("what", false)];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_table_in_a_pipe_is_plain_aligned_and_never_cut()
    {
        string text = new('x', 500);
        string expected = $"title\nname  count  what\na         1  [b]\nlong  1,000  {text}\n\n";
        Assert.Equal(expected, Rendered(null, [["a", "1", "[b]"], ["long", "1,000", text]]));
        Assert.Equal("title\nname  count  what\n\n", Rendered(null, []));
    }

    [Fact]
    public void A_table_on_a_terminal_is_coloured_and_wraps_text_but_not_numbers()
    {
        string text = string.Join(' ', Enumerable.Repeat("word", 40)), shown = Rendered(60, [["a", "1,000,000", text]]);
        Assert.Contains("\u001b[", shown);
        Assert.Contains("─", shown);
        Assert.Contains("1,000,000", shown);
        Assert.Equal(40, shown.Split("word").Length - 1);
        Assert.True(shown.Split('\n').Length > 4);
        Assert.Contains("1,000,000", Rendered(5, [["a", "1,000,000", text]]));
    }

    [Theory]
    [InlineData(0, "0 pJ"), InlineData(0.25, "0.25 pJ"), InlineData(12.34, "12.3 pJ")]
    [InlineData(999.4, "999 pJ"), InlineData(999.6, "1.00 nJ")]
    [InlineData(1_234_567, "1.23 µJ"), InlineData(5e9, "5.00 mJ"), InlineData(2.5e12, "2.50 J")]
    [InlineData(2e18, "2,000 kJ"), InlineData(-1500, "-1.50 nJ")]
    [InlineData(9.996, "10.0 pJ"), InlineData(99.96, "100 pJ")]
    public void Energy_has_three_digits_and_a_unit(double picojoules, string text) => Assert.Equal(text, Format.Energy(picojoules));

    [Theory]
    [InlineData(1.81834e12, 1, "1.82 W")]
    [InlineData(767.01e3, 1e-6, "767 mW")]
    [InlineData(0, 1, "0 pW")]
    public void Power_has_three_digits_and_a_unit(double picojoules, double seconds, string text) =>
        Assert.Equal(text, Format.Power(picojoules, seconds));

    [Theory]
    [InlineData(0, "0 ns"), InlineData(73.25e-6, "73.2 µs"), InlineData(0.5, "500 ms")]
    [InlineData(119, "119 s"), InlineData(125, "2:05 min"), InlineData(3725, "1:02:05 h")]
    public void Time_goes_from_nanoseconds_to_hours(double seconds, string text) => Assert.Equal(text, Format.Time(seconds));

    [Fact]
    public void Numbers_are_grouped_and_shares_are_in_percent()
    {
        Assert.Equal("1,234,567", Format.Count(1_234_567));
        Assert.Equal("-12", Format.Count(-12));
        Assert.Equal("1,234.50", Format.Number(1234.5));
        Assert.Equal("12.3 %", Format.Percent(0.1234));
        Assert.Equal("50.0 %", Format.Share(3, 6));
        Assert.Equal("0.0 %", Format.Share(0, 0));
        Assert.Equal("2.00 µs", Format.Time(1000, clockMegahertz: 500));
        Assert.Equal("1023 bytes", Format.Bytes(1023));
        Assert.Equal("1.50 KiB", Format.Bytes(1536));
        Assert.Equal("2.00 MiB", Format.Bytes(2 << 20));
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_and_leaves_nothing_beside_it()
    {
        string path = folder.File("f.json");
        OutputFile.Write(path, "old and longer");
        OutputFile.WriteJson(path, new { SomeName = 1, Text = "8×8 <µ>" });
        Assert.Equal("{\n  \"someName\": 1,\n  \"text\": \"8×8 <µ>\"\n}\n", File.ReadAllText(path));
        OutputFile.Check(path);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.NotEqual("", File.ReadAllText(path));
        OutputFile.WriteJson<object?>(null, null);
        OutputFile.Check(null);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named_with_the_reason()
    {
        Assert.Equal($"{folder.Path}: is a folder; a file is expected", Fault(() => OutputFile.Write(folder.Path, "")));
        string nowhere = folder.File("none/f");
        Assert.Equal($"{nowhere}: the folder {folder.File("none")} does not exist", Fault(() => OutputFile.Check(nowhere)));
        Assert.Equal("'': a file name is expected", Fault(() => OutputFile.Check("")));
        Assert.StartsWith("a\0b: cannot be written: ", Fault(() => OutputFile.Check("a\0b")));
        string file = folder.File("f");
        File.WriteAllText(file, "");
        Assert.Equal($"{file}: is a file; a folder is expected", Fault(() => OutputFile.MakeFolder(file)));
        Assert.StartsWith($"{file}/g: cannot be written: ", Fault(() => OutputFile.MakeFolder(file + "/g")));
        OutputFile.MakeFolder(folder.File("a/b"));
        Assert.True(Directory.Exists(folder.File("a/b")));
    }

    private static string Fault(Action action) => Assert.Throws<InputException>(action).Message;

    private static string Rendered(int? width, string[][] rows)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Output.Table(writer, width, "title", columns, rows);
        return writer.ToString();
    }
}
