namespace WageSim.Workloads.Datasets;

/// <summary>Mean and standard deviation of a set's training pixels, channel by channel; black is 0 and white 1.</summary>
/// <param name="Means">0…1, one a channel.</param>
/// <param name="Deviations">Above 0, one a channel.</param>
public sealed record PixelStatistics(IReadOnlyList<decimal> Means, IReadOnlyList<decimal> Deviations)
{
    /// <summary>Of the built-in digits' 1,438 training images, computed from them.</summary>
    public static PixelStatistics Digits { get; } = new([0.3066m], [0.3773m]);

    /// <summary>Those that are usual for MNIST, of its 60,000 training images.</summary>
    public static PixelStatistics Mnist { get; } = new([0.1307m], [0.3081m]);

    /// <summary>Those that are usual for Fashion-MNIST, of its 60,000 training images.</summary>
    public static PixelStatistics FashionMnist { get; } = new([0.2860m], [0.3530m]);

    /// <summary>Of CIFAR-10's 50,000 training images, as NITI's authors normalise by them.</summary>
    public static PixelStatistics Cifar10 { get; } =
        new([0.49139968m, 0.48215827m, 0.44653124m], [0.24703233m, 0.24348505m, 0.26158768m]);

    /// <summary>Those that are usual for SVHN, of its 73,257 training images.</summary>
    public static PixelStatistics Svhn { get; } = new([0.4377m, 0.4438m, 0.4728m], [0.1980m, 0.2010m, 0.1970m]);

    /// <summary>ImageNet's, as torchvision's models have them; usual for any photographs.</summary>
    public static PixelStatistics Photographs { get; } = new([0.485m, 0.456m, 0.406m], [0.229m, 0.224m, 0.225m]);

    /// <summary>Of images that nothing is known of: a half each, so that [0, 1] becomes [-1, 1].</summary>
    public static PixelStatistics Unknown(int channels) =>
        new([.. Enumerable.Repeat(0.5m, channels)], [.. Enumerable.Repeat(0.5m, channels)]);
}
