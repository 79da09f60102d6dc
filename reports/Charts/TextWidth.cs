namespace WageSim.Reports.Charts;

/// <summary>Widths of text that hold in every sans-serif face a browser may choose.</summary>
/// <remarks>Those of DejaVu Sans, the widest of the usual ones.</remarks>
public static class TextWidth
{
    private const string narrow = "ijlI.,:;'| ()[]ftr", wide = "mwMW%@";
    private const double Narrow = 0.40, Wide = 0.98, Capital = 0.70, Other = 0.64;

    /// <summary>Pixels of a text on one line, never too few.</summary>
    public static double Of(string text, double size = 12) => text.Sum(c => c switch
    {
        _ when narrow.Contains(c) => Narrow,
        _ when wide.Contains(c) => Wide,
        >= 'A' and <= 'Z' => Capital,
        _ => Other,
    }) * size;

    /// <summary>The text, with its middle left out where it is wider than so many pixels.</summary>
    public static string Fit(string text, double width, double size = 12)
    {
        if (Of(text, size) <= width) return text;
        for (int kept = text.Length - 1; kept > 1; kept--)
        {
            string cut = $"{text[..((kept + 1) / 2)]}…{text[^(kept / 2)..]}";
            if (Of(cut, size) <= width) return cut;
        }
        return "";
    }
}
