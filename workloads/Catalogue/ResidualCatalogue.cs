using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Workloads.Catalogue;

/// <summary>A residual network with a name.</summary>
/// <param name="Input">Shape of the images that it is for.</param>
public sealed record NamedResidualNetwork(string Name, string Notation, ImageShape Input, string Description)
{
    /// <summary>The network with its shapes.</summary>
    public ResidualNetwork Build() => ResidualNetwork.Parse(Notation, Input);
}

/// <summary>Residual networks that have names; ImageNet's have 1001 classes, as WAGEUBN's authors train them.</summary>
public static class ResidualCatalogue
{
    private static readonly ImageShape photograph = new(224, 224, 3);

    public static IReadOnlyList<NamedResidualNetwork> All { get; } =
    [
        new("resnet-18", "64C7/2-MP3/2-R64P-R64-R128/2-R128-R256/2-R256-R512/2-R512-GAP-1001CE", photograph,
            "WAGEUBN's ResNet-18 for ImageNet"),
        new("resnet-34", "64C7/2-MP3/2-R64P-2x(R64)-R128/2-3x(R128)-R256/2-5x(R256)-R512/2-2x(R512)-GAP-1001CE", photograph,
            "WAGEUBN's ResNet-34 for ImageNet"),
        new("resnet-50", "64C7/2-MP3/2-3x(B64)-B128/2-3x(B128)-B256/2-5x(B256)-B512/2-2x(B512)-GAP-1001CE", photograph,
            "WAGEUBN's ResNet-50 for ImageNet, of bottlenecks"),
        new("resnet-20", "16C3-R16P-R16-R16-R32/2-R32-R32-R64/2-R64-R64-GAP-10CE", new(32, 32, 3), "ResNet-20 for CIFAR-10"),
    ];

    /// <summary>The network of a name, or null.</summary>
    public static NamedResidualNetwork? Find(string name) => All.FirstOrDefault(network => network.Name == name);
}
