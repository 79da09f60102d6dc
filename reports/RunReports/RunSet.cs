using WageSim.Reports.Charts;
using WageSim.Reports.Tables;

namespace WageSim.Reports.RunReports;

/// <summary>The runs of a report, one or several, with tables and bars that show one or compare several.</summary>
public sealed class RunSet(IReadOnlyList<ReportRun> runs)
{
    /// <summary>Runs that fit beside one another.</summary>
    public const int Most = 8;

    private static readonly string[] order = ["forward", "loss", "error", "gradient", "update"];

    public IReadOnlyList<ReportRun> Runs => runs;

    /// <summary>Whether there is nothing to compare.</summary>
    public bool IsOne => runs.Count == 1;

    /// <summary>The run that others are compared with.</summary>
    public ReportRun First => runs[0];

    /// <summary>Layers of all runs, in the networks' order.</summary>
    public IReadOnlyList<string> Layers { get; } = [.. runs.SelectMany(run => run.Result.Layers).Select(layer => layer.Name).Distinct()];

    /// <summary>Phases that any layer of any run has.</summary>
    public IReadOnlyList<string> Phases { get; } = [.. runs.SelectMany(run => run.Result.Layers).Select(layer => layer.Phase).Distinct()
        .OrderBy(phase => Array.IndexOf(order, phase) is var place && place < 0 ? order.Length : place)];

    /// <summary>Layers with the phases that any run has of them.</summary>
    public IReadOnlyList<(string Name, string Phase)> LayerPhases =>
        [.. from layer in Layers from phase in Phases where runs.Any(run => run.Layer(layer, phase) is not null) select (layer, phase)];

    /// <summary>What bars of a run are called: nothing where there is one run only.</summary>
    public string BarName(ReportRun run) => IsOne ? "" : run.Name.Split(':')[0];

    /// <summary>What a row of a chart is: a layer, or a block of a network of many layers.</summary>
    public string Row { get; } = runs.All(run => run.IsByBlock) ? "block" : runs.Any(run => run.IsByBlock) ? "layer or block" : "layer";

    /// <summary>For each layer or block a bar of each run, with a part for each phase.</summary>
    public IReadOnlyList<BarGroup> ByLayer(Func<LayerResult, double> value)
    {
        var charted = runs.Select(run => (Name: BarName(run), Rows: run.Charted().ToLookup(part => part.Name))).ToList();
        return [.. runs.SelectMany(run => run.Charted()).Select(part => part.Name).Distinct().Select(row => new BarGroup(row,
            [.. charted.Where(run => run.Rows.Contains(row)).Select(run => new Bar(run.Name,
                [.. Phases.Select(phase => run.Rows[row].Where(part => part.Phase == phase).Sum(value))]))]))];
    }

    /// <summary>For each key a bar of each run.</summary>
    public IReadOnlyList<(string Label, IReadOnlyList<double> Values)> ByKey(
        IEnumerable<string> keys, Func<ReportRun, string, double> value) =>
        [.. keys.Select(key => (Words.From(key), (IReadOnlyList<double>)[.. runs.Select(run => value(run, key))]))];

    /// <summary>The runs' names, as a legend has them.</summary>
    public IReadOnlyList<string> Names => [.. runs.Select(run => run.Name)];

    /// <summary>A table of every run; of several, with the run in the first column and its sums as its last row.</summary>
    public Table Each(Func<ReportRun, Table> table)
    {
        var tables = runs.Select(table).ToList();
        if (IsOne) return tables[0];
        var rows = new List<object?[]>();
        var marked = new HashSet<int>();
        foreach (var (run, one) in runs.Zip(tables))
        {
            rows.AddRange(one.Rows.Select(row => (object?[])[run.Name, .. row]));
            if (one.Total is not { } total) continue;
            marked.Add(rows.Count);
            rows.Add([run.Name, .. total]);
        }
        return tables[0] with
        {
            Columns = [new("run", "Run", Quantity.Text, "Which of the runs of this page."), .. tables[0].Columns],
            Rows = rows, Total = null, Marked = marked, Depths = null,
        };
    }

    /// <summary>A table of one measure.</summary>
    /// <remarks>Of one run with each row's share of the whole; of several, a column a run, and how each differs from the first.</remarks>
    /// <param name="labels">Columns of words that say what a row is.</param>
    /// <param name="value">The measure's column.</param>
    /// <param name="totals">The whole of each run, or null where rows do not sum.</param>
    public Table Compare(string key, string title, string explanation, IReadOnlyList<Column> labels, Column value,
        IEnumerable<(object?[] Labels, IReadOnlyList<object?> Values)> rows, IReadOnlyList<object?>? totals)
    {
        var share = new Column("share", "Share", Quantity.Share, "Part of the whole that stands in the last row.");
        List<Column> columns = [.. labels, .. IsOne ? [value] : runs.Select((run, i) => value with
        {
            Key = $"{value.Key}{Letter(i)}", Heading = $"{value.Heading} {Letter(i)}",
        })];
        if (IsOne && totals is not null) columns.Add(share);
        for (int i = 1; i < runs.Count; i++)
        {
            char letter = Letter(i);
            string above = $"What run {letter} has above run A; of shares, in percentage points (pp).";
            const string part = "The same as a part of what run A has.";
            columns.Add(new($"difference{letter}", $"{letter}\u00a0−\u00a0A", value.Quantity, above) { IsDifference = true });
            columns.Add(new($"change{letter}", $"{letter}\u00a0/\u00a0A\u00a0−\u00a01", Quantity.Change, part) { IsDifference = true });
        }
        return new(key, title, explanation, columns, [.. rows.Select(row => Row(row.Labels, row.Values))])
        {
            Total = totals is null ? null : Row(["all", .. labels.Skip(1).Select(_ => "")], totals),
        };

        object?[] Row(object?[] words, IReadOnlyList<object?> values)
        {
            List<object?> cells = [.. words, .. values];
            if (IsOne && totals is not null) cells.Add(Arithmetic.Share(values[0], totals[0]));
            for (int i = 1; i < values.Count; i++)
            {
                cells.Add(Arithmetic.Difference(values[0], values[i]));
                cells.Add(Arithmetic.Change(values[0], values[i]));
            }
            return [.. cells];
        }
    }

    /// <summary>A, B, C, …</summary>
    public static char Letter(int run) => (char)('A' + run);
}
