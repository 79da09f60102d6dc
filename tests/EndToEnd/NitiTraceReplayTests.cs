using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Niti;
using WageSim.Runs;
using WageSim.Tests.Models.Golden;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

public sealed class NitiTraceReplayTests
{
    public static TheoryData<string, string, Clock> SharedTraces()
    {
        var data = new TheoryData<string, string, Clock>();
        foreach (string trace in (string[])["niti-mlp", "niti-tiny-cnn"])
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
        Assert.Equal(trace == "niti-mlp" ? 5 * 35 : 4 * 47, result.RootElement.GetProperty("tensorsCompared").GetInt32());
        Assert.Equal("niti", result.RootElement.GetProperty("scheme").GetString());
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("mismatch").ValueKind);
    }

    // Odd channels, batches that are no power of two, all gradient bits, both losses and roundings, small and large exponents.
    [Theory]
    [InlineData("5C3-MP2-7C5-11FC-3CE", 9, 7, 3, 5, "tiny", "fixed-2021", "nearest-2021", -5, ErrorPass.Spill)]
    [InlineData("3C1-6C3-MP3-13CE", 8, 6, 2, 7, "edge", "integer-2020", "pseudo-2020", 0, ErrorPass.Spill)]
    [InlineData("17C7-5CE", 6, 6, 5, 6, "base", "fixed-2021", "pseudo-2020", -12, ErrorPass.Recompute)]
    [InlineData("12FC-33FC-100CE", 3, 5, 1, 13, "wide", "integer-2020", "nearest-2021", -20, ErrorPass.Spill)]
    [InlineData("4C5-MP2-2CE", 7, 11, 1, 3, "tiny", "integer-2020", "pseudo-2020", 5, ErrorPass.Recompute)]
    public void Other_traces_of_the_format_are_reproduced(
        string notation, int height, int width, int channels, int batch, string chip,
        string loss, string rounding, int exponent, ErrorPass pass)
    {
        using var folder = new TemporaryFolder();
        var network = Network.Parse(notation, new(height, width, channels));
        var options = new SchemeOptions { Loss = loss, Rounding = rounding };
        var parameters = (NitiParameters)SchemeCatalogue.Get(NitiParameters.Name).Parameters(network, options);
        string trace = folder.File("trace");
        NitiTraceStep[] steps =
            [.. Enumerable.Range(0, 6).Select(bits => new NitiTraceStep(RandomBatch.Of(network, batch, bits), exponent, bits))];
        NitiTraceWriter.Write(trace, parameters, steps, seed: 7, "test");
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(new() { Golden = trace, Chip = chip, ErrorPass = pass }, null, default));
    }

    [Theory]
    [InlineData("code/1/0", "conv0", "code", 37, "[0, 1, 0, 1]")]
    [InlineData("activation_shift/0", "fc1", "activation_shift", 1, "")]
    [InlineData("loss/1", "fc1", "loss", 4, "[1, 1]")]
    [InlineData("error_accumulator/0/0", "conv0", "error_accumulator", 11, "[0, 0, 1, 5]")]
    [InlineData("update/1/1", "fc1", "update", 2, "[0, 2]")]
    [InlineData("weight_after/0/0", "conv0", "weight_after", 7, "[0, 0, 1, 1]")]
    public void One_changed_value_is_named_with_its_place(string array, string layer, string tensor, int index, string position)
    {
        using var folder = new TemporaryFolder();
        var network = Network.Parse("6C3-MP2-3CE", new(6, 6, 2));
        string trace = folder.File("trace"), archive = Path.Combine(trace, "trace.npz"), json = folder.File("result.json");
        NitiTraceStep[] steps = [new(RandomBatch.Of(network, 3, 1), -5, 4), new(RandomBatch.Of(network, 3, 2), -5, 3)];
        NitiTraceWriter.Write(trace, NitiParameters.Default(network), steps, seed: 7, "test");
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(new() { Golden = trace }, null, default));

        List<(string Name, NpyArray Array)> arrays;
        using (var file = NpzFile.Open(archive)) arrays = [.. file.Names.Select(name => (name, file.Read(name)))];
        long original = arrays.Single(a => a.Name == array).Array.Values[index]--;
        NpzFile.Write(archive, arrays);
        Assert.Equal(ExitCode.CheckFailed, ValidationRun.Execute(new() { Golden = trace }, json, default));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        var mismatch = result.RootElement.GetProperty("mismatch");
        Assert.Equal(int.Parse(array.Split('/')[1]), mismatch.GetProperty("step").GetInt32());
        Assert.Equal((layer, tensor, position), (Text("layer"), Text("tensor"), Text("index")));
        Assert.Equal((original - 1, original), (mismatch.GetProperty("expected").GetInt64(), mismatch.GetProperty("actual").GetInt64()));

        string? Text(string name) => mismatch.GetProperty(name).GetString();
    }
}
