using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public sealed class CifarFolderTests : IDisposable
{
    private const int Record = 3073;
    private static readonly string[] names = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Error() => Assert.Throws<InputException>(() => DataSets.Load($"cifar10:{folder.Path}")).Message;

    // File i has i + 1 records; record r of file i has label (i + r) mod 10.
    private static byte[] Bytes(int file)
    {
        byte[] bytes = new byte[(file + 1) * Record];
        new Random(file).NextBytes(bytes);
        for (int r = 0; r <= file; r++) bytes[r * Record] = (byte)((file + r) % 10);
        return bytes;
    }

    private static void WriteAll(string place)
    {
        Directory.CreateDirectory(place);
        for (int i = 0; i < names.Length; i++) File.WriteAllBytes(Path.Combine(place, names[i]), Bytes(i));
    }

    private void WriteArchive(params int[] order)
    {
        using var zip = new GZipStream(File.Create(folder.File("cifar-10-binary.tar.gz")), CompressionLevel.Fastest);
        using var tar = new TarWriter(zip);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "cifar-10-batches-bin/"));
        Add("readme.html", [1, 2]);
        foreach (int i in order) Add(names[i], Bytes(i));

        void Add(string name, byte[] bytes) => tar.WriteEntry(
            new UstarTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}") { DataStream = new MemoryStream(bytes) });
    }

    private void CheckLoaded()
    {
        double done = 0;
        var set = DataSets.Load($"cifar10:{folder.Path}", share => done += share);
        Assert.Equal(1, done, 1e-9);
        Assert.Equal(("cifar10", 10, 15, 6), (set.Name, set.Classes, set.Train.Count, set.Test.Count));
        Assert.Equal(new(32, 32, 3), set.Input);
        int image = 0;
        for (int file = 0; file < 5; file++)
            for (int r = 0; r <= file; r++) CheckImage(set.Train, image++, file, r);
        for (int r = 0; r < 6; r++) CheckImage(set.Test, r, 5, r);
    }

    private static void CheckImage(ImageSet set, int image, int file, int record)
    {
        byte[] bytes = Bytes(file);
        var pixels = set.Read(image, default);
        Assert.Equal((file + record) % 10, set.Label(image));
        for (int c = 0; c < 3; c++)
            for (int y = 0; y < 32; y++)
                for (int x = 0; x < 32; x++)
                    Assert.Equal(bytes[record * Record + 1 + c * 1024 + y * 32 + x], pixels[(y * 32 + x) * 3 + c]);
    }

    [Fact]
    public void The_six_files_are_loaded_with_as_many_records_as_they_hold()
    {
        WriteAll(folder.Path);
        CheckLoaded();
    }

    [Fact]
    public void The_folder_of_the_distribution_is_found_in_the_given_one()
    {
        WriteAll(folder.File("cifar-10-batches-bin"));
        CheckLoaded();
    }

    [Theory, InlineData(0, 1, 2, 3, 4, 5), InlineData(3, 5, 0, 4, 2, 1)]
    public void The_archive_is_read_as_it_is_in_any_order(params int[] order)
    {
        WriteArchive(order);
        CheckLoaded();
    }

    [Fact]
    public void An_archive_without_a_file_is_an_error()
    {
        WriteArchive(0, 1, 3, 4, 5);
        Assert.Equal($"{folder.File("cifar-10-binary.tar.gz")}: data_batch_3.bin is missing in the archive", Error());
    }

    [Fact]
    public void A_truncated_archive_is_an_error()
    {
        WriteArchive(0, 1, 2, 3, 4, 5);
        string path = folder.File("cifar-10-binary.tar.gz");
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in (int[])[0, 5, whole.Length / 2, whole.Length * 9 / 10])
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.StartsWith($"{path}: ", Error());
        }
        File.WriteAllBytes(path, [.. whole[..(whole.Length / 2)], (byte)~whole[whole.Length / 2], .. whole[(whole.Length / 2 + 1)..]]);
        Assert.StartsWith($"{path}: ", Error());
    }

    [Fact]
    public void A_missing_file_is_named_and_a_packed_one_mentioned()
    {
        string set = $"data set 'cifar10:{folder.Path}'";
        const string Expected = "data_batch_1.bin … data_batch_5.bin and test_batch.bin, or cifar-10-binary.tar.gz, are expected";
        Assert.Equal($"{set}: data_batch_1.bin is missing; {Expected}", Error());
        File.WriteAllBytes(folder.File("data_batch_1.bin.xz"), [1]);
        Assert.Equal($"{set}: data_batch_1.bin is missing; data_batch_1.bin.xz must be unpacked first, as by xz -dk", Error());
        WriteAll(folder.Path);
        File.Delete(folder.File("data_batch_4.bin"));
        Assert.Equal($"{set}: data_batch_4.bin is missing; {Expected}", Error());
    }

    [Fact]
    public void A_wrong_record_size_is_an_error()
    {
        WriteAll(folder.Path);
        string path = folder.File("data_batch_2.bin");
        File.WriteAllBytes(path, Bytes(1)[..^1]);
        Assert.Equal($"{path}: 6145 bytes are not a multiple of a record's 3073; record 1 has 3072 bytes", Error());
        File.WriteAllBytes(path, []);
        Assert.Equal($"{path}: no records; at least one of 3073 bytes is expected", Error());
    }

    [Fact]
    public void A_label_out_of_range_is_an_error()
    {
        WriteAll(folder.Path);
        byte[] bytes = Bytes(5);
        bytes[2 * Record] = 10;
        File.WriteAllBytes(folder.File("test_batch.bin"), bytes);
        Assert.Equal($"{folder.File("test_batch.bin")}: label 10 of record 2 is outside 0..9", Error());
    }

    // The label counts of the shared files, which lack 109 records.
    [SharedFact]
    public void CIFAR_10_is_loaded_with_the_records_that_are_there()
    {
        string shared = Path.Combine(Shared.Folder!, "data", "cifar10");
        foreach (string name in names)
        {
            var xz = new ProcessStartInfo("xz", ["-dc", Path.Combine(shared, name + ".xz")]) { RedirectStandardOutput = true };
            using var packed = Process.Start(xz)!;
            using (var file = File.Create(folder.File(name))) packed.StandardOutput.BaseStream.CopyTo(file);
            packed.WaitForExit();
            Assert.Equal(0, packed.ExitCode);
        }
        var set = DataSets.Load($"cifar10:{folder.Path}");
        Assert.Equal((49_914, 9_977), (set.Train.Count, set.Test.Count));
        Assert.Equal([5000, 5000, 5000, 5000, 4999, 5000, 5000, 4995, 4920, 5000], Labels(set.Train));
        Assert.Equal([1000, 1000, 1000, 1000, 1000, 1000, 1000, 999, 978, 1000], Labels(set.Test));

        static IEnumerable<int> Labels(ImageSet images)
        {
            var labels = Enumerable.Range(0, images.Count).Select(images.Label);
            return labels.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value);
        }
    }
}
