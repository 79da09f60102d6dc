using WageSim.Models;

namespace WageSim.Workloads.Datasets.Images;

/// <summary>Photographs in class folders, as ImageNet is unpacked: train/CLASS/*.JPEG and val/CLASS/*.JPEG.</summary>
public static class ClassFolders
{
    private const int StoredSide = 256, SeenSide = 224;
    private static readonly string[] extensions = [".jpg", ".jpeg", ".png"], testFolders = ["val", "test"];

    /// <summary>Lists a folder and decodes the first image of each part; classes are the folders of train in ordinal order.</summary>
    public static DataSet Load(string name, string folder, Action<double> progress, ImageDecoder? decoder = null)
    {
        decoder ??= new();
        string train = Path.Combine(folder, "train");
        string? test = testFolders.Select(part => Path.Combine(folder, part)).FirstOrDefault(Directory.Exists);
        if (!Directory.Exists(train)) throw new InputException($"data set '{name}:{folder}': its folder train is missing");
        if (test is null) throw new InputException($"data set '{name}:{folder}': its folder val, or test, is missing");
        string[] classes = Names(Directory.EnumerateDirectories(train));
        if (classes.Length == 0) throw new InputException($"{train}: has no folders; one a class is expected");
        if (Names(Directory.EnumerateDirectories(test)).Except(classes).FirstOrDefault() is { } unknown)
            throw new InputException($"{Path.Combine(test, unknown)}: class {unknown} is not in {train}");
        double share = 1.0 / (2 * classes.Length);
        return new(name, classes.Length, Part(train), Part(test)) { Input = new(SeenSide, SeenSide, RgbImage.Channels), CropBorder = 0 };

        FolderSet Part(string part)
        {
            var files = new List<(string Name, int Label)>[classes.Length];
            for (int i = 0; i < classes.Length; i++)
            {
                string place = Path.Combine(part, classes[i]);
                files[i] = Directory.Exists(place)
                    ? [.. Names(Directory.EnumerateFiles(place).Where(IsImage)).Select(file => ($"{classes[i]}/{file}", i))] : [];
                if (part == train && files[i].Count == 0) throw new InputException($"{place}: has no .jpg, .jpeg or .png files");
                progress(share);
            }
            if (files.All(list => list.Count == 0))
                throw new InputException($"{part}: has no .jpg, .jpeg or .png files in folders of classes");
            // The first images of a set, for --limit, are of all classes.
            var mixed = files.SelectMany(list => list.Select((file, place) => (file, place))).OrderBy(entry => entry.place);
            var set = new FolderSet(new(StoredSide, StoredSide, RgbImage.Channels), part, [.. mixed.Select(entry => entry.file)], decoder);
            set.Read(0, default);
            return set;
        }
    }

    private static bool IsImage(string path) => extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static string[] Names(IEnumerable<string> paths) =>
        [.. paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
