using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Workloads.Datasets.Download;

/// <summary>The data sets that can be fetched, with the sums that their authors or the usual libraries publish.</summary>
public static class PublishedSets
{
    public static IReadOnlyList<PublishedSet> All { get; } =
    [
        new("mnist", new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        [
            Idx("train-images", 3, 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb"),
            Idx("train-labels", 1, 28_881, "d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624"),
            Idx("t10k-images", 3, 1_648_877, "9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea"),
            Idx("t10k-labels", 1, 4_542, "ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637"),
        ]),
        new("fashion-mnist", new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        [
            Idx("train-images", 3, 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d", "f4a8712d7a061bf5bd6d2ca38dc4d50a"),
            Idx("train-labels", 1, 29_515, "25c81989df183df01b3e8a0aad5dffbe", "9018921c3c673c538a1fc5bad174d6f9"),
            Idx("t10k-images", 3, 4_422_102, "bef4ecab320f06d8554ea6380940ec79", "8181f5470baa50b63fa0f6fddb340f0a"),
            Idx("t10k-labels", 1, 5_148, "bb300cfdad3c16e7a12a480ee83cd310", "15d484375f8d13e6eb1aabb0c3f46965"),
        ]),
        new("cifar10", new("https://www.cs.toronto.edu/~kriz/"),
        [
            new("cifar-10-binary.tar.gz", 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530",
            [
                Cifar("data_batch_1.bin", "5dd7e06a14cb22eb9f671a540d1b7c25"),
                Cifar("data_batch_2.bin", "5ea93a67294ea407fff1d09f752e9692"),
                Cifar("data_batch_3.bin", "942cd6a4bcdd0dd3c604fbe906cb4421"),
                Cifar("data_batch_4.bin", "ae636b3ba5c66a11e91e8cb52e771fcb"),
                Cifar("data_batch_5.bin", "53f37980c15c3d472c316c40844f3f0d"),
                Cifar("test_batch.bin", "803d5f7f4d78ea53de84dbe85f74fb6d"),
            ]),
        ]),
        new("svhn", new("http://ufldl.stanford.edu/housenumbers/"),
        [
            new("train_32x32.mat", 182_040_794, "e26dedcc434d2e4c54c9b2d4a06d8373", []),
            new("test_32x32.mat", 64_275_384, "eb5a983be6a315427106f1b164d9cef3", []),
        ]),
    ];

    /// <summary>The set of a name; says why where there is none.</summary>
    public static PublishedSet Get(string name)
    {
        if (All.FirstOrDefault(set => set.Name == name) is { } known) return known;
        var names = All.Select(set => set.Name);
        throw new InputException(name switch
        {
            "digits" => "data set 'digits' is built in; there is nothing to fetch",
            "imagenet" => "data set 'imagenet' needs a registration at image-net.org; " +
                "give its unpacked class folders as --data imagenet:DIR",
            _ => $"data set '{name}' cannot be fetched; did you mean {Spelling.Nearest(name, names)}? Known are {string.Join(", ", names)}",
        });
    }

    private static PublishedFile Idx(string part, int rank, long bytes, string md5, string contentMd5)
    {
        string dash = $"{part}-idx{rank}-ubyte", dot = $"{part}.idx{rank}-ubyte";
        return new(dash + ".gz", bytes, md5, [new([dash, dot], contentMd5)]) { OtherNames = [dot + ".gz"] };
    }

    private static PublishedContent Cifar(string name, string md5) => new([name, $"cifar-10-batches-bin/{name}"], md5);
}
