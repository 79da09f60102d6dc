using WageSim.Models;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public sealed class IdxFolderTests : IDisposable
{
    private const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte",
        TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";
    private readonly IdxFiles files = new();

    public void Dispose() => files.Dispose();

    private string Error(string name = "mnist") => Assert.Throws<InputException>(() => DataSets.Load($"{name}:{files.Folder}")).Message;

    private void CheckLoaded()
    {
        var set = DataSets.Load($"idx:{files.Folder}");
        Assert.Equal((5, 3, 2), (set.Classes, set.Train.Count, set.Test.Count));
        Assert.Equal(new(2, 2, 1), set.Train.Shape);
        var (train, test) = ((PixelSet)set.Train, (PixelSet)set.Test);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], train.Pixels);
        Assert.Equal([0, 1, 4], train.Labels);
        Assert.Equal([255, 254, 253, 252, 251, 250, 249, 248], test.Pixels);
        Assert.Equal([1, 2], test.Labels);
    }

    [Fact]
    public void Plain_files_are_loaded() => CheckLoaded();

    [Fact]
    public void Zipped_files_and_both_spellings_are_loaded()
    {
        files.Zip(TrainImages, "train-images-idx3-ubyte.gz");
        files.Zip(TrainLabels, "train-labels.idx1-ubyte.gz");
        File.Move(files[TestImages], files["t10k-images.idx3-ubyte"]);
        CheckLoaded();
    }

    [Fact]
    public void Known_sets_have_ten_classes()
    {
        Assert.Equal(10, DataSets.Load($"mnist:{files.Folder}").Classes);
        Assert.Equal(10, DataSets.Load($"fashion-mnist:{files.Folder}").Classes);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(files[TestLabels]);
        Assert.Equal(
            $"data set 'mnist:{files.Folder}': t10k-labels-idx1-ubyte is missing; " +
            "it, t10k-labels.idx1-ubyte, or either with .gz is expected",
            Error());
    }

    [Fact]
    public void A_wrong_magic_number_is_shown()
    {
        files.Write(TrainImages, IdxFiles.Bytes(2049, [3, 2, 2], new byte[12]));
        Assert.Equal($"{files[TrainImages]}: magic number 2049 is not that of IDX images, 2051", Error());
    }

    [Fact]
    public void A_short_header_is_an_error()
    {
        files.Write(TrainLabels, [0, 0, 8, 1, 0]);
        Assert.Equal($"{files[TrainLabels]}: 5 bytes are too few for the 8-byte header of IDX labels", Error());
    }

    [Fact]
    public void Truncated_and_overlong_files_are_errors()
    {
        files.Write(TrainImages, IdxFiles.Bytes(2051, [3, 2, 2], new byte[11]));
        Assert.Equal($"{files[TrainImages]}: 11 bytes follow the header, which announces 12; the file is truncated", Error());
        files.Write(TrainImages, IdxFiles.Bytes(2051, [3, 2, 2], new byte[14]));
        Assert.Equal($"{files[TrainImages]}: 14 bytes follow the header, which announces 12; 2 are too many", Error());
        files.Write(TrainImages, IdxFiles.Bytes(2051, [-1, -1, -1], new byte[12]));
        Assert.Contains("which announces 79228162458924105385300197375; the file is truncated", Error());
    }

    [Fact]
    public void Damaged_gzip_files_are_errors()
    {
        string zipped = TrainImages + ".gz";
        files.Zip(TrainImages, zipped);
        byte[] good = File.ReadAllBytes(files[zipped]);
        byte[][] damaged =
        [
            good[..^1], good[..^8], good[..^12], good[..15], // truncated in checksum, data, header
            [.. good[..^6], (byte)(good[^6] ^ 1), .. good[^5..]], // wrong checksum
            [.. good[..12], (byte)~good[12], .. good[13..]],
            [1, 2, 3, 4],
        ];
        foreach (byte[] bytes in damaged)
        {
            files.Write(zipped, bytes);
            Assert.Equal($"{files[zipped]}: the gzip data is truncated or corrupt", Error());
        }
    }

    [Fact]
    public void Every_image_needs_its_label()
    {
        files.Write(TestLabels, IdxFiles.Bytes(2049, [3], [1, 2, 3]));
        Assert.Equal($"{files[TestLabels]}: 3 labels do not fit the 2 images of {files[TestImages]}", Error());
    }

    [Fact]
    public void Labels_of_known_sets_are_digits()
    {
        files.Write(TrainLabels, IdxFiles.Bytes(2049, [3], [9, 10, 0]));
        Assert.Equal($"{files[TrainLabels]}: label 10 of image 1 is outside 0..9", Error());
        Assert.Equal(11, DataSets.Load($"idx:{files.Folder}").Classes);
        files.Write(TestLabels, IdxFiles.Bytes(2049, [2], [255, 0]));
        Assert.Equal(256, DataSets.Load($"idx:{files.Folder}").Classes);
    }

    [Fact]
    public void A_set_without_images_is_an_error()
    {
        files.Write(TrainImages, IdxFiles.Bytes(2051, [0, 2, 2], []));
        Assert.Equal($"{files[TrainImages]}: no images; at least one is expected", Error());
        files.Write(TrainImages, IdxFiles.Bytes(2051, [3, 0, 2], []));
        Assert.Equal($"{files[TrainImages]}: images without pixels; at least one is expected", Error());
    }

    [Fact]
    public void Both_parts_have_one_shape()
    {
        files.Write(TestImages, IdxFiles.Bytes(2051, [2, 2, 1], new byte[4]));
        Assert.Equal($"data set 'idx:{files.Folder}': images to train on are 2×2×1, images to test with 2×1×1; one shape is expected",
            Error("idx"));
    }
}
