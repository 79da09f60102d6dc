using System.IO.Compression;
using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets.Download;

namespace WageSim.Tests.Workloads.Datasets.Download;

public sealed class SetDownloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FileServer server = new();
    private readonly PublishedSet set;
    private readonly byte[] inner = [1, 2, 3, 4, 5, 6, 7, 8, 9], packed;

    public SetDownloadTests()
    {
        packed = Zip(inner, CompressionLevel.Optimal);
        server.Files["x.gz"] = packed;
        server.Files["y.bin"] = inner;
        set = new("made", server.Address,
        [
            new("x.gz", packed.Length, Sum(packed), [new(["x", "sub/x"], Sum(inner))]) { OtherNames = ["other.gz"] },
            new("y.bin", inner.Length, Sum(inner), []),
        ]);
    }

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    private static string Sum(byte[] data) => DownloaderTests.Md5(data);

    private static byte[] Zip(byte[] data, CompressionLevel level)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, level, leaveOpen: true)) zip.Write(data);
        return bytes.ToArray();
    }

    private List<string> Fetch()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var downloader = new Downloader(client, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var done = new List<string>();
        long bytes = 0;
        SetDownload.Fetch(set, server.Address, folder.Path, downloader, more => bytes += more,
            (file, fetched) => done.Add($"{file.Name} {fetched}"), default).GetAwaiter().GetResult();
        Assert.Equal(packed.Length + inner.Length, bytes);
        return done;
    }

    private IReadOnlyList<CheckedFile> Check() => SetCheck.All(set, folder.Path, _ => { }, default);

    private string Error() => Assert.Throws<InputException>(Check).Message;

    [Fact]
    public void Only_what_is_missing_is_fetched()
    {
        Assert.Equal(["x.gz True", "y.bin True"], Fetch());
        Assert.Equal(["x.gz False", "y.bin False"], Fetch());
        File.Delete(folder.File("y.bin"));
        Assert.Equal(["x.gz False", "y.bin True"], Fetch());
        Assert.Equal(["GET /set/x.gz", "GET /set/y.bin", "GET /set/y.bin"], server.Requests);
        Assert.Equal([folder.File("x.gz"), folder.File("y.bin")], Check().Select(file => file.Path));
    }

    [Fact]
    public void An_unpacked_file_stands_for_the_packed_one()
    {
        File.WriteAllBytes(folder.File("x"), inner);
        Assert.Equal(["x.gz False", "y.bin True"], Fetch());
        Assert.Equal(new(folder.File("x"), 9, Sum(inner), false), Check()[0]);
        File.Delete(folder.File("x"));
        Directory.CreateDirectory(folder.File("sub"));
        File.WriteAllBytes(folder.File("sub/x"), inner);
        Assert.Equal(folder.File("sub/x"), Check()[0].Path);
    }

    [Fact]
    public void A_file_packed_by_other_software_is_as_good()
    {
        byte[] other = Zip(inner, CompressionLevel.NoCompression);
        Assert.NotEqual(packed, other);
        File.WriteAllBytes(folder.File("other.gz"), other);
        File.WriteAllBytes(folder.File("y.bin"), inner);
        Assert.Equal(new(folder.File("other.gz"), other.Length, Sum(other), true), Check()[0]);
    }

    [Fact]
    public void A_file_that_differs_is_named_and_never_overwritten()
    {
        byte[] mine = [9, 9];
        File.WriteAllBytes(folder.File("y.bin"), mine);
        string differs = $"{folder.File("y.bin")}: md5 {Sum(mine)} of its 2 bytes is not the published {Sum(inner)}";
        Assert.Equal($"{differs}; move it away to fetch it anew", Assert.Throws<InputException>(Fetch).Message);
        Assert.Equal(mine, File.ReadAllBytes(folder.File("y.bin")));
        Assert.Equal(differs, Error());
        foreach (byte[] wrong in (byte[][])[Zip(mine, CompressionLevel.Optimal), [1, 2, 3], packed[..^9]])
        {
            File.WriteAllBytes(folder.File("x.gz"), wrong);
            string sums = $"md5 {Sum(wrong)} of its {wrong.Length} bytes is not the published {Sum(packed)}";
            Assert.Equal($"{folder.File("x.gz")}: {sums}", Error());
        }
    }

    [Fact]
    public void A_missing_file_or_folder_is_named()
    {
        Fetch();
        File.Delete(folder.File("x.gz"));
        Assert.Equal($"{folder.Path}: x.gz is missing", Error());
        Assert.Equal("no/such: the folder does not exist",
            Assert.Throws<InputException>(() => SetCheck.All(set, "no/such", _ => { }, default)).Message);
    }

    [Fact]
    public void Published_sets_have_names_sizes_and_sums()
    {
        Assert.Equal(["mnist", "fashion-mnist", "cifar10", "svhn"], PublishedSets.All.Select(known => known.Name));
        foreach (var known in PublishedSets.All)
        {
            Assert.Same(known, PublishedSets.Get(known.Name));
            Assert.EndsWith("/", known.Source.AbsoluteUri);
            foreach (var file in known.Files)
            {
                Assert.True(file.Bytes > 4000);
                Assert.All([file.Md5, .. file.Contents.Select(content => content.Md5)], sum => Assert.Matches("^[0-9a-f]{32}$", sum));
            }
        }
    }
}
