namespace WageSim.Models.Networks;

/// <summary>Zero pixels around an image, which a kernel reads and no error goes back to.</summary>
public readonly record struct Border(int Top, int Bottom, int Left, int Right)
{
    /// <summary>As many pixels on every side.</summary>
    public static Border Even(int pixels) => new(pixels, pixels, pixels, pixels);

    /// <summary>
    /// TensorFlow's SAME: of n pixels ceil(n / stride) outputs, so max((ceil(n / stride) - 1) · stride + kernel - n, 0) zeros, the
    /// smaller half before.
    /// </summary>
    public static Border Same(ImageShape image, int kernel, int stride)
    {
        int down = Total(image.Height), across = Total(image.Width);
        return new(down / 2, down - down / 2, across / 2, across - across / 2);

        int Total(int pixels) => Math.Max(((pixels + stride - 1) / stride - 1) * stride + kernel - pixels, 0);
    }

    /// <summary>The image with its border.</summary>
    public ImageShape Around(ImageShape image) => image with { Height = Top + image.Height + Bottom, Width = Left + image.Width + Right };
}
