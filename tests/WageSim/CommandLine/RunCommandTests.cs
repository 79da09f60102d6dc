using WageSim.Commands;
using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Isa;
using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

public sealed class RunCommandTests : IDisposable
{
    /// <summary>Loads 64 bytes and stores them 64 bytes further, with a token between.</summary>
    private const string Copy = """
        .chip edge
        .dram 128
        walk slot=0 dim=0 count=64 stride=1
        load dram=0 from=0 spad=0 to=0
        signal unit=0 sem=0
        wait unit=1 sem=0
        store spad=0 from=0 dram=64 to=0
        halt
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("event"), InlineData("stepping")]
    public void It_tells_time_states_and_energy_of_the_machine(string clock)
    {
        string file = Compiled(), json = folder.File("r.json");
        string output = Cli.Good("run", file, "--clock", clock, "--json", json).Out;

        var program = ProgramFile.Read(file);
        var chip = ChipFile.Load("edge", []);
        var expected = new Accelerator(chip, program, null).Run();
        decimal picojoules = new EnergyModel(ChipPrices.For(chip, PriceTable.Load("paper")))
            .Picojoules(new(expected.Activity, expected.Cycles));
        var root = Cli.Json(json);
        Assert.Equal("edge", root.GetProperty("chip").GetString());
        Assert.Equal(500, root.GetProperty("clockMegahertz").GetInt32());
        Assert.Equal(clock, root.GetProperty("clock").GetString());
        Assert.Equal(expected.Cycles, root.GetProperty("cycles").GetInt64());
        Assert.Equal(expected.Macs, root.GetProperty("macs").GetInt64());
        Assert.Equal(picojoules, root.GetProperty("picojoules").GetDecimal());
        Assert.Equal(expected.Ranges.Select(range => range.Cycles),
            root.GetProperty("ranges").EnumerateArray().Select(range => range.GetProperty("cycles").GetInt64()));
        var parts = root.GetProperty("energy").GetProperty("parts").EnumerateArray();
        Assert.Equal(picojoules, parts.Sum(part => part.GetProperty("picojoules").GetDecimal()));
        foreach (var unit in root.GetProperty("units").EnumerateObject())
            Assert.Equal(expected.Cycles, unit.Value.EnumerateObject().Sum(state => state.Value.GetInt64()));
        foreach (var (range, part) in expected.Ranges.Zip(root.GetProperty("ranges").EnumerateArray()))
            Assert.Equal(range.States[Unit.Load][(int)UnitState.Dram],
                part.GetProperty("units").GetProperty("load").GetProperty("dram").GetInt64());
        Assert.Equal(expected.States[Unit.Array0][(int)UnitState.Busy],
            root.GetProperty("units").GetProperty("array0").GetProperty("busy").GetInt64());
        Assert.Equal(expected.Dram.RowHits, root.GetProperty("dram").GetProperty("rowHits").GetInt64());

        foreach (var layer in expected.Ranges.GroupBy(range => (range.Layer, range.Phase)))
            Assert.Matches($"(?m)^{layer.Key.Layer} +{layer.Key.Phase} +{layer.Sum(range => range.Cycles):N0} ", output);
        Assert.Matches($"(?m)^total +{expected.Cycles:N0} +100.0 % ", output);
        Assert.Contains($": {expected.Cycles:N0} cycles, ", output);
        Assert.Matches($"(?m)^MacPass8 +{expected.Activity[Activity.MacPass8]:N0} +product ", output);
    }

    [Fact]
    public void Without_data_the_time_is_the_same()
    {
        string file = Compiled();
        Assert.Equal(Cli.Good("run", file).Out, Cli.Good("run", file, "--no-data").Out);
    }

    [Fact]
    public void Machine_and_interpreter_make_the_same_bytes_of_DRAM()
    {
        string file = Compiled(), image = folder.File("in"), json = folder.File("i.json");
        string timed = folder.File("timed"), interpreted = folder.File("interpreted");
        byte[] start = new byte[3000];
        new Random(5).NextBytes(start);
        File.WriteAllBytes(image, start);
        Cli.Good("run", file, "--dram", image, "--dump", timed);
        Cli.Good("run", file, "--dram", image, "--dump", interpreted, "--interpret", "--json", json);
        Assert.Equal(File.ReadAllBytes(timed), File.ReadAllBytes(interpreted));
        Assert.Equal(ProgramFile.Read(file).DramBytes, new FileInfo(timed).Length);
        Assert.True(Cli.Json(json).GetProperty("commands").GetInt64() > 0);
    }

    [Fact]
    public void DRAM_comes_from_one_file_and_goes_to_another()
    {
        string image = folder.File("in"), dump = folder.File("out");
        byte[] start = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];
        File.WriteAllBytes(image, start);
        string output = Cli.Good("run", Assembled(Copy), "--dram", image, "--dump", dump).Out;
        Assert.Equal([.. start, .. start], File.ReadAllBytes(dump));
        // Code without layers is one line, and with the total the only one.
        Assert.Matches(@"(?m)^- +- +\d+ +100.0 % ", output);
    }

    [Fact]
    public void A_data_race_is_a_failed_check()
    {
        string racy = string.Join('\n', Copy.Split('\n').Where(line => !line.StartsWith("wait") && !line.StartsWith("signal")));
        var (code, output, error) = Cli.Run("run", Assembled(racy));
        Assert.Equal((ExitCode.CheckFailed, ""), (code, output));
        Assert.StartsWith("wagesim: data race in Scratchpad: byte 0 is ", error);
    }

    [Fact]
    public void A_deadlock_is_a_failed_check_and_says_who_waits()
    {
        string file = Assembled(Copy.Replace("signal unit=0 sem=0", "signal unit=0 sem=1"));
        var (code, output, error) = Cli.Run("run", file);
        Assert.Equal((ExitCode.CheckFailed, ""), (code, output));
        Assert.StartsWith("wagesim: deadlock in cycle ", error);
        Assert.Contains("Store: 2 queued, 0 in flight; head of queue: instruction 3 wait unit=1 sem=0; semaphore 0 has 0 tokens", error);
        Assert.Contains("waits for ever", Cli.Refused("run", file, "--interpret"));
    }

    [Fact]
    public void A_cancelled_run_exits_as_interrupted()
    {
        string file = Assembled(".chip edge\nloop count=16777215 length=1\nfill spad=0 to=0 value=1\nhalt\n");
        var cancelled = new CancellationToken(canceled: true);
        var interrupted = new Cli(ExitCode.Interrupted, "", "wagesim: interrupted\n");
        Assert.Equal(interrupted, Cli.Run(() => CommandLineApp.Run(["run", file], cancelled)));
        Assert.Equal(interrupted, Cli.Run(() => CommandLineApp.Run(["run", file, "--interpret"], cancelled)));
    }

    [Fact]
    public void A_chip_is_asked_for_where_the_program_s_is_not_a_preset()
    {
        string file = Assembled("halt\n");
        Assert.Equal($"{file}: the program names no chip; give one with --chip", Cli.Refused("run", file));
        Cli.Good("run", file, "--chip", "tiny");
        file = Assembled(".chip mine\nhalt\n");
        Assert.Equal($"{file}: the program is for chip 'mine', which is not a preset; give it with --chip (and --set)",
            Cli.Refused("run", file));
    }

    [Fact]
    public void The_chip_s_limits_hold()
    {
        string file = Assembled(".chip edge\n.dram 3000000000\nhalt\n");
        Assert.Equal($"{file}: the program needs 3000000000 bytes of DRAM; on chip edge there are {Array.MaxLength}",
            Cli.Refused("run", file));
        file = Assembled(".chip edge\n" + string.Concat(Enumerable.Repeat("sync\n", 64)) + "halt\n");
        Assert.Equal($"{file}: the program has 65 instructions; sequencer.instructions of chip edge is 64",
            Cli.Refused("run", file, "--set", "sequencer.instructions=64"));
        file = Assembled(Copy.Replace("spad=0", "spad=999999"));
        string message = Cli.Refused("run", file);
        Assert.Contains("touches Scratchpad 999999..1000062; there is 0..262143", message);
        Assert.Equal(message, Cli.Refused("run", file, "--interpret"));
    }

    [Theory]
    [InlineData("--interpret --clock event", "--clock: not with --interpret, which has no time")]
    [InlineData("--interpret --no-data", "--no-data: not with --interpret, which has nothing but data")]
    [InlineData("--no-data --dram x", "--dram: not with --no-data")]
    [InlineData("--no-data --dump x", "--dump: not with --no-data")]
    public void Options_that_contradict_each_other_are_refused(string options, string message) =>
        Assert.Equal(message, Cli.Refused(["run", Assembled("halt\n"), .. options.Split(' ')]));

    [Fact]
    public void A_wrong_DRAM_image_is_refused()
    {
        string file = Assembled(Copy), image = folder.File("in"), missing = folder.File("none");
        File.WriteAllBytes(image, new byte[129]);
        Assert.Equal($"{image}: 129 bytes are more than the program's 128 bytes of DRAM", Cli.Refused("run", file, "--dram", image));
        Assert.StartsWith($"{missing}: cannot be read: ", Cli.Refused("run", file, "--dram", missing));
        Assert.StartsWith($"{folder.Path}: cannot be read: ", Cli.Refused("run", file, "--dram", folder.Path));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_before_the_run()
    {
        string file = Assembled(Copy), nowhere = folder.File("none/x");
        string message = $"{nowhere}: the folder {folder.File("none")} does not exist";
        Assert.Equal(message, Cli.Refused("run", file, "--dump", nowhere));
        Assert.Equal(message, Cli.Refused("run", file, "--json", nowhere));
    }

    private string Compiled()
    {
        string path = folder.File("c.wsp");
        Cli.Good("compile", "--network", "4C3-MP2-10SSE", "--batch", "2", "--out", path);
        return path;
    }

    private string Assembled(string text)
    {
        string source = folder.File("source.s"), path = folder.File("a.wsp");
        File.WriteAllText(source, text);
        Cli.Good("asm", source, "--out", path);
        return path;
    }
}
