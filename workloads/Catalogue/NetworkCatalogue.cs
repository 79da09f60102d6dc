using WageSim.Models;
using WageSim.Models.Files;
using WageSim.Models.Networks;
using WageSim.Workloads.Onnx;

namespace WageSim.Workloads.Catalogue;

/// <summary>A network with a name.</summary>
/// <param name="Input">Shape of the images that it is for.</param>
/// <param name="Data">The data set that it is for; null where that is open.</param>
public sealed record NamedNetwork(string Name, string Notation, ImageShape Input, string Description, NamedData? Data = null)
{
    /// <summary>Of the data set that it is for; null where that is open.</summary>
    public int? TrainingImages => Data?.TrainingImages;

    /// <summary>The network with its shapes.</summary>
    public Network Build() => Network.Parse(Notation, Input);

    /// <summary>What of a file's network was left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Networks that can be asked for by name.</summary>
public static class NetworkCatalogue
{
    private static readonly NamedData Digits = new("digits", 1_438), Mnist = new("mnist", 60_000), Svhn = new("svhn", 73_257),
        Cifar = new("cifar10", 50_000), ImageNet = new("imagenet", 1_281_167);

    public static IReadOnlyList<NamedNetwork> All { get; } =
    [
        new("digits-cnn", "16C3-MP2-32C3-MP2-64FC-10SSE", new(8, 8, 1), "a small network for the built-in digits", Digits),
        new("mnist-lenet", "32C5-MP2-64C5-MP2-512FC-10SSE", new(28, 28, 1), "WAGE's LeNet-5 variant for MNIST", Mnist),
        new("svhn-vgg", "2x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-1024FC-10SSE", new(32, 32, 3),
            "WAGE's VGG-like network for SVHN, the same as for CIFAR-10", Svhn),
        new("cifar10-vgg", "128C3-128C3-MP2-256C3-256C3-MP2-512C3-512C3-MP2-1024FC-10SSE", new(32, 32, 3),
            "WAGE's VGG-like network for CIFAR-10", Cifar),
        new("imagenet-alexnet", "96C11/4p2-MP3/2-256C5-MP3/2-384C3-384C3-256C3-MP3/2-4096FC-4096FC-1000CE", new(224, 224, 3),
            "AlexNet for ImageNet as WAGE trains it: ungrouped, without dropout and normalisation, softmax with cross-entropy", ImageNet),
        new("niti-digits", "16C3-MP2-32C3-MP2-64FC-10CE", new(8, 8, 1), "digits-cnn with the loss that NITI knows", Digits),
        new("niti-lenet", "20C5v-MP2-50C5v-MP2-500FC-10CE", new(28, 28, 1), "NITI's LeNet for MNIST, without padding", Mnist),
        new("vgg-small-7", "2x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-10CE", new(32, 32, 3),
            "NITI's VGG for CIFAR-10 of seven layers", Cifar),
        new("vgg-small-8", "3x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-10CE", new(32, 32, 3),
            "NITI's VGG for CIFAR-10 of eight layers", Cifar),
        new("vgg-small-9", "3x(128C3)-MP2-3x(256C3)-MP2-2x(512C3)-MP2-10CE", new(32, 32, 3),
            "NITI's VGG for CIFAR-10 of nine layers", Cifar),
        new("resnet-18", "64C7/2-MP3/2-R64P-R64-R128/2-R128-R256/2-R256-R512/2-R512-GAP-1001CE", new(224, 224, 3),
            "WAGEUBN's ResNet-18 for ImageNet", ImageNet),
        new("resnet-34", "64C7/2-MP3/2-R64P-2x(R64)-R128/2-3x(R128)-R256/2-5x(R256)-R512/2-2x(R512)-GAP-1001CE", new(224, 224, 3),
            "WAGEUBN's ResNet-34 for ImageNet", ImageNet),
        new("resnet-50", "64C7/2-MP3/2-3x(B64)-B128/2-3x(B128)-B256/2-5x(B256)-B512/2-2x(B512)-GAP-1001CE", new(224, 224, 3),
            "WAGEUBN's ResNet-50 for ImageNet, of bottlenecks", ImageNet),
        new("resnet-20", "16C3-R16P-R16-R16-R32/2-R32-R32-R64/2-R64-R64-GAP-10CE", new(32, 32, 3), "ResNet-20 for CIFAR-10", Cifar),
        new("wageubn-digits", "8C3-R8-R16/2-GAP-10CE", new(8, 8, 1), "a small residual network for the built-in digits", Digits),
    ];

    /// <summary>Whether a text is meant as a file's name.</summary>
    public static bool IsFile(string name) => OnnxFile.Is(name);

    /// <summary>The network of a name or an ONNX file, or null where the text is neither.</summary>
    public static NamedNetwork? Find(string name) =>
        IsFile(name) ? OnnxFile.Network(name) : All.FirstOrDefault(network => network.Name == name);

    /// <summary>The name of a network with its images; the first, where several are alike; null where none is.</summary>
    public static string? NameOf(Network network) =>
        All.FirstOrDefault(known => known.Notation == network.Notation && known.Input == network.Input)?.Name;

    /// <summary>The notation of a name or of an ONNX file; a notation as it is.</summary>
    public static string Resolve(string nameOrNotation)
    {
        if (Find(nameOrNotation) is { } known) return known.Notation;
        // Every token of a notation starts with a digit or is a pool in capitals: what starts like a word was meant as a name.
        if (nameOrNotation.Length > 0 && char.IsAsciiLetterLower(nameOrNotation[0]))
        {
            var names = All.Select(network => network.Name);
            throw new InputException(
                $"network '{nameOrNotation}': unknown name; did you mean {Spelling.Nearest(nameOrNotation, names)}? " +
                $"Names are {string.Join(", ", names)}; a notation such as {All[0].Notation} is the other choice");
        }
        return nameOrNotation;
    }
}
