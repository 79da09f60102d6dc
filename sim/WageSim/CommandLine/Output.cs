using Spectre.Console;
using Spectre.Console.Rendering;

namespace WageSim.CommandLine;

/// <summary>Standard output: lines and tables; coloured on a terminal, plain and never cut in a pipe or file.</summary>
public static class Output
{
    // Wider than any table, so that nothing is wrapped where no screen limits it.
    private const int PipeWidth = 4096;

    // Text that is longer may be wrapped on a terminal; numbers never are.
    private const int ShortestWrap = 24, ColumnGap = 2;

    /// <summary>One line.</summary>
    public static void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>Text as it is, without a line feed added.</summary>
    public static void Text(string text) => Console.Out.Write(text);

    /// <summary>A table under its title, with an empty line after it.</summary>
    public static void Table(string title, IReadOnlyList<(string Header, bool AlignRight)> columns, IEnumerable<string[]> rows)
    {
        bool terminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        Table(Console.Out, terminal ? Console.WindowWidth : null, title, columns, rows);
    }

    /// <summary>A table for a terminal of some width, or plain where that is null.</summary>
    public static void Table(
        TextWriter writer, int? terminalWidth, string title,
        IReadOnlyList<(string Header, bool AlignRight)> columns, IEnumerable<string[]> rows)
    {
        bool terminal = terminalWidth is not null;
        string[][] cells = [.. rows];
        var table = new Table { Border = terminal ? TableBorder.Simple : TableBorder.None };
        foreach (var (header, alignRight) in columns)
        {
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold)))
            {
                Alignment = alignRight ? Justify.Right : Justify.Left, NoWrap = alignRight, Padding = new Padding(0, 0, ColumnGap, 0),
            });
        }
        foreach (string[] row in cells) table.AddRow(row.Select(cell => (IRenderable)new Text(cell)));

        using var buffer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(buffer),
        });
        console.Profile.Width = terminalWidth is { } width ? Math.Max(width, Narrowest(columns, cells)) : PipeWidth;
        console.Profile.Capabilities.Unicode = true;
        if (title.Length > 0) console.Write(new Text(title + "\n", new Style(Color.Yellow)));
        console.Write(table);
        foreach (string line in buffer.ToString().TrimEnd().Split('\n')) writer.WriteLine(line.TrimEnd());
        writer.WriteLine();
    }

    // On a terminal that is narrower than this the library would drop columns: rather let the terminal break the lines.
    private static int Narrowest(IReadOnlyList<(string Header, bool AlignRight)> columns, string[][] cells)
    {
        int width = ColumnGap;
        for (int i = 0; i < columns.Count; i++)
        {
            int column = cells.Select(row => row[i].Length).Append(columns[i].Header.Length).Max();
            width += ColumnGap + 1 + (columns[i].AlignRight ? column : Math.Min(column, ShortestWrap));
        }
        return width;
    }
}
