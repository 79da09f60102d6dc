using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Machine;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Hardware;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Wageubn;
using WageSim.Runs;
using WageSim.Tests.Models.Golden.Wageubn;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;

namespace WageSim.Tests.EndToEnd;

public sealed class WageubnTraceReplayTests
{
    public static TheoryData<string, int, int, string> SharedTraces()
    {
        var data = new TheoryData<string, int, int, string>();
        foreach (string chip in ChipFile.Presets)
        {
            data.Add("wageubn-plain", 4, 3, chip);
            data.Add("wageubn-residual", 9, 7, chip);
        }
        return data;
    }

    // A step has 9 tensors of a layer, 17 of a normalisation and the averages; the logits come in the end. The machine does not leave the
    // steps of weights, scales and offsets.
    [SharedTheory, MemberData(nameof(SharedTraces))]
    public void A_shared_trace_is_reproduced_bit_for_bit(string trace, int layers, int norms, string chip)
    {
        using var folder = new TemporaryFolder();
        string json = folder.File("result.json");
        var settings = new ValidateSettings { Golden = Path.Combine(Shared.Folder!, "golden", trace), Chip = chip };
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(settings, json, default));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        int steps = 3 * (layers + 2 * norms), all = 3 * (9 * layers + 1 + 17 * norms) + 1;
        Assert.Equal((all - steps, steps), (Count("tensorsCompared"), Count("tensorsOnGoldenModel")));
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("mismatch").ValueKind);

        int Count(string name) => result.RootElement.GetProperty(name).GetInt32();
    }

    // Projections with strides, bottlenecks, odd channels, batches that are no power of two, either loss, any clip.
    [Theory]
    [InlineData("5C3-R5/2-B3-GAP-3CE", 9, 7, 3, 5, "tiny", 1023)]
    [InlineData("3C5/2-MP3/2-R3P-R7/3-GAP-5SSE", 13, 11, 2, 3, "edge", 255)]
    [InlineData("4C3-B1/2-B1-B2P-7C1-GAP-2CE", 6, 5, 1, 7, "wide", null)]
    [InlineData("6C1-GAP-3SSE", 1, 1, 4, 1, "base", 1023)]
    public void Other_traces_of_the_format_are_reproduced(
        string notation, int height, int width, int channels, int batch, string chip, int? clip)
    {
        using var folder = new TemporaryFolder();
        var parameters = new WageubnParameters(ResidualNetwork.Parse(notation, new(height, width, channels))) { ActivationClip = clip };
        string trace = folder.File("trace");
        WageubnTraceStep[] steps = [.. WageubnParameters.GradientRanges.Select((range, i) =>
            new WageubnTraceStep(RandomWageubn.Batch(parameters.Residual, batch, i), new(511 >> 2 * i, range)))];
        WageubnTraceWriter.Write(trace, parameters, RandomWageubn.State(parameters, batch), steps, seed: 7, "test");
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(new() { Golden = trace, Chip = chip }, null, default));
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(new() { Golden = trace, Chip = chip, Clock = Clock.Stepping }, null, default));
        var again = new ValidateSettings { Golden = trace, Chip = chip, Saved = SavedTensors.Recompute };
        Assert.Equal(ExitCode.Good, ValidationRun.Execute(again, null, default));
    }

    [Theory]
    [InlineData("stream/1/2", 1, "norm2", "stream", 5, "[0, 0, 1, 1]")]
    [InlineData("wide_exponent/0", 0, "conv2", "wide_exponent", 2, "")]
    [InlineData("error1_exponent/1", 1, "norm1", "error1_exponent", 1, "")]
    [InlineData("sum_ex/0/0", 0, "norm0", "sum_ex", 2, "[2]")]
    [InlineData("pooled/1", 1, "fc5", "pooled", 4, "[0, 4]")]
    [InlineData("running_std_after/0/3", 0, "norm3", "running_std_after", 3, "[3]")]
    [InlineData("step/1/1", 1, "conv1", "step", 7, "[0, 0, 1, 3]")]
    [InlineData("error2/0/4", 0, "conv4", "error2", 3, "[0, 0, 0, 3]")]
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
}
