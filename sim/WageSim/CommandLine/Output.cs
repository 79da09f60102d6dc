using Spectre.Console;
using Spectre.Console.Rendering;

namespace WageSim.CommandLine;

/// <summary>Standard output: lines and tables; coloured on a terminal, plain and never cut in a pipe or file.</summary>
public static class Output
{
    // Wider than any table, so that nothing is wrapped where no screen limits it.
    private const int PipeWidth = 4096;

    /// <summary>One line.</summary>
    public static void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>Text as it is, without a line feed added.</summary>
    public static void Text(string text) => Console.Out.Write(text);

    /// <summary>A table under its title, with an empty line after it.</summary>
    public static void Table(string title, IReadOnlyList<(string Header, bool AlignRight)> columns, IEnumerable<string[]> rows)
    {
        bool terminal = !Console.IsOutputRedirected;
        Table(Console.Out, terminal, terminal ? Math.Max(40, Console.WindowWidth) : PipeWidth, title, columns, rows);
    }

    internal static void Table(
        TextWriter writer, bool terminal, int width, string title, IReadOnlyList<(string Header, bool AlignRight)> columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = terminal ? TableBorder.Simple : TableBorder.None };
        foreach (var (header, alignRight) in columns)
        {
            var column = new TableColumn(new Text(header, new Style(decoration: Decoration.Bold)))
            {
                Alignment = alignRight ? Justify.Right : Justify.Left, NoWrap = true,
                Padding = terminal ? null : new Padding(0, 0, 2, 0),
            };
            table.AddColumn(column);
        }
        foreach (string[] row in rows) table.AddRow(row.Select(cell => (IRenderable)new Text(cell)));

        using var buffer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(buffer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Ansi = terminal;
        console.Profile.Capabilities.Unicode = true;
        if (title.Length > 0) console.Write(new Text(title + "\n", new Style(Color.Yellow)));
        console.Write(table);
        foreach (string line in buffer.ToString().TrimEnd().Split('\n')) writer.WriteLine(line.TrimEnd());
        writer.WriteLine();
    }
}
