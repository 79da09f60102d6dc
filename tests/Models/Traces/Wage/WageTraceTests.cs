using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Wage;
using WageSim.Tests.Models.Golden;
using WageSim.Tests.Models.Golden.Wage;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Traces.Wage;

public sealed class WageTraceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_written_trace_reads_back_and_replays_with_odd_sizes_and_all_learning_rates()
    {
        var network = Network.Parse("3C3-MP2-5C5-MP2-7FC-6SSE", new(9, 7, 2));
        var parameters = WageParameters.Default(network, BitWidths.Parse("3-8-10-12")) with { WeightClipBits = 10 };
        int[] rates = [-3, -2, -1, 0, 1, 2, 3, 4, 5];
        TrainingBatch[] batches = [.. rates.Select((_, i) => RandomBatch.Of(network, 5, i))];
        WageTraceWriter.Write(folder.File("trace"), parameters, batches, rates, 11, "this test");
        var trace = WageTrace.Load(folder.File("trace"));

        Assert.Equal((5, 9, "this test"), (trace.Batch, trace.Steps, trace.Origin));
        Assert.Equal((network.Notation, network.Input), (trace.Parameters.Network.Notation, trace.Parameters.Network.Input));
        Assert.Equal((parameters.Bits, 10), (trace.Parameters.Bits, trace.Parameters.WeightClipBits));
        Assert.Equal(parameters.AlphaLog2, trace.Parameters.AlphaLog2);
        Assert.Equal(WageInitializer.Draw(parameters, 11), trace.StartWeights);
        for (int step = 0; step < rates.Length; step++)
        {
            Assert.Equal(rates[step], trace.LearningRateLog2(step));
            Assert.Equal(batches[step].Inputs, trace.BatchOf(step).Inputs);
            Assert.Equal(batches[step].Labels, trace.BatchOf(step).Labels);
            Assert.Equal(WeightDraws.Of(11, (uint)step, 2, trace.StartWeights[2].Length), trace.Draws(step, 2));
        }
        Assert.True(WageReplay.Check(trace) > 10_000);
        var last = trace.Expected(8).Single(tensor => tensor.Kind == TensorKind.Weight && tensor.Layer == 0);
        Assert.NotEqual(trace.StartWeights[0], Array.ConvertAll(last.Values, v => (int)v));
    }

    [Fact]
    public void A_replay_finds_one_changed_value()
    {
        WriteSmall();
        Change(arrays => arrays["error/1/0"].Values[5]++);
        var e = Assert.ThrowsAny<Exception>(() => WageReplay.Check(WageTrace.Load(Small)));
        Assert.Contains("step 1, error of layer 0 (2×2×2×3), at [0, 0, 1, 2]", e.Message);
    }

    [Fact]
    public void An_existing_folder_is_not_overwritten_and_a_failure_leaves_none()
    {
        WriteSmall();
        Assert.Contains("exists already", Assert.Throws<InputException>(WriteSmall).Message);
        var parameters = WageParameters.Default(Network.Parse("10SSE", new(400, 400, 1)), BitWidths.Parse("8-8-8-8"));
        var batch = RandomBatch.Of(parameters.Network, 1, 1);
        Assert.Throws<InputException>(() => WageTraceWriter.Write(folder.File("wide"), parameters, [batch], [0], 1, "this test"));
        Assert.Equal([Small], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void An_absent_trace_is_told_by_its_file() =>
        Assert.Equal($"{Path.Combine(folder.Path, "none", "trace.json")}: no such file",
            Assert.Throws<InputException>(() => WageTrace.Load(folder.File("none"))).Message);

    [Theory]
    [InlineData("format", "\"golden-trace/2\"", "format is 'golden-trace/2'; allowed is 'golden-trace/1'")]
    [InlineData("scheme", "\"niti\"", "scheme is 'niti'; allowed is 'wage'")]
    [InlineData("scheme", "null", "scheme is null; allowed is a string")]
    [InlineData("scheme", null, "scheme is missing")]
    [InlineData("network", "\"3C12-4SSE\"", "network: network '3C12-4SSE': token '3C12'")]
    [InlineData("input", "[4, 4]", "input is 2 numbers; allowed is three")]
    [InlineData("input", "[4, 0, 1]", "input[1] is 0; allowed is an integer from 1")]
    [InlineData("input", "[4096, 4096, 4096]", "input is 4096×4096×4096")]
    [InlineData("input", "{\n}", "input is {}; allowed is an array")]
    [InlineData("batch", "0", "batch is 0; allowed is an integer from 1")]
    [InlineData("batch", "1.5", "batch is 1.5")]
    [InlineData("batch", "3", "array 'input/0' has shape (2, 4, 4, 1); (3, 4, 4, 1) is expected")]
    [InlineData("steps", "-1", "steps is -1")]
    [InlineData("steps", "3", "learningRate is 2 numbers; allowed is 3, one a step")]
    [InlineData("bits", "[2, 8, 8, 8]", "bits is [2,8,8,8]; allowed is an object")]
    [InlineData("bits", "{\"w\": 2, \"a\": 8, \"g\": 8}", "bits.e is missing")]
    [InlineData("bits", "{\"w\": 2, \"a\": 9, \"g\": 8, \"e\": 8}", "array 'activation/0/0' has dtype u1; u2 is expected")]
    [InlineData("bits", "{\"w\": 17, \"a\": 9, \"g\": 8, \"e\": 8}", "bits.w is 17; allowed is an integer from 2 to 16")]
    [InlineData("bits", "{\"w\": 2, \"a\": 8, \"g\": 8, \"e\": 9}", "array 'error/0/1' has dtype i1; i2 is expected")]
    [InlineData("learningRate", "[1, 3]", "learningRate[1] is 3; allowed is a power of two from 1.52587890625E-05 to 65536")]
    [InlineData("learningRate", "[0, 1]", "learningRate[0] is 0")]
    [InlineData("learningRate", "[1, -2]", "learningRate[1] is -2")]
    [InlineData("learningRate", "[1, 1e300]", "learningRate[1] is 1e300")]
    [InlineData("learningRate", "[1, \"8\"]", "learningRate[1] is \"8\"")]
    [InlineData("alpha", "[2]", "alpha is 1 numbers; allowed is 2, one a layer")]
    [InlineData("alpha", "[2, 0.5]", "alpha[1] is 0.5; allowed is a power of two from 1 to 65536")]
    [InlineData("alpha", "[6, 1]", "alpha[0] is 6")]
    [InlineData("weightClip", "\"x\"", "weightClip is 'x'; allowed is 'w' or 'g'")]
    [InlineData("origin", "5", "origin is 5; allowed is a string")]
    public void A_bad_key_is_told_with_file_and_what_is_allowed(string key, string? value, string told)
    {
        WriteSmall();
        string file = Path.Combine(Small, "trace.json");
        var header = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        if (value is null) header.Remove(key);
        else header[key] = JsonNode.Parse(value);
        File.WriteAllText(file, header.ToJsonString());
        Refused(told);
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "an object is expected")]
    [InlineData("{\"format\": \"golden-trace/1\", \"format\": \"golden-trace/1\"}", "not valid JSON")]
    public void A_header_that_is_no_object_is_refused(string text, string told)
    {
        WriteSmall();
        File.WriteAllText(Path.Combine(Small, "trace.json"), text);
        Refused(told);
    }

    [Theory]
    [InlineData("weight/1")]
    [InlineData("input/1")]
    [InlineData("label/0")]
    [InlineData("random/1/0")]
    [InlineData("accumulator/0/1")]
    [InlineData("activation/1/0")]
    [InlineData("error/0/0")]
    [InlineData("gradient/1/1")]
    [InlineData("weight_after/0/0")]
    public void A_missing_array_or_one_of_other_type_or_shape_is_told_by_name(string name)
    {
        WriteSmall();
        NpyArray original = null!;
        Change(arrays =>
        {
            original = arrays[name];
            arrays.Remove(name);
        });
        Refused($"array '{name}' is missing");
        string other = original.Type == "i4" ? "i8" : "i4";
        Change(arrays => arrays[name] = original with { Type = other });
        Refused($"array '{name}' has dtype {other}; {original.Type} is expected");
        Change(arrays => arrays[name] = original with { Shape = [original.Values.Length, 1] });
        Refused($"array '{name}' has shape ({original.Values.Length}, 1); (");
    }

    [Theory]
    [InlineData("label/1", 1, 4, "array 'label/1': 4 at [1] is outside 0..3")]
    [InlineData("label/0", 0, -1, "array 'label/0': -1 at [0] is outside 0..3")]
    [InlineData("input/0", 17, -128, "array 'input/0': -128 at [1, 0, 1, 0] is outside -127..127")]
    [InlineData("weight/0", 4, 128, "array 'weight/0': 128 at [0, 1, 0, 1] is outside -127..127")]
    public void A_value_outside_its_range_is_told_with_its_position(string name, int index, long value, string told)
    {
        WriteSmall();
        Change(arrays => arrays[name].Values[index] = value);
        Refused(told);
    }

    private string Small => folder.File("small");

    private void WriteSmall()
    {
        var parameters = WageParameters.Default(Network.Parse("3C3-MP2-4SSE", new(4, 4, 1)), BitWidths.Paper);
        TrainingBatch[] batches = [RandomBatch.Of(parameters.Network, 2, 1), RandomBatch.Of(parameters.Network, 2, 2)];
        WageTraceWriter.Write(Small, parameters, batches, [3, 0], 1, "this test");
    }

    private void Change(Action<Dictionary<string, NpyArray>> change)
    {
        string path = Path.Combine(Small, "trace.npz");
        Dictionary<string, NpyArray> arrays;
        using (var file = NpzFile.Open(path)) arrays = file.Names.ToDictionary(name => name, file.Read);
        change(arrays);
        NpzFile.Write(path, arrays.Select(pair => (pair.Key, pair.Value)));
    }

    private void Refused(string told)
    {
        var e = Assert.Throws<InputException>(() => WageTrace.Load(Small));
        Assert.StartsWith(Small, e.Message);
        Assert.Contains(told, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }
}
