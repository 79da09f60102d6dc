using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets.Download;

namespace WageSim.Tests.Workloads.Datasets.Download;

public sealed class DownloaderTests : IDisposable
{
    private const int Size = 300_000;
    private readonly TemporaryFolder folder = new();
    private readonly FileServer server = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly byte[] bytes = new byte[Size];
    private readonly List<long> progress = [];
    private readonly PublishedFile file;

    public DownloaderTests()
    {
        new Random(5).NextBytes(bytes);
        file = new("a.bin", Size, Md5(bytes), []);
        server.Files["a.bin"] = bytes;
    }

    private string Path => folder.File("a.bin");
    private string Partial => Downloader.Partial(Path);

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
        folder.Dispose();
    }

    [SuppressMessage("Security", "CA5351", Justification = "The published sums are MD5.")]
    internal static string Md5(byte[] data) => Convert.ToHexStringLower(MD5.HashData(data));

    private void Fetch(PublishedFile? other = null, Uri? address = null, double patience = 30) =>
        new Downloader(client, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(patience))
            .Fetch(other ?? file, address ?? new(server.Address, "a.bin"), Path, progress.Add, default).GetAwaiter().GetResult();

    private string Error(PublishedFile? other = null, Uri? address = null, double patience = 30) =>
        Assert.Throws<InputException>(() => Fetch(other, address, patience)).Message;

    private void CheckFetched(params string[] requests)
    {
        Assert.Equal(["a.bin"], Directory.GetFiles(folder.Path).Select(System.IO.Path.GetFileName));
        Assert.Equal(bytes, File.ReadAllBytes(Path));
        Assert.Equal(requests, server.Requests);
        Assert.Equal(Size, progress.DefaultIfEmpty(Size).Last());
    }

    [Fact]
    public void A_file_is_fetched_whole()
    {
        Fetch();
        CheckFetched("GET /set/a.bin");
        Assert.Equal(progress.Order(), progress);
    }

    [Fact]
    public void A_file_whose_length_is_not_announced_is_fetched_too()
    {
        server.WithoutLength = true;
        server.Breaks.Enqueue(100_000);
        Fetch();
        CheckFetched("GET /set/a.bin", "GET /set/a.bin 100000-");
    }

    [Fact]
    public void A_broken_download_goes_on_where_it_broke()
    {
        server.Breaks.Enqueue(100_000);
        server.Breaks.Enqueue(0);
        server.Breaks.Enqueue(50_000);
        Fetch();
        CheckFetched("GET /set/a.bin", "GET /set/a.bin 100000-", "GET /set/a.bin 100000-", "GET /set/a.bin 150000-");
    }

    [Fact]
    public void A_later_run_goes_on_where_an_earlier_one_gave_up()
    {
        server.Breaks.Enqueue(123_456);
        for (int i = 0; i < 3; i++) server.Breaks.Enqueue(0);
        const string Broke = "the connection broke; 123456 of 300000 bytes are there, and the same command goes on from them";
        Assert.Equal($"{server.Address}a.bin: {Broke}", Error());
        Assert.Equal([Partial], Directory.GetFiles(folder.Path));
        server.Requests.Clear();
        Fetch();
        CheckFetched("GET /set/a.bin 123456-");
    }

    [Fact]
    public void A_server_without_ranges_sends_it_all_again()
    {
        server.Ranges = false;
        server.Breaks.Enqueue(200_000);
        Fetch();
        CheckFetched("GET /set/a.bin", "GET /set/a.bin 200000-");
    }

    [Fact]
    public void A_range_that_was_not_asked_for_is_not_used()
    {
        File.WriteAllBytes(Partial, bytes[..1000]);
        server.RangeError = 5;
        Fetch();
        CheckFetched("GET /set/a.bin 1000-", "GET /set/a.bin");
    }

    [Fact]
    public void What_is_complete_already_is_only_checked()
    {
        File.WriteAllBytes(Partial, bytes);
        Fetch();
        CheckFetched();
    }

    [Fact]
    public void A_part_longer_than_the_file_is_fetched_anew()
    {
        File.WriteAllBytes(Partial, [.. bytes, 1]);
        Fetch();
        CheckFetched("GET /set/a.bin");
    }

    [Fact]
    public void A_busy_server_is_asked_again()
    {
        server.Failures.Enqueue("503 Service Unavailable");
        server.Failures.Enqueue("502 Bad Gateway");
        Fetch();
        CheckFetched("GET /set/a.bin", "GET /set/a.bin", "GET /set/a.bin");
    }

    [Fact]
    public void A_wrong_sum_keeps_nothing()
    {
        server.Files["a.bin"] = [.. bytes[..^1], (byte)~bytes[^1]];
        string md5 = Md5(server.Files["a.bin"]);
        Assert.Equal(
            $"{server.Address}a.bin: md5 {md5} of the 300000 bytes is not the published {file.Md5}; they are not kept", Error());
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_damaged_part_is_found_by_its_sum_and_fetched_anew_the_next_time()
    {
        File.WriteAllBytes(Partial, new byte[1000]);
        Assert.Contains("is not the published", Error());
        server.Requests.Clear();
        Fetch();
        CheckFetched("GET /set/a.bin");
    }

    [Fact]
    public void A_file_of_another_length_is_refused_before_it_is_fetched()
    {
        server.Files["a.bin"] = bytes[..^5];
        Assert.Equal($"{server.Address}a.bin: has 299995 bytes; the published file has 300000", Error());
        server.WithoutLength = true;
        server.Files["a.bin"] = [.. bytes, 1];
        Assert.Equal($"{server.Address}a.bin: sends more than the published 300000 bytes", Error());
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_missing_file_is_told_at_once()
    {
        Assert.Equal($"{server.Address}b.bin: the server answers 404 Not Found", Error(address: new(server.Address, "b.bin")));
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Without_a_network_it_gives_up_soon()
    {
        var address = new Uri(server.Address, "a.bin");
        server.Dispose();
        string message = Error(address: address);
        Assert.StartsWith($"{address}: ", message);
        Assert.Contains("refused", message);
        Assert.DoesNotContain('\n', message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_server_that_says_nothing_is_left()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        string message = Error(address: new($"http://{silent.LocalEndpoint}/a.bin"), patience: 0.1);
        Assert.EndsWith(": no answer for 0.1 s", message);
    }

    [Fact]
    public void Cancelling_keeps_what_is_there()
    {
        using var stop = new CancellationTokenSource();
        var downloader = new Downloader(client, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
        var fetch = downloader.Fetch(file, new(server.Address, "a.bin"), Path, _ => stop.Cancel(), stop.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => fetch.GetAwaiter().GetResult());
        Assert.InRange(new FileInfo(Partial).Length, 1, Size - 1);
        Fetch();
        Assert.Equal(bytes, File.ReadAllBytes(Path));
    }
}
