using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets.Images;

namespace WageSim.Tests.Workloads.Datasets.Images;

public sealed class PngReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private RgbImage Read(byte[] file)
    {
        string path = folder.File("x.png");
        File.WriteAllBytes(path, file);
        return new ImageDecoder("no such program").Read(path);
    }

    private string Error(byte[] file)
    {
        string message = Assert.Throws<InputException>(() => Read(file)).Message, path = folder.File("x.png");
        Assert.StartsWith($"{path}: ", message);
        return message[(path.Length + 2)..];
    }

    [Theory]
    [InlineData(0, 1), InlineData(0, 2), InlineData(0, 4), InlineData(0, 8), InlineData(0, 16)]
    [InlineData(2, 8), InlineData(2, 16)]
    [InlineData(3, 1), InlineData(3, 2), InlineData(3, 4), InlineData(3, 8)]
    [InlineData(4, 8), InlineData(4, 16), InlineData(6, 8), InlineData(6, 16)]
    public void Every_colour_type_depth_filter_and_interlacing_is_read(int color, int depth)
    {
        var random = new Random(color * 100 + depth);
        byte[] palette = new byte[3 << Math.Min(depth, 8)];
        random.NextBytes(palette);
        foreach (bool interlaced in (bool[])[false, true])
            for (int size = 1; size <= 11; size++)
            {
                int width = size, height = 12 - size;
                int[,,] samples = new int[width, height, 4];
                for (int x = 0; x < width; x++)
                    for (int y = 0; y < height; y++)
                        for (int c = 0; c < 4; c++) samples[x, y, c] = random.Next(1 << depth);
                var image = Read(PngBytes.Write(
                    width, height, color, depth, interlaced, (x, y, c) => samples[x, y, c], color == 3 ? palette : null, filters: 5));
                Assert.Equal((width, height), (image.Width, image.Height));
                for (int x = 0; x < width; x++)
                    for (int y = 0; y < height; y++)
                        for (int c = 0; c < 3; c++)
                        {
                            int value = samples[x, y, color is 2 or 6 ? c : 0];
                            int expected = color == 3 ? palette[3 * value + c]
                                : depth == 16 ? value >> 8
                                : value * 255 / ((1 << depth) - 1);
                            Assert.Equal(expected, image.Pixels[(y * width + x) * 3 + c]);
                        }
            }
    }

    [Fact]
    public void A_file_that_ends_early_is_an_error_wherever_it_ends()
    {
        byte[] file = PngBytes.Rgb(5, 4, [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 7))]);
        for (int length = 0; length < file.Length; length++) Assert.NotEqual("", Error(file[..length]));
        Assert.Equal("the PNG image cannot be decoded: it ends at byte 40, in a chunk's begin", Error(file[..40]));
    }

    [Fact]
    public void A_damaged_byte_is_an_error_wherever_it_is()
    {
        byte[] file = PngBytes.Rgb(5, 4, [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 7))]);
        for (int at = 0; at < file.Length; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 4;
            Assert.NotEqual("", Error(damaged));
        }
        file[20] ^= 1;
        Assert.Equal("the PNG image cannot be decoded: the checksum of its chunk IHDR at byte 8 is wrong", Error(file));
    }

    [Fact]
    public void What_the_format_does_not_have_is_an_error()
    {
        Assert.Equal("the PNG image cannot be decoded: colour type 5 of 8 bits with methods 0, 0, 0 is unknown",
            Error(PngBytes.Write(1, 1, 5, 8, false, (_, _, _) => 0)));
        Assert.Equal("the PNG image cannot be decoded: a pixel has colour 2; its palette has 1",
            Error(PngBytes.Write(1, 1, 3, 8, false, (_, _, _) => 2, [1, 2, 3])));
        Assert.Equal("is neither a JPEG nor a PNG image: its first bytes are 474946383961", Error([.. "GIF89a"u8]));
    }
}
