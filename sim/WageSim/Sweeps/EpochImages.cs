using WageSim.Models;
using WageSim.Workloads.Catalogue;

namespace WageSim.Sweeps;

/// <summary>Training images of the data sets that networks are named for.</summary>
internal static class EpochImages
{
    private static readonly Dictionary<string, int> byNetwork = new()
    {
        ["digits-cnn"] = 1_438, ["mnist-lenet"] = 60_000, ["svhn-vgg"] = 73_257, ["cifar10-vgg"] = 50_000, ["imagenet-alexnet"] = 1_281_167,
        ["niti-digits"] = 1_438, ["niti-lenet"] = 60_000, ["vgg-small-7"] = 50_000, ["vgg-small-8"] = 50_000, ["vgg-small-9"] = 50_000,
    };

    /// <summary>Whole steps of an epoch.</summary>
    public static long Steps(string network, int? images, int batch)
    {
        int count = images ?? byNetwork.GetValueOrDefault(network);
        if (count == 0)
            throw new InputException($"network '{network}': images of an epoch are not known; give them (--images N), or take one of " +
                string.Join(", ", NetworkCatalogue.All.Select(known => known.Name)));
        return count >= batch ? count / batch : throw new InputException($"batch {batch}: is more than the {count} images of an epoch");
    }
}
