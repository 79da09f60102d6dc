using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using WageSim.Models;

namespace WageSim.Workloads.Topologies;

/// <summary>Text files of other tools.</summary>
internal static class TextFile
{
    private const long MostBytes = 16 << 20;

    /// <summary>The text of a file of at most 16 MiB.</summary>
    public static string Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MostBytes) throw new InputException($"{path}: {stream.Length} bytes are more than {MostBytes}");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InputException($"{path}: cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    /// <summary>Lines of a CSV file that hold something, with their numbers; cells without spaces around them.</summary>
    public static List<(int Line, string[] Cells)> Rows(string text, string source)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false, TrimOptions = TrimOptions.Trim, IgnoreBlankLines = true, DetectDelimiter = false, MaxFieldSize = 4096,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var rows = new List<(int, string[])>();
        try
        {
            while (parser.Read())
                if (parser.Record is { } cells && cells.Any(cell => cell.Length > 0)) rows.Add((parser.RawRow, cells));
        }
        catch (BadDataException error)
        {
            throw new InputException(
                $"{source}: up to line {parser.RawRow}: a quotation mark is not closed, or stands within a cell", error);
        }
        catch (CsvHelperException error)
        {
            throw new InputException($"{source}: line {parser.RawRow}: is not CSV: {FirstLine(error.Message)}", error);
        }
        return rows;

        static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('\r', '.', ' ');
    }
}
