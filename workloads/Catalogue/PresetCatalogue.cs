using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Networks;
using WageSim.Workloads.Datasets;

namespace WageSim.Workloads.Catalogue;

/// <summary>The experiments of the WAGE paper (section 4) and its authors' code; what neither states is chosen, and said so.</summary>
public static class PresetCatalogue
{
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("mnist-lenet", "mnist-lenet", "mnist", BitWidths.Paper, 128, 100, "1@0", Augmentation.None,
            "the paper's LeNet on MNIST; it does not state the batch"),
        new("svhn-vgg", "svhn-vgg", "svhn", BitWidths.Paper, 128, 40, "8@0,1@27,0.125@33", Augmentation.Crop,
            "the paper's VGG on SVHN; it does not state the schedule: CIFAR-10's drops, at two thirds and five sixths"),
        new("cifar10-vgg", "cifar10-vgg", "cifar10", BitWidths.Paper, 128, 300, "8@0,1@200,0.125@250",
            Augmentation.Crop | Augmentation.Flip, "the paper's VGG on CIFAR-10, as its authors' code trains it"),
        new("imagenet-alexnet", "imagenet-alexnet", "imagenet", new(2, 8, 12, 12), 256, 80, "32@0,4@40,0.5@60",
            Augmentation.Crop | Augmentation.Flip, "the paper's AlexNet on ImageNet, its pattern 28CC"),
    ];

    /// <summary>The preset of a name.</summary>
    public static Preset Get(string name)
    {
        var names = All.Select(preset => preset.Name);
        return All.FirstOrDefault(preset => preset.Name == name) ?? throw new InputException(
            $"--preset: '{name}' is unknown; did you mean {Spelling.Nearest(name, names)}? Presets are {string.Join(", ", names)}");
    }

    /// <summary>Name of the network that is trained on a data set unless another is asked for.</summary>
    public static string NetworkFor(string data) => All.FirstOrDefault(preset => preset.Data == data)?.Network ?? "mnist-lenet";
}
