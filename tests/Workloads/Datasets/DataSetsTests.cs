using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public class DataSetsTests
{
    private const string Forms = "digits, mnist:DIR, fashion-mnist:DIR, cifar10:DIR, svhn:DIR, imagenet:DIR, idx:DIR";

    private static byte[] Pixels(ImageSet set) => ((PixelSet)set).Pixels;
    private static byte[] Labels(ImageSet set) => ((PixelSet)set).Labels;
    private static string Error(string spec) => Assert.Throws<InputException>(() => DataSets.Load(spec)).Message;

    [Fact]
    public void Digits_are_all_there()
    {
        var digits = DataSets.Load("digits");
        Assert.Equal(("digits", 10, 1438, 359), (digits.Name, digits.Classes, digits.Train.Count, digits.Test.Count));
        Assert.Equal(new ImageShape(8, 8, 1), digits.Train.Shape);
        int[] perDigit = [.. Enumerable.Range(0, 10)
            .Select(digit => Labels(digits.Train).Concat(Labels(digits.Test)).Count(label => label == digit))];
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], perDigit);
        // The values' sum is 561,718; 10,456 of them are 16, whose pixel is 255 instead of 256.
        Assert.Equal(16 * 561_718 - 10_456, Pixels(digits.Train).Concat(Pixels(digits.Test)).Sum(pixel => pixel));
        Assert.All(Pixels(digits.Train), pixel => Assert.True(pixel % 16 == 0 || pixel == 255));
    }

    [Fact]
    public void Both_parts_of_the_digits_have_every_digit_and_no_image_is_in_both()
    {
        var digits = DataSets.Load("digits");
        Assert.Equal(10, Labels(digits.Test).Distinct().Count());
        // The first line of the file, a zero, is found once.
        byte[] first = [.. new[] { 0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0 }.Select(value => (byte)(16 * value))];
        Assert.Equal(1, Hits(digits.Train) + Hits(digits.Test));

        int Hits(ImageSet set) =>
            Enumerable.Range(0, set.Count).Count(i => set.Read(i, default)[..16].SequenceEqual(first) && set.Label(i) == 0);
    }

    [Fact]
    public void A_set_comes_with_the_statistics_of_its_pixels()
    {
        var digits = DataSets.Load("digits");
        Assert.Same(PixelStatistics.Digits, digits.Statistics);
        AssertOf(Pixels(digits.Train), digits.Statistics);
        var unknown = new PixelSet(new(1, 1, 3), [1, 2, 3], [0]);
        Assert.Equal([0.5m, 0.5m, 0.5m], new DataSet("made", 1, unknown, unknown).Statistics.Deviations);
    }

    [Fact]
    public void Known_sets_are_listed()
    {
        Assert.Equal(Forms, string.Join(", ", DataSets.Known.Select(known => known.Form)));
        Assert.All(DataSets.Known, known => Assert.True(known.Description.Length > 20));
    }

    [Fact]
    public void A_wrong_name_says_what_is_known()
    {
        Assert.Equal($"data set 'minst:x': unknown; known are {Forms}", Error("minst:x"));
        Assert.Equal("data set 'mnist': a folder is missing; mnist:DIR is expected", Error("mnist"));
        Assert.Equal("data set 'idx:': a folder is missing; idx:DIR is expected", Error("idx:"));
        Assert.Equal("data set 'digits:x': digits is built in; no folder is expected", Error("digits:x"));
        Assert.Equal("data set 'mnist:no/such': the folder does not exist", Error("mnist:no/such"));
    }

    [Fact]
    public void Taking_images_keeps_the_first()
    {
        var set = new PixelSet(new(1, 2, 1), [1, 2, 3, 4, 5, 6], [7, 8, 9]);
        Assert.Equal([1, 2, 3, 4], set.Take(2).Pixels);
        Assert.Equal([7, 8], set.Take(2).Labels);
        Assert.Same(set, set.Take(3));
        Assert.Same(set, set.Take(100));
        Assert.Equal([5, 6], set.Image(2).ToArray());
    }

    // Sums of the unpacked files as published with the set; the header is what the loader took off.
    [SharedFact]
    [SuppressMessage("Security", "CA5351", Justification = "The published sums are MD5.")]
    public void Mnist_is_loaded_byte_for_byte()
    {
        var mnist = DataSets.Load($"mnist:{Path.Combine(Shared.Folder!, "data", "mnist")}");
        Assert.Equal((10, 60_000, 10_000), (mnist.Classes, mnist.Train.Count, mnist.Test.Count));
        Assert.Equal("6BBC9ACE898E44AE57DA46A324031ADB", Md5(2051, Pixels(mnist.Train), 60_000, 28, 28));
        Assert.Equal("2646AC647AD5339DBF082846283269EA", Md5(2051, Pixels(mnist.Test), 10_000, 28, 28));
        Assert.Equal("A25BEA736E30D166CDDDB491F175F624", Md5(2049, Labels(mnist.Train), 60_000));
        Assert.Equal("27AE3E4E09519CFBB04C329615203637", Md5(2049, Labels(mnist.Test), 10_000));
        Assert.Same(PixelStatistics.Mnist, mnist.Statistics);
        AssertOf(Pixels(mnist.Train), mnist.Statistics);

        static string Md5(int magic, byte[] data, params int[] dimensions) =>
            Convert.ToHexString(MD5.HashData(IdxFiles.Bytes(magic, dimensions, data)));
    }

    // Four decimals of mean and deviation of one channel.
    private static void AssertOf(byte[] pixels, PixelStatistics statistics)
    {
        double mean = pixels.Average(pixel => pixel / 255.0);
        double deviation = Math.Sqrt(pixels.Average(pixel => (pixel / 255.0 - mean) * (pixel / 255.0 - mean)));
        Assert.Equal((double)statistics.Means.Single(), mean, 5e-5);
        Assert.Equal((double)statistics.Deviations.Single(), deviation, 5e-5);
    }
}
