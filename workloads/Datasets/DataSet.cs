using WageSim.Models.Networks;

namespace WageSim.Workloads.Datasets;

/// <summary>Images to train on and images to test with.</summary>
public sealed record DataSet(string Name, int Classes, ImageSet Train, ImageSet Test)
{
    /// <summary>Shape that the network reads: the stored images', or a window of them.</summary>
    public ImageShape Input { get; init; } = Train.Shape;

    /// <summary>Mean and deviation of its pixels, for schemes that normalise by them.</summary>
    public PixelStatistics Statistics { get; init; } = PixelStatistics.Unknown(Train.Shape.Channels);

    /// <summary>Pixels of the zero border into which a random crop may reach, on each side.</summary>
    public int CropBorder { get; init; } = 4;
}
