using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>The experiments of the WAGE paper (section 4) and its authors' code; what neither states is chosen, and said so.</summary>
internal static class WagePresets
{
    public static IReadOnlyList<Preset> All { get; } =
    [
        Of("mnist-lenet", "mnist", BitWidths.Paper, 128, 100, "1@0", Augmentation.None,
            "the paper's LeNet on MNIST; it does not state the batch"),
        Of("svhn-vgg", "svhn", BitWidths.Paper, 128, 40, "8@0,1@27,0.125@33", Augmentation.Crop,
            "the paper's VGG on SVHN; it does not state the schedule: CIFAR-10's drops, at two thirds and five sixths"),
        Of("cifar10-vgg", "cifar10", BitWidths.Paper, 128, 300, "8@0,1@200,0.125@250",
            Augmentation.Crop | Augmentation.Flip, "the paper's VGG on CIFAR-10, as its authors' code trains it"),
        Of("imagenet-alexnet", "imagenet", new(2, 8, 12, 12), 256, 80, "32@0,4@40,0.5@60",
            Augmentation.Crop | Augmentation.Flip, "the paper's AlexNet on ImageNet, its pattern 28CC"),
    ];

    // Each is named as its network is.
    private static Preset Of(
        string name, string data, BitWidths bits, int batch, int epochs, string rates, Augmentation augmentation, string description) =>
        new(name, WageParameters.Name, name, data, new() { Bits = bits, LearningRate = rates }, batch, epochs, augmentation, description);
}
