namespace WageSim.Reports.Charts;

/// <summary>Eight colours for each theme, searched from those of M. Okabe and K. Ito ("Color universal design", 2008).</summary>
/// <remarks>
/// Each has a contrast of 3 and more with its background (WCAG 2.2, 1.4.11), and any two are 20 and more apart in CIELAB, also as people
/// without red, green or blue cones see them (Machado, Oliveira, Fernandes, 2009).
/// </remarks>
public static class Palette
{
    public const string LightBackground = "#ffffff", DarkBackground = "#15181d";

    /// <summary>Blue, rust, green, pink, lilac, orange, brown, grey.</summary>
    public static IReadOnlyList<string> Light { get; } =
        ["#005891", "#d67e00", "#1b9f6b", "#c67cab", "#ac3900", "#888ce0", "#5a351e", "#58565a"];

    /// <summary>The same for a dark background.</summary>
    public static IReadOnlyList<string> Dark { get; } =
        ["#0071b5", "#ffc838", "#0fe4a8", "#cc79a7", "#ff805c", "#93c0f8", "#856607", "#686d59"];

    /// <summary>Classes of a filled mark of the n-th series; from the ninth on, colours come again, hollow.</summary>
    public static string Fill(int series) => series < Light.Count ? $"f{series}" : $"f{series % Light.Count} h";

    /// <summary>Classes of a line of the n-th series; dashes differ, too.</summary>
    public static string Stroke(int series) => $"s{series % Light.Count} d{series % 4}";
}
