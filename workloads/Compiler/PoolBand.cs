using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Workloads.Compiler;

/// <summary>Some rows of a pool's windows with the lines of an image that belong to them.</summary>
/// <param name="Lines">Lines of the image in front of the pool.</param>
/// <param name="Rows">Rows of windows.</param>
/// <param name="Height">The image's height as the instruction has it, from which it counts the rows of windows.</param>
/// <param name="Top">Lines of the first window above the first line.</param>
internal readonly record struct PoolBand(PoolBand.Span Lines, PoolBand.Span Rows, int Height, int Top)
{
    /// <summary>Lines one below the other, with room for those that an instruction makes besides.</summary>
    internal readonly record struct Span(int First, int Count, int Room);

    /// <summary>Bands that follow each other at equal distances and differ in nothing else: the first of each run, and how many.</summary>
    public static IEnumerable<(PoolBand First, PoolBand Next, int Count)> Runs(IReadOnlyList<PoolBand> bands)
    {
        for (int i = 0, count; i < bands.Count; i += count)
        {
            for (count = 1; i + count < bands.Count && bands[i + count] == bands[i].Moved(bands[i + 1], count); count++) { }
            yield return (bands[i], count > 1 ? bands[i + 1] : bands[i], count);
        }
    }

    // As far from this one as so many times another is.
    private PoolBand Moved(PoolBand other, int times) => this with
    {
        Lines = Lines with { First = Lines.First + times * (other.Lines.First - Lines.First) },
        Rows = Rows with { First = Rows.First + times * (other.Rows.First - Rows.First) },
    };

    /// <summary>Bands of so many rows of windows: the lines that they read, and the maxima.</summary>
    /// <remarks>Windows that begin in the lines of a band but belong to the next one are made and left out.</remarks>
    public static IEnumerable<PoolBand> Forward(PaddedPool pool, ImageShape image, int rows)
    {
        int down = pool.Output(image).Height, top = pool.Border(image).Top;
        for (int row = 0; row < down; row += rows)
        {
            int count = Math.Min(rows, down - row), begin = row * pool.Stride - top, first = Math.Max(0, begin);
            int lines = Math.Min(image.Height, begin + (count - 1) * pool.Stride + pool.Size) - first;
            int made = (lines + pool.Stride - 1) / pool.Stride;
            yield return new(new(first, lines, lines), new(row, count, made), lines, first - begin);
        }
    }

    /// <summary>
    /// Bands of so many rows of windows: the lines from their beginning on to that of the next, and all windows that reach them.
    /// </summary>
    /// <remarks>Where windows overlap, lines of the next band are made and left out, as not all of their windows are there.</remarks>
    public static IEnumerable<PoolBand> Backward(PaddedPool pool, ImageShape image, int rows)
    {
        int down = pool.Output(image).Height, top = pool.Border(image).Top, reach = (pool.Size - 1) / pool.Stride;
        for (int row = 0; row < down; row += rows)
        {
            int next = Math.Min(down, row + rows), from = Math.Max(0, row - reach);
            int first = Math.Max(0, row * pool.Stride - top), end = next == down ? image.Height : Math.Max(0, next * pool.Stride - top);
            if (end == first) continue;
            int windows = next - from, height = Math.Max(end - first, (windows - 1) * pool.Stride + 1);
            yield return new(new(first, end - first, height), new(from, windows, windows), height, first - (from * pool.Stride - top));
        }
    }
}
