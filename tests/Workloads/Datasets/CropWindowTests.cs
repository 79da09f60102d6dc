using WageSim.Models.Networks;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public sealed class CropWindowTests
{
    // The definition: every pixel of the window by itself.
    private static byte[] Define(CropWindow window, byte[] image, ImageShape from, ImageShape to)
    {
        byte[] result = new byte[to.Count];
        for (int y = 0; y < to.Height; y++)
            for (int x = 0; x < to.Width; x++)
                for (int c = 0; c < to.Channels; c++)
                {
                    int row = window.Top + y, column = window.Left + (window.Mirrored ? to.Width - 1 - x : x);
                    bool inside = row >= 0 && row < from.Height && column >= 0 && column < from.Width;
                    if (inside) result[(y * to.Width + x) * to.Channels + c] = image[(row * from.Width + column) * from.Channels + c];
                }
        return result;
    }

    [Fact]
    public void Windows_of_every_place_and_size_are_copied_pixel_by_pixel()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            int channels = random.Next(1, 4);
            ImageShape from = new(random.Next(1, 9), random.Next(1, 9), channels), to = new(random.Next(1, 9), random.Next(1, 9), channels);
            var window = new CropWindow(random.Next(-10, 11), random.Next(-10, 11), random.Next(2) == 0);
            byte[] image = new byte[from.Count], copied = new byte[to.Count];
            random.NextBytes(image);
            random.NextBytes(copied);
            window.Copy(image, from, copied, to);
            Assert.Equal(Define(window, image, from, to), copied);
        }
    }

    [Fact]
    public void The_centre_of_an_image_of_the_window_s_size_is_the_image()
    {
        byte[] image = [1, 2, 3, 4, 5, 6], copied = new byte[6];
        var shape = new ImageShape(1, 2, 3);
        CropWindow.Centre(shape, shape).Copy(image, shape, copied, shape);
        Assert.Equal(image, copied);
        Assert.Equal(new CropWindow(16, 16, false), CropWindow.Centre(new(256, 256, 3), new(224, 224, 3)));
    }
}
