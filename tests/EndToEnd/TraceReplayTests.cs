using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Wage;
using WageSim.Runs;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

public sealed class TraceReplayTests
{
    public static TheoryData<string, string, Clock> SharedTraces()
    {
        var data = new TheoryData<string, string, Clock>();
        foreach (string trace in (string[])["wage-mlp", "wage-tiny-cnn"])
            foreach (string chip in ChipFile.Presets)
                foreach (var clock in Enum.GetValues<Clock>()) data.Add(trace, chip, clock);
        return data;
    }

    [SharedTheory, MemberData(nameof(SharedTraces))]
    public void A_shared_trace_is_reproduced_bit_for_bit(string trace, string chip, Clock clock)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("result.json");
        var settings = new ValidateSettings { Golden = Path.Combine(Shared.Folder!, "golden", trace), Chip = chip, Clock = clock };
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(settings, json, default));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal(trace == "wage-mlp" ? 5 * 14 : 3 * 19, result.RootElement.GetProperty("tensorsCompared").GetInt32());
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("mismatch").ValueKind);
    }

    [Theory]
    [InlineData("5C3-MP2-7C5-11FC-3SSE", 9, 7, 3, "2-8-8-8", 5, "tiny")]
    [InlineData("3C1-6C3-MP2-4SSE", 5, 6, 2, "3-8-10-12", 7, "edge")]
    [InlineData("17C3-5SSE", 6, 6, 5, "8-8-16-16", 6, "base")]
    [InlineData("12FC-33FC-2SSE", 3, 5, 1, "5-8-6-6", 13, "wide")]
    [InlineData("4C5-MP2-2SSE", 7, 11, 1, "4-8-12-9", 3, "tiny")]
    [InlineData("6C3-MP2-70CE", 6, 6, 2, "2-8-10-12", 4, "edge")]
    [InlineData("6C3-MP2-7C3-5SSE", 6, 6, 2, "3-13-14-12", 4, "tiny")]
    public void Other_traces_of_the_format_are_reproduced(
        string notation, int height, int width, int channels, string bits, int batch, string chip)
    {
        using var folder = new TemporaryFolder();
        string trace = WriteTrace(folder, notation, new(height, width, channels), bits, batch);
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(new() { Golden = trace, Chip = chip }, null, default));
    }

    [Theory]
    [InlineData("accumulator/1/0", 37, "conv0", "forward", "ws ")]
    [InlineData("activation/0/0", 11, "conv0", "forward", "store ")]
    [InlineData("error/1/1", 3, "fc1", "error", "store ")]
    [InlineData("gradient/2/0", 5, "conv0", "gradient", "store ")]
    [InlineData("weight_after/0/1", 2, "fc1", "update", "store ")]
    public void One_changed_value_is_named_with_its_place_and_its_writer(
        string array, int index, string layer, string phase, string instruction)
    {
        using var folder = new TemporaryFolder();
        string trace = WriteTrace(folder, "6C3-MP2-3SSE", new(6, 6, 2), "2-8-8-8", 4);
        long original = Change(Path.Combine(trace, "trace.npz"), array, index);
        string json = folder.File("result.json");
        Assert.Equal(ExitCode.CheckFailed, ValidationRun.Execute(new() { Golden = trace, Chip = "tiny" }, json, default));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        var mismatch = result.RootElement.GetProperty("mismatch");
        string[] parts = array.Split('/');
        Assert.Equal(int.Parse(parts[1]), mismatch.GetProperty("step").GetInt32());
        Assert.Equal((layer, phase, parts[0]), (Text("layer"), Text("phase"), Text("tensor")));
        Assert.Equal((original + 1, original), (mismatch.GetProperty("expected").GetInt64(), mismatch.GetProperty("actual").GetInt64()));
        Assert.StartsWith(instruction, Text("text"));
        Assert.True(mismatch.GetProperty("cycle").GetInt64() > 0);
        Assert.Matches(@"^\[\d+(, \d+)*\]$", Text("index"));

        string? Text(string name) => mismatch.GetProperty(name).GetString();
    }

    private static string WriteTrace(TemporaryFolder folder, string notation, ImageShape input, string bits, int batch)
    {
        var parameters = WageParameters.Default(Network.Parse(notation, input), BitWidths.Parse(bits));
        var random = new Random(notation.Length + batch);
        int[] rates = [-3, 0, 5];
        var batches = rates.Select(_ => new TrainingBatch(batch,
            [.. Enumerable.Range(0, batch * input.Count).Select(_ => (sbyte)random.Next(-127, 128))],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(parameters.Network.Classes))])).ToList();
        string path = folder.File("trace");
        WageTraceWriter.Write(path, parameters, batches, rates, seed: 7, "test");
        return path;
    }

    /// <summary>Adds one to a value of an array; returns what it was.</summary>
    private static long Change(string path, string array, int index)
    {
        var arrays = new List<(string, NpyArray)>();
        long original = 0;
        using (var file = NpzFile.Open(path))
            foreach (string name in file.Names)
            {
                var values = file.Read(name);
                if (name == array) original = values.Values[index]++;
                arrays.Add((name, values));
            }
        NpzFile.Write(path, arrays);
        return original;
    }
}
