using WageSim.Models;
using WageSim.Workloads.Datasets.Matlab;

namespace WageSim.Workloads.Datasets;

/// <summary>SVHN's cropped digits: train_32x32.mat and test_32x32.mat, each X (32×32×3×n bytes) and y (n labels, 10 is the 0).</summary>
internal static class SvhnFolder
{
    private const int Side = 32, Channels = 3, Classes = 10, ImageBytes = Side * Side * Channels, ImagesAReport = 1024;
    private static readonly string[] files = ["train_32x32.mat", "test_32x32.mat"];

    public static DataSet Load(string name, string folder, Action<double> progress)
    {
        if (files.FirstOrDefault(file => !File.Exists(Path.Combine(folder, file))) is { } absent)
            throw new InputException($"data set '{name}:{folder}': {absent} is missing; {string.Join(" and ", files)} are expected");
        var parts = files.Select(file => Part(Path.Combine(folder, file), share => progress(share / files.Length))).ToList();
        return new(name, Classes, parts[0], parts[1]);
    }

    private static PixelSet Part(string path, Action<double> progress)
    {
        byte[]? pixels = null, labels = null;
        MatFile.Read(path, array =>
        {
            if (array.Name == "X") pixels = Pixels(path, array, progress);
            if (array.Name == "y") labels = Labels(path, array);
        });
        if (pixels is null) throw new InputException($"{path}: has no array X, the images");
        if (labels is null) throw new InputException($"{path}: has no array y, the labels");
        int images = pixels.Length / ImageBytes;
        if (labels.Length != images) throw new InputException($"{path}: {labels.Length} labels in y do not fit the {images} images in X");
        return new(new(Side, Side, Channels), pixels, labels);
    }

    // Column-major: rows of a column lie together, then columns, channels, images.
    private static byte[] Pixels(string path, MatArray array, Action<double> progress)
    {
        // MATLAB drops a last dimension of 1.
        if (array.Dimensions is not ([Side, Side, Channels, > 0] or [Side, Side, Channels]) || array.Stored != MatType.UInt8)
            throw new InputException($"{path}: X is {Shape(array)}; {Side}×{Side}×{Channels}×n of uint8 is expected");
        CheckSize(path, array);
        byte[] pixels = new byte[array.Bytes], image = new byte[ImageBytes];
        int images = pixels.Length / ImageBytes;
        for (int i = 0; i < images; i++)
        {
            if (array.Data.ReadAtLeast(image, ImageBytes, throwOnEndOfStream: false) < ImageBytes)
                throw new InputException($"{path}: the data ends in image {i} of {images}");
            var to = pixels.AsSpan(i * ImageBytes, ImageBytes);
            for (int y = 0; y < Side; y++)
                for (int x = 0; x < Side; x++)
                    for (int c = 0; c < Channels; c++) to[(y * Side + x) * Channels + c] = image[(c * Side + x) * Side + y];
            if (i % ImagesAReport == 0) progress((double)Math.Min(ImagesAReport, images - i) / images);
        }
        return pixels;
    }

    private static byte[] Labels(string path, MatArray array)
    {
        CheckSize(path, array);
        byte[] labels = new byte[(int)array.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            double label = array.ReadNumber();
            if (label is not (>= 1 and <= Classes) || label != Math.Floor(label))
                throw new InputException($"{path}: label {label} of image {i} is not one of 1..{Classes} (10 is the digit 0)");
            labels[i] = (byte)(label % Classes);
        }
        return labels;
    }

    private static void CheckSize(string path, MatArray array)
    {
        if (array.Bytes > Array.MaxLength)
            throw new InputException($"{path}: {array.Name} has {array.Bytes} bytes; at most {Array.MaxLength} are supported");
    }

    private static string Shape(MatArray array) => $"{string.Join('×', array.Dimensions)} of {array.Stored.ToString().ToLowerInvariant()}";
}
