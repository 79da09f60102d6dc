using WageSim.Models.Schemes.Niti;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>
/// The experiments of NITI's authors' code: LeNet of 2020, the small VGGs of 2021; what it does not state is chosen, and said so.
/// </summary>
internal static class NitiPresets
{
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("niti-lenet", NitiParameters.Name, "niti-lenet", "mnist",
            Of("0@0", NitiRounding.Pseudo2020, NitiLoss.Integer2020, dropout: false),
            64, 100, Augmentation.None, "the authors' LeNet on MNIST; they do not state the epochs"),
        Vgg(7),
        Vgg(8),
        Vgg(9),
    ];

    private static Preset Vgg(int layers) => new(
        $"vgg-small-{layers}", NitiParameters.Name, $"vgg-small-{layers}", "cifar10",
        Of("5@0,4@100,3@150", NitiRounding.Nearest2021, NitiLoss.Fixed2021, dropout: true),
        256, 200, Augmentation.Crop | Augmentation.Flip, $"the authors' VGG of {layers} layers on CIFAR-10");

    private static SchemeOptions Of(string gradientBits, NitiRounding rounding, NitiLoss loss, bool dropout) => new()
    {
        GradientBits = gradientBits, Rounding = NitiNames.Of(rounding), Loss = NitiNames.Of(loss), Dropout = dropout,
    };
}
