using WageSim.Models.Schemes.Wageubn;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>The experiments of WAGEUBN's authors' code, without its weight decay; CIFAR-10 is chosen, and said so.</summary>
internal static class WageubnPresets
{
    // Factors 1, .12, .06, .03, .03 of 0.05, and ranges, from the epochs of the authors' code.
    private static readonly SchemeOptions published = new()
    {
        LearningRateCode = "26@0,3@30,2@60,1@80", GradientRange = "128@0,32@60,8@80,2@90",
    };

    public static IReadOnlyList<Preset> All { get; } =
    [
        Of("resnet-20", "cifar10", 128, "ResNet-20 on CIFAR-10 with the authors' schedule for ImageNet; they do not train it"),
        Of("resnet-18", "imagenet", 64, "the authors' ResNet-18 on ImageNet"),
        Of("resnet-34", "imagenet", 64, "the authors' ResNet-34 on ImageNet"),
        Of("resnet-50", "imagenet", 64, "the authors' ResNet-50 on ImageNet"),
    ];

    // Each is named as its network is.
    private static Preset Of(string name, string data, int batch, string description) => new(
        name, WageubnParameters.Name, name, data, published, batch, 100, Augmentation.Crop | Augmentation.Flip, description);
}
