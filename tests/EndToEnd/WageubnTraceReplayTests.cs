using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes;
using WageSim.Models.Traces;
using WageSim.Runs;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Models.Golden.Wageubn;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

public sealed class WageubnTraceReplayTests
{
    // A step has 9 tensors of a layer, 17 of a normalisation and the averages; the logits come in the end.
    [SharedTheory]
    [InlineData("wageubn-plain", 4, 3)]
    [InlineData("wageubn-residual", 9, 7)]
    public void A_shared_trace_is_reproduced_bit_for_bit(string trace, int layers, int norms)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("result.json");
        var settings = new ValidateSettings { Golden = Path.Combine(Shared.Folder!, "golden", trace) };
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(settings, json, default));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal(3 * (9 * layers + 1 + 17 * norms) + 1, result.RootElement.GetProperty("tensorsCompared").GetInt32());
        Assert.Equal("golden model", result.RootElement.GetProperty("comparedWith").GetString());
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("mismatch").ValueKind);
    }

    [Theory]
    [InlineData("stream/1/2", 1, "norm2", "stream", 5, "[0, 0, 1, 1]")]
    [InlineData("wide_exponent/0", 0, "conv2", "wide_exponent", 2, "")]
    [InlineData("error1_exponent/1", 1, "norm1", "error1_exponent", 1, "")]
    [InlineData("sum_ex/0/0", 0, "norm0", "sum_ex", 2, "[2]")]
    [InlineData("pooled/1", 1, "fc5", "pooled", 4, "[0, 4]")]
    [InlineData("running_std_after/0/3", 0, "norm3", "running_std_after", 3, "[3]")]
    [InlineData("momentum_after/1/1", 1, "conv1", "momentum_after", 7, "[0, 0, 1, 3]")]
    [InlineData("inference", 1, "fc5", "inference", 3, "[1, 1]")]
    public void One_changed_value_is_named_with_its_place(
        string array, int step, string layer, string tensor, int index, string position)
    {
        using var folder = new TemporaryFolder();
        var parameters = new WageubnParameters(ResidualNetwork.Parse("3C3-R4/2-5C1-GAP-2SSE", new(5, 4, 2)));
        string trace = folder.File("trace"), archive = Path.Combine(trace, "trace.npz"), json = folder.File("result.json");
        WageubnTraceStep[] steps = [.. Enumerable.Range(1, 2).Select(i =>
            new WageubnTraceStep(RandomWageubn.Batch(parameters.Residual, 3, i), new(26, 128)))];
        WageubnTraceWriter.Write(trace, parameters, WageubnState.Start(parameters, 3), steps, seed: 7, "test");
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(new() { Golden = trace }, null, default));

        List<(string Name, NpyArray Array)> arrays;
        using (var file = NpzFile.Open(archive)) arrays = [.. file.Names.Select(name => (name, file.Read(name)))];
        long original = arrays.Single(a => a.Name == array).Array.Values[index]++;
        NpzFile.Write(archive, arrays);
        Assert.Equal(ExitCode.CheckFailed, ValidationRun.Execute(new() { Golden = trace }, json, default));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        var mismatch = result.RootElement.GetProperty("mismatch");
        Assert.Equal(step, mismatch.GetProperty("step").GetInt32());
        Assert.Equal((layer, tensor, position), (Text("layer"), Text("tensor"), Text("index")));
        Assert.Equal((original + 1, original), (mismatch.GetProperty("expected").GetInt64(), mismatch.GetProperty("actual").GetInt64()));

        string? Text(string name) => mismatch.GetProperty(name).GetString();
    }

    [Fact]
    public void Options_of_the_machine_are_refused_with_such_a_trace()
    {
        using var folder = new TemporaryFolder();
        var parameters = new WageubnParameters(ResidualNetwork.Parse("2C1-GAP-2CE", new(2, 2, 1)));
        string trace = folder.File("trace");
        WageubnTraceWriter.Write(trace, parameters, WageubnState.Start(parameters, 3),
            [new(RandomWageubn.Batch(parameters.Residual, 2, 1), new(26, 128))], seed: 7, "test");
        Assert.Equal("--chip: not with a WAGEUBN trace, which runs on the golden model only",
            Cli.Refused("validate", "--golden", trace, "--chip", "tiny"));
    }
}
