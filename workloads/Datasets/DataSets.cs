using WageSim.Models;
using WageSim.Workloads.Datasets.Images;

namespace WageSim.Workloads.Datasets;

/// <summary>Data sets by name: "digits", "mnist:DIR", "cifar10:DIR", ….</summary>
public static class DataSets
{
    private sealed record Source(string Name, string Description, Func<string, Action<double>, DataSet> Load)
    {
        /// <summary>Whether a folder follows the name.</summary>
        public bool HasFolder { get; init; } = true;
        public string Form => HasFolder ? $"{Name}:DIR" : Name;

        /// <summary>Mean and deviation of its pixels; null where each user has other images.</summary>
        public PixelStatistics? Statistics { get; init; }
    }

    private static readonly Source[] Sources =
    [
        new("digits", "1,797 scanned handwritten digits of 8×8, built in (1,438 train, 359 test)",
            (_, _) => Digits.Load()) { HasFolder = false, Statistics = PixelStatistics.Digits },
        new("mnist", "MNIST handwritten digits of 28×28: a folder with the four IDX files",
            (folder, _) => IdxFolder.Load("mnist", folder, classes: 10)) { Statistics = PixelStatistics.Mnist },
        new("fashion-mnist", "Fashion-MNIST articles of 28×28: a folder with the four IDX files",
            (folder, _) => IdxFolder.Load("fashion-mnist", folder, classes: 10)) { Statistics = PixelStatistics.FashionMnist },
        new("cifar10", "CIFAR-10 photographs of 32×32×3: a folder with the binary files (data_batch_1.bin, …) or cifar-10-binary.tar.gz",
            (folder, progress) => CifarFolder.Load("cifar10", folder, progress)) { Statistics = PixelStatistics.Cifar10 },
        new("svhn", "SVHN house numbers, cropped digits of 32×32×3: a folder with train_32x32.mat and test_32x32.mat",
            (folder, progress) => SvhnFolder.Load("svhn", folder, progress)) { Statistics = PixelStatistics.Svhn },
        new("imagenet", "photographs in class folders, train/CLASS and val/CLASS, JPEG or PNG: made 256×256, of which 224×224×3 are seen",
            (folder, progress) => ClassFolders.Load("imagenet", folder, progress)) { Statistics = PixelStatistics.Photographs },
        new("idx", "any set of grey images in MNIST's four IDX files; as many classes as the largest label asks for",
            (folder, _) => IdxFolder.Load("idx", folder, classes: null)),
    ];

    /// <summary>How each set is asked for, and what it is, in one line.</summary>
    public static IReadOnlyList<(string Form, string Description)> Known { get; } =
        [.. Sources.Select(source => (source.Form, source.Description))];

    /// <summary>Mean and deviation of a known set's pixels; null where each user has other images.</summary>
    public static PixelStatistics? Statistics(string name) => Sources.First(source => source.Name == name).Statistics;

    /// <summary>Loads a set, such as digits or mnist:path/to/folder; says what share of the work is newly done, in sum 1.</summary>
    public static DataSet Load(string spec, Action<double>? progress = null)
    {
        int colon = spec.IndexOf(':');
        string name = colon < 0 ? spec : spec[..colon], folder = colon < 0 ? "" : spec[(colon + 1)..];
        var source = Sources.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new InputException($"data set '{spec}': unknown; known are {string.Join(", ", Known.Select(known => known.Form))}");
        if (source.HasFolder && folder == "")
            throw new InputException($"data set '{spec}': a folder is missing; {source.Form} is expected");
        if (!source.HasFolder && colon >= 0)
            throw new InputException($"data set '{spec}': {name} is built in; no folder is expected");
        if (source.HasFolder && !Directory.Exists(folder)) throw new InputException($"data set '{spec}': the folder does not exist");
        var data = source.Load(folder, progress ?? (_ => { }));
        return source.Statistics is { } statistics ? data with { Statistics = statistics } : data;
    }
}
