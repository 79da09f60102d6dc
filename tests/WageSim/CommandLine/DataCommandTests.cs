using WageSim.Tests.Support;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.CommandLine;

public sealed class DataCommandTests : IDisposable
{
    private const string TestLabels = "t10k-labels-idx1-ubyte.gz";
    private readonly TemporaryFolder folder = new();
    private readonly FileServer server = new();

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    private string Refused(string name) =>
        Cli.Refused("data", "get", name, "--out", folder.File("set"), "--from", server.Address.AbsoluteUri.TrimEnd('/'));

    [SharedFact]
    public void MNIST_is_fetched_checked_and_loaded()
    {
        string shared = Path.Combine(Shared.Folder!, "data", "mnist"), place = folder.File("set"), json = folder.File("get.json");
        foreach (string path in Directory.GetFiles(shared)) server.Files[Path.GetFileName(path)] = File.ReadAllBytes(path);
        server.Breaks.Enqueue(1000);
        // The shared training images are repacked: what is published is not served, what is there already is good enough.
        Directory.CreateDirectory(place);
        string images = Path.Combine(place, "train-images-idx3-ubyte.gz");
        File.WriteAllBytes(images, server.Files["train-images-idx3-ubyte.gz"]);
        string output = Cli.Good("data", "get", "mnist", "--out", place, "--from", server.Address.AbsoluteUri, "--json", json).Out;
        Assert.StartsWith($"{images}: there already, sum right\n", output);
        Assert.Contains($"\n{Path.Combine(place, TestLabels)}: fetched, sum right\n", output);
        Assert.EndsWith($"\nready: --data mnist:{place}\n", output);
        var repacked = Cli.Json(json).GetProperty("files").EnumerateArray().Select(file => file.GetProperty("repacked").GetBoolean());
        Assert.Equal([true, false, false, false], repacked);

        string checkedFiles = Cli.Good("data", "verify", "mnist", place).Out;
        string labels = Path.Combine(place, TestLabels);
        Assert.Contains($"{labels}: 4,542 bytes, md5 ec29112dd5afa0611ce80d1b7f02629c, as published\n", checkedFiles);
        Assert.Equal(10_000, DataSets.Load($"mnist:{place}").Test.Count);

        File.AppendAllText(labels, "x");
        string refused = Cli.Refused("data", "verify", "mnist", place);
        Assert.EndsWith("of its 4543 bytes is not the published ec29112dd5afa0611ce80d1b7f02629c", refused);
    }

    [Fact]
    public void A_wrong_file_is_refused_and_nothing_is_kept()
    {
        server.Files["train-images-idx3-ubyte.gz"] = new byte[9_912_422];
        Assert.Matches(
            "images-idx3-ubyte.gz: md5 [0-9a-f]{32} of the 9912422 bytes is not the published f68b3c2d[0-9a-f]{24}; they are not kept$",
            Refused("mnist"));
        Assert.Empty(Directory.GetFiles(folder.File("set")));
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Equal($"{server.Address}train_32x32.mat: the server answers 404 Not Found", Refused("svhn"));

    [Fact]
    public void A_set_that_cannot_be_fetched_says_why()
    {
        Assert.Equal("data set 'digits' is built in; there is nothing to fetch", Refused("digits"));
        Assert.Equal("data set 'imagenet' needs a registration at image-net.org; give its unpacked class folders as --data imagenet:DIR",
            Refused("imagenet"));
        Assert.Equal("data set 'cifar' cannot be fetched; did you mean cifar10? Known are mnist, fashion-mnist, cifar10, svhn",
            Refused("cifar"));
        Assert.False(Directory.Exists(folder.File("set")));
    }

    [Theory]
    [InlineData("ftp://a/b"), InlineData("here"), InlineData("/a/b")]
    public void A_source_is_a_web_address(string source) =>
        Assert.Equal($"--from: '{source}' is not an http or https address", Cli.Refused("data", "get", "mnist", "--from", source));

    [Fact]
    public void A_folder_that_is_a_file_is_refused()
    {
        File.WriteAllText(folder.File("set"), "mine");
        Assert.Equal($"{folder.File("set")}: is a file; a folder is expected", Refused("mnist"));
        Assert.Equal("mine", File.ReadAllText(folder.File("set")));
    }

    [Fact]
    public void Without_a_subcommand_it_shows_its_help()
    {
        string help = Cli.Good("data").Out;
        Assert.Equal(Cli.Good("data", "--help").Out, help);
        Assert.Contains("\n  get ", help);
        Assert.Contains("\n  verify ", help);
        Assert.Equal("data: unknown command 'fetch'; did you mean get? Commands are get, verify", Cli.Refused("data", "fetch"));
        Assert.Equal("get: NAME is missing", Cli.Refused("data", "get"));
    }
}
