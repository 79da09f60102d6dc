using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

/// <summary>`--trace` and its options, of `run` and of `train`.</summary>
public sealed class TraceOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string program;

    public TraceOptionTests()
    {
        program = folder.File("p.wsp");
        Cli.Good("compile", "--network", "4C3-MP2-10SSE", "--input", "8x8x1", "--chip", "edge", "--batch", "2", "--out", program);
    }

    public void Dispose() => folder.Dispose();

    private static string[] Train(params string[] arguments) =>
        ["train", "--network", "4C3-MP2-10SSE", "--limit", "16", "--test-limit", "8", "--batch", "4", "--epochs", "1", .. arguments];

    [Theory, InlineData("t.json"), InlineData("t.vcd"), InlineData("T.JSON")]
    public void A_run_writes_what_it_says_and_its_results_are_the_same(string name)
    {
        string file = folder.File(name), json = folder.File("r.json"), plain = folder.File("plain.json");
        string output = Cli.Good("run", program, "--no-data", "--trace", file, "--json", json).Out;
        Cli.Good("run", program, "--no-data", "--json", plain);
        Assert.Equal(File.ReadAllText(plain), File.ReadAllText(json));
        long cycles = Cli.Json(json).GetProperty("cycles").GetInt64();
        Assert.Contains($"trace {file}: cycles 0 to {Format.Count(cycles - 1)}\n", output);
        Assert.True(new FileInfo(file).Length > 10_000);
        if (!name.EndsWith("vcd", StringComparison.Ordinal)) JsonDocument.Parse(File.ReadAllBytes(file)).Dispose();
    }

    [Fact]
    public void A_training_run_lays_its_steps_one_after_another_and_stays_as_it_is()
    {
        string file = folder.File("t.json"), traced = folder.File("a.json"), plain = folder.File("b.json");
        string output = Cli.Good(Train("--trace", file, "--trace-steps", "1..2", "--json", traced, "--out", folder.File("run"))).Out;
        Cli.Good(Train("--json", plain));
        long cycles = Cli.Json(plain).GetProperty("cycles").GetInt64() / 4;
        Assert.Contains($"trace    {file}: cycles 0 to {Format.Count(2 * cycles - 1)}\n", output);
        foreach (string key in (string[])["weightsSha256", "cycles", "stepsTimed", "activity", "epochs", "layers"])
            Assert.Equal($"{Cli.Json(plain).GetProperty(key)}", $"{Cli.Json(traced).GetProperty(key)}");
        Refused(
            $"--trace: {file} is not written: the run in {folder.File("run")} is finished",
            "train", "--resume", folder.File("run"), "--trace", file);
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var commands = json.RootElement.GetProperty("traceEvents").EnumerateArray()
            .Where(e => e.TryGetProperty("args", out var args) && args.TryGetProperty("finish", out _))
            .Select(e => (e.GetProperty("args").GetProperty("start").GetInt64(), e.GetProperty("name").GetString())).ToList();
        Assert.Equal(
            commands.Where(c => c.Item1 < cycles).Select(c => (c.Item1 + cycles, c.Item2)).Order(),
            commands.Where(c => c.Item1 >= cycles).Order());
        Assert.NotEmpty(commands);
    }

    [Fact]
    public void The_limit_is_kept_and_the_line_says_where_the_trace_ends()
    {
        string file = folder.File("t.json"), large = folder.File("large.wsp");
        Cli.Good(
            "compile", "--network", "16C3-MP2-32C3-MP2-64FC-10SSE", "--input", "8x8x1", "--chip", "edge", "--batch", "8", "--out", large);
        string output = Cli.Good("run", large, "--no-data", "--trace", file, "--trace-limit", "1", "--trace-cycles", "0..35000").Out;
        Assert.Matches($"trace {file}: cycles 0 to [0-9,]+( of 35,000: it has reached its limit of 1.00 MiB)?\n", output);
        Assert.InRange(new FileInfo(file).Length, 300_000, 1_100_000);
    }

    [Theory]
    [InlineData("--trace: 'x.txt' does not end in .json (ui.perfetto.dev) or .vcd (waveforms)", "--trace", "x.txt")]
    [InlineData("--trace: the value is empty; FILE is expected", "--trace", "")]
    [InlineData("--trace-limit: 0 is outside 1..65536", "--trace", "t.vcd", "--trace-limit", "0")]
    [InlineData("--trace-cycles: 9..3 ends before it begins", "--trace", "t.vcd", "--trace-cycles", "9..3")]
    [InlineData(
        "--trace-cycles: '9' is not a range; A..B is expected, such as 0..999, both included", "--trace", "t.vcd", "--trace-cycles", "9")]
    [InlineData(
        "--trace-cycles: '-1..3' is not a range; A..B is expected, such as 0..999, both included",
        "--trace", "t.vcd", "--trace-cycles=-1..3")]
    [InlineData("--trace-cycles: only with --trace", "--trace-cycles", "0..9")]
    [InlineData("--trace-limit: only with --trace", "--trace-limit", "5")]
    [InlineData("no/t.json: the folder no does not exist", "--trace", "no/t.json")]
    public void Bad_options_are_one_line_for_both_commands(string message, params string[] options)
    {
        Refused(message, ["run", program, "--no-data", .. options]);
        Refused(message, Train(options));
    }

    [Fact]
    public void Windows_beyond_the_end_are_refused_before_anything_is_written()
    {
        string file = folder.File("t.vcd"), json = folder.File("r.json"), run = folder.File("run");
        Cli.Good("run", program, "--no-data", "--json", json);
        long cycles = Cli.Json(json).GetProperty("cycles").GetInt64();
        File.Delete(json);
        Refused(
            $"--trace-cycles: 5..{cycles} is beyond the end; what is traced has cycles 0..{cycles - 1}",
            "run", program, "--no-data", "--json", json, "--trace", file, "--trace-cycles", $"5..{cycles}");
        Refused(
            "--trace-steps: 2..4 is beyond the end; the run's steps are 0..3",
            Train("--out", run, "--trace", file, "--trace-steps", "2..4"));
        Refused("--trace: not with --interpret, which has no time", "run", program, "--interpret", "--trace", file);
        Refused($"{json}: is given for two files of the command", "run", program, "--no-data", "--json", json, "--trace", json);
        Assert.Equal(["p.wsp"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    private static void Refused(string message, params string[] arguments)
    {
        var result = Cli.Run(arguments);
        Assert.Equal((ExitCode.BadInput, ""), (result.Code, result.Out));
        Assert.Equal($"wagesim: {message}\n", result.Error);
    }
}
