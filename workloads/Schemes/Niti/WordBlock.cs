using WageSim.Models.Networks;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>
/// What a second pass takes at once of a tensor's words: whole images; of one image some lines of windows; of one line some channels.
/// </summary>
/// <param name="Images">Images; 1 where lines are not all.</param>
/// <param name="Lines">Lines of windows.</param>
/// <param name="Channels">Channels; all where there is more than a line.</param>
internal readonly record struct WordBlock(int Images, int Lines, int Channels)
{
    /// <summary>Blocks from about as many words as are worth it down to a line of one channel.</summary>
    /// <param name="shape">Of an image's words.</param>
    /// <param name="output">Of its codes: `size` × `size` words are a window.</param>
    public static IEnumerable<WordBlock> Choices(int batch, ImageShape shape, ImageShape output, int size, int most)
    {
        long line = (long)size * shape.Width;
        for (long images = Math.Min(batch, most / shape.Count); images > 0; images /= 2)
            yield return new((int)images, output.Height, shape.Channels);
        for (long lines = Math.Min(output.Height - 1, most / (line * shape.Channels)); lines > 0; lines /= 2)
            yield return new(1, (int)lines, shape.Channels);
        for (long channels = Math.Clamp(most / line, 1, shape.Channels); channels > 0; channels /= 2) yield return new(1, 1, (int)channels);
    }

    /// <summary>Lines of words under the block's lines of windows, at most: what no window reaches comes with the last block.</summary>
    public int MostHeight(ImageShape shape, ImageShape output, int size) =>
        Lines == output.Height ? shape.Height : Math.Max(Lines * size, Rest(output.Height, Lines) * size + shape.Height % size);

    private static int Rest(int lines, int size) => (lines - 1) % size + 1;
}
