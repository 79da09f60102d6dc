using WageSim.Bench;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Bench;

public sealed class EnlargedDigitsTests
{
    private static readonly PixelSet digits = (PixelSet)DataSets.Load("digits").Train;

    [Fact]
    public void Corners_of_the_box_are_corners_of_the_digit()
    {
        // The first image of each turn through the digits; its box starts at 2 … 6 in each direction.
        var images = (PixelSet)EnlargedDigits.Make(25 * digits.Count).Train;
        for (int turn = 0; turn < 25; turn++)
            for (int corner = 0; corner < 4; corner++)
            {
                int y = corner / 2, x = corner % 2, faint = digits.Image(0)[7 * y * 8 + 7 * x];
                int enlarged = images.Image(turn * digits.Count)[(2 + turn / 5 + 19 * y) * 28 + 2 + turn % 5 + 19 * x];
                Assert.Equal(faint < 128 ? 0 : faint, enlarged);
            }
    }

    [Fact]
    public void They_are_as_sparse_as_handwriting_on_paper()
    {
        var images = (PixelSet)EnlargedDigits.Make(2000).Train;
        Assert.Equal(digits.Labels, images.Labels[..digits.Count]);
        double ink = images.Pixels.Count(pixel => pixel > 0) / (double)images.Pixels.Length;
        Assert.InRange(ink, 0.1, 0.25); // MNIST's is 0.19
    }
}
