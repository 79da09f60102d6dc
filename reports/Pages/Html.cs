namespace WageSim.Reports.Pages;

/// <summary>Text within markup.</summary>
public static class Html
{
    /// <summary>Text as it stands in HTML, SVG and their attributes.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");
}
