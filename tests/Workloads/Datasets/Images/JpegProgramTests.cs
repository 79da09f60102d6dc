using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets.Images;

namespace WageSim.Tests.Workloads.Datasets.Images;

public sealed class JpegProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private string Image => folder.File("x.JPEG");

    public JpegProgramTests() => File.WriteAllBytes(Image, [0xff, 0xd8, 0xff, 0xe0]);

    public void Dispose() => folder.Dispose();

    // A program that stands in for djpeg: it writes what it is told, whatever the file.
    private ImageDecoder Program(string output, int exitCode = 0, string error = "")
    {
        string path = folder.File("decoder");
        File.WriteAllText(path, $"#!/bin/sh\nprintf '{output}'\nprintf '{error}' >&2\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new(path);
    }

    private string Error(ImageDecoder decoder) => Assert.Throws<InputException>(() => decoder.Read(Image)).Message;

    [Fact]
    public void Pixels_are_what_the_program_writes()
    {
        var image = Program(@"P6\n2 1\n255\nabcdef").Read(Image);
        Assert.Equal((2, 1), (image.Width, image.Height));
        Assert.Equal("abcdef"u8.ToArray(), image.Pixels);
        Assert.Equal("xxxyyy"u8.ToArray(), Program(@"P5\n1 2\n255\nxy").Read(Image).Pixels);
    }

    [Fact]
    public void A_warning_is_passed_over_but_not_a_missing_end()
    {
        Assert.Equal("abc"u8.ToArray(), Program(@"P6\n1 1\n255\nabc", 2, "Corrupt JPEG data: 2 extraneous bytes").Read(Image).Pixels);
        Assert.Equal($"{Image}: the JPEG image cannot be decoded: Premature end of JPEG file",
            Error(Program(@"P6\n1 1\n255\nabc", 2, "Premature end of JPEG file")));
    }

    [Fact]
    public void An_image_that_the_program_refuses_is_an_error()
    {
        Assert.Equal($"{Image}: the JPEG image cannot be decoded: Not a JPEG file: starts with 0x00 0x01",
            Error(Program("", 1, @"Not a JPEG file: starts with 0x00 0x01\n")));
        Assert.Equal($"{Image}: the JPEG image cannot be decoded: {folder.File("decoder")} ends with exit code 3", Error(Program("", 3)));
    }

    [Theory]
    [InlineData("", "no PPM or PGM image of bytes"), InlineData(@"P4\n1 1\n255\nabc", "no PPM or PGM image of bytes")]
    [InlineData(@"P6\n1 1\n65535\nabcdef", "no PPM or PGM image of bytes"), InlineData(@"P6\n0 1\n255\n", "no PPM or PGM image of bytes")]
    [InlineData(@"P6\n99999 99999\n255\n", "no PPM or PGM image of bytes")]
    [InlineData(@"P6\n2 1\n255\nabc", "3 bytes of pixels instead of 6")]
    public void A_program_that_writes_something_else_is_an_error(string output, string why) =>
        Assert.Equal($"{Image}: the JPEG image cannot be decoded: {folder.File("decoder")} writes {why}", Error(Program(output)));

    [Fact]
    public void A_missing_program_is_named() =>
        Assert.Equal($"{Image}: JPEG images are decoded by the program no-such-djpeg of libjpeg-turbo, which cannot be started",
            Error(new("no-such-djpeg")));
}
