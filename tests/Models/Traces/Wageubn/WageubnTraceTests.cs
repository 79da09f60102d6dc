using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Wageubn;
using WageSim.Tests.Models.Golden;
using WageSim.Tests.Models.Golden.Wageubn;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Traces.Wageubn;

public sealed class WageubnTraceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("5C3/2-MP3/2-R5-R7/2-R7P-GAP-3CE", 17, 14, 3, 5, 1023, 8)]
    [InlineData("3C3-B2-B2-B3/2-GAP-4SSE", 7, 9, 1, 3, null, 5)]
    [InlineData("7C5-MP2-9C3/3-GAP-2CE", 11, 8, 2, 7, 255, 12)]
    public void A_written_trace_reads_back_and_replays_with_strides_bottlenecks_and_odd_sizes(
        string notation, int height, int width, int channels, int batch, int? clip, int shift)
    {
        var network = ResidualNetwork.Parse(notation, new(height, width, channels));
        var parameters = new WageubnParameters(network) { ActivationClip = clip, RunningShift = shift };
        WageubnRate[] rates = [new(511, 2), new(26, 128), new(1, 8), new(3, 32)];
        WageubnTraceStep[] steps = [.. rates.Select((rate, i) => new WageubnTraceStep(RandomWageubn.Batch(network, batch, i), rate))];
        var start = RandomWageubn.State(parameters, 3);
        WageubnTraceWriter.Write(folder.File("trace"), parameters, start, steps, 11, "this test");
        Assert.Equal(TraceScheme.Wageubn, TraceScheme.Of(folder.File("trace")));
        var trace = WageubnTrace.Load(folder.File("trace"));

        Assert.Equal((batch, 4, "this test"), (trace.Batch, trace.Steps, trace.Origin));
        Assert.Equal((notation, network.Input), (trace.Parameters.Network.Notation, trace.Parameters.Network.Input));
        Assert.Equal((clip, shift), (trace.Parameters.ActivationClip, trace.Parameters.RunningShift));
        var state = trace.StartState;
        foreach (var kind in WageubnState.OfLayers.Concat(WageubnState.OfNorms)) Assert.Equal(start[kind], state[kind]);
        for (int s = 0; s < steps.Length; s++)
        {
            Assert.Equal(rates[s], trace.RateOf(s));
            Assert.Equal(steps[s].Batch.Inputs, trace.BatchOf(s).Inputs);
            Assert.Equal(steps[s].Batch.Labels, trace.BatchOf(s).Labels);
            int step = s;
            var draws = RandomWageubn.Draws(network, 11, (uint)s);
            Assert.Equal(draws(1), trace.Draws(s, 1));
            var naive = new NaiveWageubn(parameters, state, trace.BatchOf(s), rates[s], layer => trace.Draws(step, layer)).Step();
            Tensors.AssertSame([.. trace.Expected(s).Select(t => naive[(t.Kind, t.Layer)])], trace.Expected(s), $"step {s}");
        }
        Assert.Equal(NaiveWageubn.Infer(parameters, state, trace.BatchOf(0)), trace.Inference.Values);
        Assert.True(WageubnReplay.Check(trace) > 10_000);
    }

    [SharedTheory]
    [InlineData("wageubn-plain")]
    [InlineData("wageubn-residual")]
    public void The_lists_that_spell_a_network_out_are_those_of_other_software(string name)
    {
        var theirs = WageubnTrace.Load(Path.Combine(Shared.Folder!, "golden", name));
        WageubnTraceStep[] steps = [new(theirs.BatchOf(0), theirs.RateOf(0))];
        WageubnTraceWriter.Write(folder.File("trace"), theirs.Parameters, theirs.StartState, steps, 1, "this test");
        JsonNode ours = Header(folder.File("trace")), other = Header(Path.Combine(Shared.Folder!, "golden", name));
        Assert.Equal(other["layers"]!.ToJsonString(), ours["layers"]!.ToJsonString());
        Assert.Equal(other["norms"]!.ToJsonString(), ours["norms"]!.ToJsonString());
        Assert.Equal(other["bits"]!.ToJsonString(), ours["bits"]!.ToJsonString());
        Assert.Equal(other.AsObject().Select(pair => pair.Key), ours.AsObject().Select(pair => pair.Key));

        static JsonNode Header(string path) => JsonNode.Parse(File.ReadAllText(Path.Combine(path, "trace.json")))!;
    }

    [Fact]
    public void The_lists_may_be_absent_and_sums_in_any_order()
    {
        WriteSmall();
        Change(header => header["norms"]![2]!["reads"] = "accumulator/1 + accumulator/3");
        WageubnTrace.Load(Small);
        Change(header => header.Remove("layers"));
        Change(header => header.Remove("norms"));
        WageubnTrace.Load(Small);
    }

    [Theory]
    [InlineData("stride", "1", "layers[2].stride is 1; block 0 (R4/2) of the network has 2")]
    [InlineData("in", "5", "layers[2].in is 5; block 0 (R4/2) of the network has 3")]
    [InlineData("reads", "\"activation/1\"", "layers[2].reads is \"activation/1\"; block 0 (R4/2) of the network has \"activation/0\"")]
    [InlineData("kernel", null, "layers[2].kernel is missing; block 0 (R4/2) of the network has 3")]
    public void A_layer_that_is_not_the_networks_is_told_with_its_block(string key, string? value, string told)
    {
        WriteSmall();
        Change(header =>
        {
            if (value is null) header["layers"]![2]!.AsObject().Remove(key);
            else header["layers"]![2]![key] = JsonNode.Parse(value);
        });
        Refused(told);
    }

    [Theory]
    [InlineData("format", "\"golden-trace/2\"", "format is 'golden-trace/2'; allowed is 'golden-trace/1'")]
    [InlineData("network", "\"3C3-R4/2-4FC\"", "network: network '3C3-R4/2-4FC': token '4FC': known are nCk")]
    [InlineData("network", "5", "network is 5; allowed is a string")]
    [InlineData("network", null, "network is missing")]
    [InlineData("network", "\"3C3-R0-GAP-2CE\"", "network: network '3C3-R0-GAP-2CE': block 0 (R0): 0 is outside 1..16384")]
    [InlineData("network", "\"3C3-R4-GAP-2CE\"", "layers[1].stride is 2; block 0 (R4) of the network has 1")]
    [InlineData("input", "[4, 4]", "input is 2 numbers; allowed is three")]
    [InlineData("batch", "0", "batch is 0; allowed is an integer from 1")]
    [InlineData("batch", "3", "array 'input/0' has shape (2, 4, 4, 1); (3, 4, 4, 1) is expected")]
    [InlineData("steps", "3", "learningRateCode is 2 numbers; allowed is 3, one a step")]
    [InlineData("bits", "{\"w\": 2, \"a\": 8, \"g\": 8, \"e\": 8}", "bits are 2-8-8-8; 8-8-8-8 are allowed")]
    [InlineData("learningRateCode", "[26, 512]", "learningRateCode[1] is 512; allowed is an integer from 1 to 511")]
    [InlineData("learningRateCode", null, "learningRateCode is missing")]
    [InlineData("gradientRange", "[128, 64]", "gradientRange: gradient range 64 is not one of 2, 8, 32, 128")]
    [InlineData("gradientRange", "[128, 1]", "gradientRange[1] is 1; allowed is an integer from 2 to 128")]
    [InlineData("activationClip", "17384", "activationClip is 17384; allowed is an integer from 1 to 17383")]
    [InlineData("activationClip", null, "activationClip is missing")]
    [InlineData("runningShift", "16", "runningShift is 16; allowed is an integer from 1 to 15")]
    [InlineData("runningShift", "\"8\"", "runningShift is \"8\"; allowed is a number")]
    [InlineData("layers", "[1]", "layers is 1 numbers; allowed is 5, one a layer")]
    [InlineData("norms", "[1, 2, 3]", "norms[0] is 1; allowed is an object")]
    [InlineData("origin", "5", "origin is 5; allowed is a string")]
    public void A_bad_key_is_told_with_file_and_what_is_allowed(string key, string? value, string told)
    {
        WriteSmall();
        Change(header =>
        {
            if (value is null) header.Remove(key);
            else header[key] = JsonNode.Parse(value);
        });
        Refused(told);
    }

    [Theory]
    [InlineData("weight/1")]
    [InlineData("momentum/0")]
    [InlineData("gamma/2")]
    [InlineData("running_std/0")]
    [InlineData("input/1")]
    [InlineData("random/0/4")]
    [InlineData("accumulator/1/3")]
    [InlineData("stream/0/1")]
    [InlineData("std/1/0")]
    [InlineData("xhat/0/2")]
    [InlineData("activation/1/2")]
    [InlineData("pooled/1")]
    [InlineData("wide/0/4")]
    [InlineData("wide_exponent/1")]
    [InlineData("error2/1/1")]
    [InlineData("error1_exponent/0")]
    [InlineData("sum_ex/1/2")]
    [InlineData("gradient/0/0")]
    [InlineData("step/1/4")]
    [InlineData("gamma_gradient/0/1")]
    [InlineData("momentum_after/1/2")]
    [InlineData("running_mean_after/0/0")]
    [InlineData("inference")]
    public void A_missing_array_or_one_of_other_type_or_shape_is_told_by_name(string name)
    {
        WriteSmall();
        NpyArray original = null!;
        ChangeArrays(arrays =>
        {
            original = arrays[name];
            arrays.Remove(name);
        });
        Refused($"array '{name}' is missing");
        string other = original.Type == "i4" ? "i8" : "i4";
        ChangeArrays(arrays => arrays[name] = original with { Type = other });
        Refused($"array '{name}' has dtype {other}; {original.Type} is expected");
        ChangeArrays(arrays => arrays[name] = original with { Shape = [original.Values.Length, 1, 1, 1, 1] });
        Refused($"array '{name}' has shape ({original.Values.Length}, 1, 1, 1, 1); (");
    }

    [Theory]
    [InlineData("label/1", 1, 2, "array 'label/1': 2 at [1] is outside 0..1")]
    [InlineData("input/0", 5, -128, "array 'input/0': -128 at [0, 1, 1, 0] is outside -127..127")]
    [InlineData("running_std/1", 3, -1, "array 'running_std/1': -1 at [3] is outside 0..2147483647")]
    [InlineData("weight/0", 1, int.MinValue, "array 'weight/0': -2147483648 at [0, 0, 0, 1] is outside -2147483647..2147483647")]
    public void A_value_outside_its_range_is_told_with_its_position(string name, int index, long value, string told)
    {
        WriteSmall();
        ChangeArrays(arrays => arrays[name].Values[index] = value);
        Refused(told);
    }

    [Fact]
    public void Sums_that_32_bits_may_not_hold_are_not_written()
    {
        var network = ResidualNetwork.Parse("972C1-2C1-973C1-2C1-GAP-2CE", new(1, 1, 1));
        var parameters = new WageubnParameters(network) { ActivationClip = null };
        var e = Assert.Throws<InputException>(() => WageubnTraceWriter.Write(Small, parameters, WageubnState.Start(parameters, 1),
            [new(RandomWageubn.Batch(parameters.Residual, 1, 1), new(1, 2))], 1, "this test"));
        Assert.Equal("layer conv3: sums could reach 2148034693; a trace holds up to 2147483647", e.Message);
        Assert.False(Path.Exists(Small));
    }

    private string Small => folder.File("small");

    private void WriteSmall()
    {
        var parameters = new WageubnParameters(ResidualNetwork.Parse("3C3-R4/2-GAP-2CE", new(4, 4, 1)));
        WageubnTraceStep[] steps = [.. Enumerable.Range(1, 2).Select(i =>
            new WageubnTraceStep(RandomWageubn.Batch(parameters.Residual, 2, i), new(26, 128)))];
        WageubnTraceWriter.Write(Small, parameters, WageubnState.Start(parameters, 1), steps, 1, "this test");
    }

    private void Change(Action<JsonObject> change)
    {
        string file = Path.Combine(Small, "trace.json");
        var header = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(header);
        File.WriteAllText(file, header.ToJsonString());
    }

    private void ChangeArrays(Action<Dictionary<string, NpyArray>> change)
    {
        string path = Path.Combine(Small, "trace.npz");
        Dictionary<string, NpyArray> arrays;
        using (var file = NpzFile.Open(path)) arrays = file.Names.ToDictionary(name => name, file.Read);
        change(arrays);
        NpzFile.Write(path, arrays.Select(pair => (pair.Key, pair.Value)));
    }

    private void Refused(string told)
    {
        var e = Assert.Throws<InputException>(() => WageubnTrace.Load(Small));
        Assert.StartsWith(Small, e.Message);
        Assert.DoesNotContain(Small, e.Message[Small.Length..]);
        Assert.Contains(told, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }
}
