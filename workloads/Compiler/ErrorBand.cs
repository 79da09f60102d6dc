using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Some lines of the error that a layer hands back, where the memories do not hold all of an image's.</summary>
/// <param name="Whole">The layer.</param>
/// <param name="First">The first line of its input.</param>
/// <param name="Lines">How many there are.</param>
/// <param name="Count">Bands of as many lines, one below the other, that differ in nothing but where they begin.</param>
internal readonly record struct ErrorBand(WeightLayer Whole, int First, int Lines, int Count = 1)
{
    /// <summary>All lines of a layer's input.</summary>
    public static ErrorBand All(WeightLayer layer) => new(layer, 0, layer.Input.Height);

    /// <summary>
    /// At most so many bands, as equal as lines allow; each begins where the stride does, so that some tap reaches its first line.
    /// </summary>
    public static IEnumerable<ErrorBand> Cut(WeightLayer layer, int bands)
    {
        int height = layer.Input.Height, lines = (int)Allocation.Round((height + bands - 1) / bands, layer.Stride);
        for (int first = 0; first < height; first += lines) yield return new(layer, first, Math.Min(lines, height - first));
    }

    /// <summary>
    /// Bands that follow each other and differ in nothing but where they begin, as one of several; apart where some lines of a band meet
    /// no tap.
    /// </summary>
    public static IEnumerable<ErrorBand> Runs(IEnumerable<ErrorBand> bands) => bands
        .GroupBy(band => (band.Layer, Apart: band.Whole.Stride > band.Whole.Kernel ? band.First : 0))
        .Select(run => run.First() with { Count = run.Count() });

    /// <summary>Elements of an image's errors and of what is handed back from a band to the next.</summary>
    public long ErrorStep => (long)Lines / Whole.Stride * Whole.Accumulator.Width * Whole.OutputChannels;
    public long InputStep => (long)Lines * Whole.Input.Width * Whole.Input.Channels;

    /// <summary>Whether it is the first band, and the last one.</summary>
    public bool Begins => First == 0;
    public bool Ends => First + Count * Lines == Whole.Input.Height;
    public bool IsWhole => Lines == Whole.Input.Height;

    /// <summary>The first pixel of an image that the band makes.</summary>
    public int FirstPixel => First * Whole.Input.Width;

    /// <summary>The first error of an image that the band reads.</summary>
    public long FirstError => IsWhole ? 0 : (long)FirstSum * Whole.Accumulator.Width * Whole.OutputChannels;

    /// <summary>A layer with just these lines of input, of the sums that they meet.</summary>
    public WeightLayer Layer
    {
        get
        {
            if (IsWhole) return Whole;
            int last = LineOfSums(First + Lines - 1 + Whole.Border.Top), top = First + Whole.Border.Top - FirstSum * Whole.Stride;
            // So many zeros below that there are these lines of sums.
            int bottom = (last - FirstSum) * Whole.Stride + Whole.Kernel - Lines - top;
            return Whole with
            {
                Input = Whole.Input with { Height = Lines }, Border = Whole.Border with { Top = top, Bottom = bottom },
            };
        }
    }

    private int FirstSum => LineOfSums(First + Whole.Border.Top - Whole.Kernel + 1);

    // The line whose kernel begins at a line of the image with its border, or begins last before it.
    private int LineOfSums(int line) => Math.Clamp(line < 0 ? 0 : line / Whole.Stride, 0, Whole.Accumulator.Height - 1);
}
