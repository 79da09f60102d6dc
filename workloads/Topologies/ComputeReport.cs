using System.Globalization;
using WageSim.Models;

namespace WageSim.Workloads.Topologies;

/// <summary>A line of SCALE-Sim's COMPUTE_REPORT.csv.</summary>
/// <param name="Cycles">Total Cycles: the number of the last cycle, stalls among them.</param>
/// <param name="Stalls">Stall Cycles.</param>
/// <param name="WithPrefetch">Total Cycles (incl. prefetch), which files from version 3 on have.</param>
public sealed record ComputeReportLine(long Cycles, long Stalls, long? WithPrefetch);

/// <summary>SCALE-Sim's COMPUTE_REPORT.csv: LayerID, Total Cycles (incl. prefetch), Total Cycles, Stall Cycles and utilisations.</summary>
public static class ComputeReport
{
    private const string Id = "LayerID", Cycles = "Total Cycles", Stalls = "Stall Cycles", WithPrefetch = "Total Cycles (incl. prefetch)";

    /// <summary>Reads and checks a file: lines in the order of the layers.</summary>
    public static IReadOnlyList<ComputeReportLine> Read(string path) => Parse(TextFile.Read(path), path);

    /// <summary>Reads and checks a file's text; `source` names it in errors.</summary>
    public static IReadOnlyList<ComputeReportLine> Parse(string text, string source)
    {
        var rows = TextFile.Rows(text, source);
        if (rows.Count == 0) throw new InputException($"{source}: is empty; a header with {Id}, {Cycles} and {Stalls} is expected");
        var (headerLine, header) = rows[0];
        foreach (string column in (string[])[Id, Cycles, Stalls])
            if (!header.Contains(column))
                throw new InputException($"{source}: line {headerLine}: the header has no column '{column}'; is it a COMPUTE_REPORT.csv?");
        var lines = new List<ComputeReportLine>();
        foreach (var (line, cells) in rows.Skip(1))
        {
            if (Value(Id) != lines.Count) throw Fault(Id, $"{lines.Count} is expected: layers are numbered from 0");
            lines.Add(new(Value(Cycles), Value(Stalls), header.Contains(WithPrefetch) ? Value(WithPrefetch) : null));

            // Counts may be written as 123.0.
            long Value(string column) =>
                decimal.TryParse(Cell(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
                    && value <= 1_000_000_000_000_000 && value == decimal.Truncate(value)
                    ? (long)value
                    : throw Fault(column, "a whole number of cycles is expected");

            string Cell(string column) => Array.IndexOf(header, column) is var at && at < cells.Length ? cells[at] : "";

            InputException Fault(string column, string why) =>
                new($"{source}: line {line}, column {Array.IndexOf(header, column) + 1} ({column}): '{Cell(column)}': {why}");
        }
        if (lines.Count == 0) throw new InputException($"{source}: has a header and no layer");
        return lines;
    }
}
