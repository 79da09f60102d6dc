using WageSim.Bench;
using WageSim.CommandLine;
using WageSim.Commands;
using WageSim.Isa.Kernels;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

/// <summary>What `bench` says, not how fast anything is: that depends on the host.</summary>
public sealed class BenchCommandTests : IDisposable
{
    // The shortest of the measurements.
    private const string Quick = "kernel.tile.4x4";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Figures_are_printed_and_written_with_their_meaning_and_the_host()
    {
        string json = folder.File("b.json");
        string printed = Cli.Good("bench", "--only", Quick, "--json", json).Out;
        var written = Cli.Json(json);
        string[] names = [$"{Quick}.macsPerSecond", "kernel.words.tile.4x4.macsPerSecond"];
        Assert.Equal(names, Names("figures"));
        Assert.Equal(names, Names("about"));
        foreach (string name in names)
        {
            Assert.True(written.GetProperty("figures").GetProperty(name).GetDouble() > 0);
            var about = written.GetProperty("about").GetProperty(name);
            Assert.Equal("MAC/s", about.GetProperty("unit").GetString());
            Assert.Matches($@"(?m)^{name} +[0-9.]+ [kMGT]? +MAC/s +{about.GetProperty("meaning").GetString()}$", printed);
        }
        var host = written.GetProperty("host");
        Assert.Equal(Environment.ProcessorCount, host.GetProperty("cores").GetInt32());
        Assert.Equal(ByteKernel.Instructions, host.GetProperty("instructions").GetString());
        Assert.StartsWith(".NET ", host.GetProperty("runtime").GetString());
        Assert.NotEmpty(host.GetProperty("cpu").GetString()!);
        Assert.True(written.GetProperty("seconds").GetDouble() > 0);

        IEnumerable<string> Names(string property) => written.GetProperty(property).EnumerateObject().Select(entry => entry.Name);
    }

    [Fact]
    public void A_beginning_of_no_name_is_refused()
    {
        Assert.Equal(
            "--only: no figure's name starts with 'kernal'; did you mean kernel? " +
            $"Names start with {string.Join(", ", Benchmark.Figures.Select(figure => figure.Name.Split('.')[0]).Distinct())}",
            Cli.Refused("bench", "--only", "kernal"));
        Assert.Equal("--only: the value is empty; PREFIX is expected", Cli.Refused("bench", "--only", ""));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_refused_before_anything_is_measured() =>
        Assert.Contains("does not exist", Cli.Refused("bench", "--json", Path.Combine(folder.File("none"), "b.json")));

    [Fact]
    public void It_can_be_interrupted()
    {
        var (code, _, error) = Cli.Run(() => CommandLineApp.Run(["bench"], new CancellationToken(canceled: true)));
        Assert.Equal((ExitCode.Interrupted, "wagesim: interrupted\n"), (code, error));
    }

    [Fact]
    public void Each_figure_has_one_name_and_a_meaning()
    {
        Assert.Equal(Benchmark.Figures.Count, Benchmark.Figures.Select(figure => figure.Name).Distinct().Count());
        foreach (var figure in Benchmark.Figures)
        {
            Assert.Matches(@"^[a-z][A-Za-z]*(\.[A-Za-z0-9]+)+$", figure.Name);
            Assert.NotEmpty(figure.Meaning);
        }
    }
}
