using System.Security.Cryptography;
using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Datasets.Images;

namespace WageSim.Tests.Workloads.Datasets.Images;

public sealed class ClassFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ClassFoldersTests()
    {
        Write("train/cat/b.png", 1);
        Write("train/cat/a.PNG", 2);
        Write("train/cat/c.png", 3);
        Write("train/ant/z.png", 4);
        Write("train/ant/notes.txt", 5);
        Write("val/cat/q.png", 6);
        Write("val/ant/r.jpeg", 7);
    }

    public void Dispose() => folder.Dispose();

    // One colour, so that it is the same in any size; a corner that is not.
    private void Write(string name, byte color, int width = 9, int height = 5)
    {
        string path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] pixels = [.. Enumerable.Repeat(color, width * height * 3)];
        pixels[0] = 200;
        File.WriteAllBytes(path, PngBytes.Rgb(width, height, pixels));
    }

    private DataSet Load() => DataSets.Load($"imagenet:{folder.Path}");

    private string Error() => Assert.Throws<InputException>(Load).Message;

    private static byte Color(ImageSet set, int index) => set.Read(index, default)[^1];

    [Fact]
    public void Images_are_in_turn_of_all_classes()
    {
        double done = 0;
        var set = DataSets.Load($"imagenet:{folder.Path}", share => done += share);
        Assert.Equal(1, done, 1e-9);
        Assert.Equal(("imagenet", 2, 4, 2), (set.Name, set.Classes, set.Train.Count, set.Test.Count));
        Assert.Equal((new(256, 256, 3), new(224, 224, 3), 0), (set.Train.Shape, set.Input, set.CropBorder));
        Assert.Equal([(4, 0), (2, 1), (1, 1), (3, 1)], Enumerable.Range(0, 4).Select(i => ((int)Color(set.Train, i), set.Train.Label(i))));
        Assert.Equal([(7, 0), (6, 1)], Enumerable.Range(0, 2).Select(i => ((int)Color(set.Test, i), set.Test.Label(i))));
        Assert.Equal([4, 2], Enumerable.Range(0, set.Train.Take(2).Count).Select(i => (int)Color(set.Train.Take(2), i)));
        Assert.Same(set.Train, set.Train.Take(4));
    }

    [Fact]
    public void Images_are_the_decoded_files_in_256_rows_and_columns()
    {
        byte[] pixels = new byte[300 * 200 * 3];
        new Random(1).NextBytes(pixels);
        File.WriteAllBytes(folder.File("train/ant/z.png"), PngBytes.Rgb(300, 200, pixels));
        var set = Load();
        Assert.Equal(Resampling.Resize(new(300, 200, pixels), 256, 256).Pixels, set.Train.Read(0, default).ToArray());
    }

    [Fact]
    public void What_is_expected_is_what_is_read()
    {
        var set = Load().Train;
        for (int i = 0; i < 20; i++)
        {
            set.Expect([0, 1, 3]);
            set.Expect([1, 2, 3, 1]);
            foreach (int index in (int[])[1, 3, 0, 2, 1]) Assert.Equal(((int[])[4, 2, 1, 3])[index], Color(set, index));
        }
    }

    [Fact]
    public void Batches_are_windows_of_the_images()
    {
        var set = Load();
        int size = set.Input.Count;
        sbyte[] codes = new sbyte[2 * size], again = new sbyte[size];
        int[] labels = new int[2];
        var reader = new BatchReader(set, PixelCodes.SignedUnit, Augmentation.Crop | Augmentation.Flip, 1);
        reader.Train(3, [0, 2], codes, labels);
        reader.Train(3, [2], again, new int[1]);
        Assert.Equal(codes[size..], again);
        Assert.Equal([0, 1], labels);
        var window = reader.Window(3, 2);
        Assert.InRange(window.Top, 0, 32);
        Assert.InRange(window.Left, 0, 32);
        Assert.Equal(1 - 128, codes[^1]);
    }

    [Fact]
    public void A_fingerprint_knows_names_classes_and_lengths()
    {
        string before = Hash();
        Assert.Equal(before, Hash());
        File.Move(folder.File("train/ant/z.png"), folder.File("train/ant/y.png"));
        string renamed = Hash();
        File.WriteAllBytes(folder.File("train/ant/y.png"), [.. File.ReadAllBytes(folder.File("train/ant/y.png")), 0]);
        Assert.Equal(3, new HashSet<string> { before, renamed, Hash() }.Count);

        string Hash()
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Load().Train.Hash(hash);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    [Fact]
    public void A_folder_test_takes_the_place_of_val()
    {
        Directory.Move(folder.File("val"), folder.File("test"));
        Assert.Equal(2, Load().Test.Count);
    }

    [Fact]
    public void An_unreadable_image_is_named_when_it_is_read()
    {
        File.WriteAllText(folder.File("train/cat/c.png"), "a cat");
        var set = Load();
        set.Train.Expect([3]);
        string message = Assert.Throws<InputException>(() => set.Train.Read(3, default).Length).Message;
        Assert.Equal($"{folder.File("train/cat/c.png")}: is neither a JPEG nor a PNG image: its first bytes are 6120636174", message);
        File.Delete(folder.File("train/cat/c.png"));
        message = Assert.Throws<InputException>(() => Color(set.Train, 3)).Message;
        Assert.StartsWith($"{folder.File("train/cat/c.png")}: cannot be read: ", message);
        File.WriteAllBytes(folder.File("train/ant/z.png"), []);
        Assert.StartsWith($"{folder.File("train/ant/z.png")}: is neither", Error());
    }

    [Fact]
    public void Folders_that_do_not_fit_are_errors()
    {
        Directory.CreateDirectory(folder.File("val/dog"));
        Assert.Equal($"{folder.File("val/dog")}: class dog is not in {folder.File("train")}", Error());
        Directory.Delete(folder.File("val/dog"));
        Directory.CreateDirectory(folder.File("train/dog"));
        Assert.Equal($"{folder.File("train/dog")}: has no .jpg, .jpeg or .png files", Error());
        Directory.Delete(folder.File("train/dog"));
        Directory.Delete(folder.File("val"), recursive: true);
        Assert.Equal($"data set 'imagenet:{folder.Path}': its folder val, or test, is missing", Error());
        Directory.CreateDirectory(folder.File("val/ant"));
        Assert.Equal($"{folder.File("val")}: has no .jpg, .jpeg or .png files in folders of classes", Error());
        Directory.Delete(folder.File("train"), recursive: true);
        Assert.Equal($"data set 'imagenet:{folder.Path}': its folder train is missing", Error());
        Directory.CreateDirectory(folder.File("train"));
        Assert.Equal($"{folder.File("train")}: has no folders; one a class is expected", Error());
    }
}
