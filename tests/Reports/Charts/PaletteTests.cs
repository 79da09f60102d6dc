using WageSim.Reports.Charts;

namespace WageSim.Tests.Reports.Charts;

public sealed class PaletteTests
{
    // G. Machado, M. Oliveira, L. Fernandes, "A physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
    private static readonly Dictionary<string, double[,]> eyes = new()
    {
        ["all cones"] = new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        ["no red"] = new[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
        ["no green"] = new[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
        ["no blue"] = new[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
    };

    public static TheoryData<string> Eyes => [.. eyes.Keys];

    [Theory, MemberData(nameof(Eyes))]
    public void Any_two_colours_are_told_apart(string eye)
    {
        foreach (var colours in (IReadOnlyList<string>[])[Palette.Light, Palette.Dark])
        {
            for (int a = 0; a < colours.Count; a++)
                for (int b = 0; b < a; b++)
                    Assert.True(Distance(Lab(colours[a], eyes[eye]), Lab(colours[b], eyes[eye])) >= 20, $"{colours[a]} and {colours[b]}");
        }
    }

    [Fact]
    public void Every_colour_stands_out_from_its_background()
    {
        Assert.All(Palette.Light, colour => Assert.True(Contrast(colour, Palette.LightBackground) >= 3, colour));
        Assert.All(Palette.Dark, colour => Assert.True(Contrast(colour, Palette.DarkBackground) >= 3, colour));
        Assert.Equal(Palette.Light.Count, Palette.Dark.Count);
    }

    [Fact]
    public void The_measures_give_known_values()
    {
        Assert.Equal(21, Contrast("#000000", "#ffffff"), 6);
        Assert.Equal(100, Lab("#ffffff", eyes["all cones"])[0], 1);
        Assert.Equal(53.24, Lab("#ff0000", eyes["all cones"])[0], 1);
    }

    private static double Contrast(string a, string b)
    {
        double x = Luminance(Linear(a)), y = Luminance(Linear(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(double[] rgb) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

    private static double[] Linear(string colour) => [.. Enumerable.Range(0, 3)
        .Select(i => Convert.ToInt32(colour[(1 + 2 * i)..(3 + 2 * i)], 16) / 255.0)
        .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];

    private static double[] Lab(string colour, double[,] eye)
    {
        double[] seen = Linear(colour), rgb = new double[3];
        for (int i = 0; i < 3; i++) rgb[i] = Math.Clamp(Enumerable.Range(0, 3).Sum(j => eye[i, j] * seen[j]), 0, 1);
        double x = F((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505), y = F(Luminance(rgb));
        double z = F((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
