using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Some lines of the sums of each image of a layer, where the memories do not hold all of an image's.</summary>
/// <param name="Whole">The layer.</param>
/// <param name="First">The first line.</param>
/// <param name="Lines">How many there are.</param>
/// <param name="Count">Bands of as many lines, one below the other, that differ in nothing but where they begin.</param>
internal readonly record struct LineBand(WeightLayer Whole, int First, int Lines, int Count = 1)
{
    private int FirstLine => First * Whole.Stride - Whole.Border.Top;
    private int EndLine => (First + Lines - 1) * Whole.Stride - Whole.Border.Top + Whole.Kernel;

    /// <summary>All lines of a layer.</summary>
    public static LineBand All(WeightLayer layer) => new(layer, 0, layer.Accumulator.Height);

    /// <summary>So many bands, as equal as lines allow.</summary>
    public static IEnumerable<LineBand> Cut(WeightLayer layer, int bands) =>
        OfLines(layer, (layer.Accumulator.Height + bands - 1) / bands);

    /// <summary>Bands of so many lines; the last one may have fewer.</summary>
    public static IEnumerable<LineBand> OfLines(WeightLayer layer, int lines)
    {
        for (int first = 0; first < layer.Accumulator.Height; first += lines)
            yield return new(layer, first, Math.Min(lines, layer.Accumulator.Height - first));
    }

    /// <summary>Bands that follow each other and differ in nothing but where they begin, as one of several.</summary>
    public static IEnumerable<LineBand> Runs(IEnumerable<LineBand> bands) =>
        bands.GroupBy(band => band.Layer).Select(run => run.First() with { Count = run.Count() });

    /// <summary>Elements of an image's input and of its sums from a band to the next.</summary>
    public long InputStep => (long)Lines * Whole.Stride * Whole.Input.Width * Whole.Input.Channels;
    public long SumStep => (long)Lines * Whole.Accumulator.Width * Whole.OutputChannels;

    /// <summary>The first element of an image that the band reads.</summary>
    public long FirstInput => (long)Math.Max(0, FirstLine) * Whole.Input.Width * Whole.Input.Channels;

    /// <summary>The first pixel of an image that the band makes.</summary>
    public int FirstPixel => First * Whole.Accumulator.Width;

    /// <summary>A layer that makes just these lines, of the lines that they need.</summary>
    public WeightLayer Layer
    {
        get
        {
            if (Lines == Whole.Accumulator.Height) return Whole;
            int top = Math.Max(0, -FirstLine), bottom = Math.Max(0, EndLine - Whole.Input.Height);
            int height = Math.Min(EndLine, Whole.Input.Height) - Math.Max(0, FirstLine);
            return Whole with
            {
                Input = Whole.Input with { Height = height }, Border = Whole.Border with { Top = top, Bottom = bottom },
            };
        }
    }
}
