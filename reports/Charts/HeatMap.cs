using WageSim.Reports.Tables;

namespace WageSim.Reports.Charts;

/// <summary>A value for each row and column, the darker the larger.</summary>
public static class HeatMap
{
    private const double CellHeight = 24, LongestName = 170;

    /// <summary>Cells with their values, where these fit; null is an empty cell.</summary>
    /// <param name="values">[row, column].</param>
    /// <param name="largest">The value of the full colour; null is the largest value.</param>
    /// <param name="link">Where a click on a cell leads; null is nowhere.</param>
    public static string Draw(string title, string rowTitle, IReadOnlyList<string> rows, string columnTitle, IReadOnlyList<string> columns,
        double?[,] values, Quantity quantity, int width, double? largest = null, Func<int, int, string?>? link = null)
    {
        var svg = new Svg(title, width);
        double top = Layout.Heading(svg, title) + 14;
        double full = largest ?? values.Cast<double?>().Where(value => double.IsFinite(value ?? double.NaN)).Max() ?? 0;
        double left = Math.Min(rows.Append(rowTitle).Max(row => TextWidth.Of(row)) + 8, width * 0.36);
        double cell = (width - left - 2) / Math.Max(1, columns.Count);

        // Slanted where columns are narrower than their names.
        double longest = columns.Select(column => TextWidth.Of(column)).DefaultIfEmpty(0).Max();
        bool slanted = longest + 4 > cell;
        double header = slanted ? Math.Min(longest, LongestName) * 0.72 + 10 : 16;
        if (columnTitle != "") svg.Text("q", left, top, TextWidth.Fit(columnTitle, width - left));
        svg.Text("q", 2, top + header, TextWidth.Fit(rowTitle, left - 6));
        for (int c = 0; c < columns.Count; c++)
        {
            double x = left + (c + 0.5) * cell, y = top + header;
            if (!slanted) svg.Text("q c", x, y, columns[c]);
            else svg.Text("q e", x + 4, y, TextWidth.Fit(columns[c], LongestName), $"rotate(45 {Math.Round(x + 4)} {Math.Round(y)})");
        }
        double first = top + header + 6;
        for (int r = 0; r < rows.Count; r++)
        {
            double y = first + r * CellHeight;
            svg.Text("e", left - 6, y + CellHeight / 2 + 4, TextWidth.Fit(rows[r], left - 8));
            for (int c = 0; c < columns.Count; c++)
            {
                if (values[r, c] is not { } value || !double.IsFinite(value))
                {
                    svg.Rectangle("o", left + c * cell + 1, y + 1, cell - 2, CellHeight - 2);
                    continue;
                }
                double share = full > 0 ? Math.Clamp(value / full, 0, 1) : 0;
                string text = quantity.Show(value);
                string? target = link?.Invoke(r, c);
                svg.Begin($"{rows[r]}, {columns[c]}: {text}", target);
                svg.Rectangle("x", left + c * cell + 1, y + 1, cell - 2, CellHeight - 2);
                svg.Rectangle("f0", left + c * cell + 1, y + 1, cell - 2, CellHeight - 2, $"fill-opacity:{share:0.##}");
                if (TextWidth.Of(text, 11) + 2 <= cell) svg.Text(share > 0.55 ? "w c v" : "c v", left + (c + 0.5) * cell, y + 16, text);
                svg.End(target);
            }
        }
        return svg.Close(first + rows.Count * CellHeight + 6);
    }
}
