using WageSim.Models;

namespace WageSim.Workloads.Datasets;

/// <summary>A folder with MNIST's four files: images and labels to train on and to test with.</summary>
internal static class IdxFolder
{
    /// <summary>Loads a folder; without a number of classes it is the largest label + 1.</summary>
    public static DataSet Load(string name, string folder, int? classes)
    {
        var train = Part(name, folder, "train", classes);
        var test = Part(name, folder, "t10k", classes);
        if (train.Shape != test.Shape)
        {
            throw new InputException($"data set '{name}:{folder}': images to train on are {train.Shape}, " +
                $"images to test with {test.Shape}; one shape is expected");
        }
        return new(name, classes ?? Math.Max(train.Labels.Max(), test.Labels.Max()) + 1, train, test);
    }

    private static PixelSet Part(string name, string folder, string part, int? classes)
    {
        string imagesPath = Find(name, folder, part, "images", 3), labelsPath = Find(name, folder, part, "labels", 1);
        var (shape, pixels) = IdxFile.ReadImages(imagesPath);
        byte[] labels = IdxFile.ReadLabels(labelsPath);
        int images = pixels.Length / shape.Count;
        if (images != labels.Length)
            throw new InputException($"{labelsPath}: {labels.Length} labels do not fit the {images} images of {imagesPath}");
        int wrong = classes is int count ? Array.FindIndex(labels, label => label >= count) : -1;
        if (wrong >= 0) throw new InputException($"{labelsPath}: label {labels[wrong]} of image {wrong} is outside 0..{classes - 1}");
        return new(shape, pixels, labels);
    }

    // Both spellings are about: a dash before idx in the original distribution, a dot where old unpackers changed it.
    private static string Find(string name, string folder, string part, string what, int rank)
    {
        string dash = $"{part}-{what}-idx{rank}-ubyte", dot = $"{part}-{what}.idx{rank}-ubyte";
        string[] candidates = [dash, dot, dash + ".gz", dot + ".gz"];
        return candidates.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new InputException($"data set '{name}:{folder}': {dash} is missing; it, {dot}, or either with .gz is expected");
    }
}
