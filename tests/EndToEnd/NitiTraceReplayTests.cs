using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Traces;
using WageSim.Runs;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Models.Golden;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

public sealed class NitiTraceReplayTests
{
    [SharedTheory]
    [InlineData("niti-mlp", 5 * 35)]
    [InlineData("niti-tiny-cnn", 4 * 47)]
    public void A_shared_trace_is_reproduced_bit_for_bit(string trace, int tensors)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("result.json");
        var settings = new ValidateSettings { Golden = Path.Combine(Shared.Folder!, "golden", trace) };
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(settings, json, default));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal(tensors, result.RootElement.GetProperty("tensorsCompared").GetInt32());
        Assert.Equal("golden model", result.RootElement.GetProperty("comparedWith").GetString());
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("mismatch").ValueKind);
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

    [Fact]
    public void Options_of_the_machine_are_refused_with_such_a_trace()
    {
        using var folder = new TemporaryFolder();
        var network = Network.Parse("3CE", new(2, 2, 1));
        string trace = folder.File("trace");
        NitiTraceWriter.Write(trace, NitiParameters.Default(network), [new(RandomBatch.Of(network, 1, 1), -5, 4)], seed: 7, "test");
        Assert.Equal("--chip: not with a NITI trace, which runs on the golden model only",
            Cli.Refused("validate", "--golden", trace, "--chip", "tiny"));
    }
}
