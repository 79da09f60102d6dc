using System.Text.Json.Nodes;
using WageSim.Models;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Traces;
using WageSim.Models.Traces.Niti;
using WageSim.Tests.Models.Golden;
using WageSim.Tests.Models.Golden.Niti;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Traces.Niti;

public sealed class NitiTraceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(NitiLoss.Integer2020, NitiRounding.Nearest2021)]
    [InlineData(NitiLoss.Integer2020, NitiRounding.Pseudo2020)]
    [InlineData(NitiLoss.Fixed2021, NitiRounding.Nearest2021)]
    [InlineData(NitiLoss.Fixed2021, NitiRounding.Pseudo2020)]
    public void A_written_trace_reads_back_and_replays_with_odd_sizes_and_all_gradient_bits(NitiLoss loss, NitiRounding rounding)
    {
        var network = Network.Parse("3C3-MP2-5C5-MP2-7FC-6CE", new(9, 7, 3));
        var parameters = NitiParameters.Default(network) with { Loss = loss, Rounding = rounding };
        NitiTraceStep[] steps = [.. Enumerable.Range(0, 6).Select(i => new NitiTraceStep(RandomBatch.Of(network, 5, i), -9 + 2 * i, i))];
        NitiTraceWriter.Write(folder.File("trace"), parameters, steps, 11, "this test");
        Assert.Equal(TraceScheme.Niti, TraceScheme.Of(folder.File("trace")));
        var trace = NitiTrace.Load(folder.File("trace"));

        Assert.Equal((5, 6, "this test"), (trace.Batch, trace.Steps, trace.Origin));
        Assert.Equal((network.Notation, network.Input), (trace.Parameters.Network.Notation, trace.Parameters.Network.Input));
        Assert.Equal((loss, rounding), (trace.Parameters.Loss, trace.Parameters.Rounding));
        Assert.Equal(parameters.WeightExponents, trace.Parameters.WeightExponents);
        int[][] weights = NitiInitializer.Draw(parameters, 11);
        Assert.Equal(weights, trace.StartWeights);
        for (int s = 0; s < steps.Length; s++)
        {
            Assert.Equal((steps[s].InputExponent, s), (trace.InputExponent(s), trace.GradientBits(s)));
            Assert.Equal(steps[s].Batch.Inputs, trace.BatchOf(s).Inputs);
            Assert.Equal(steps[s].Batch.Labels, trace.BatchOf(s).Labels);
            Assert.Equal(NitiDraws.Of(parameters, 11, (uint)s, 5).Loss, trace.Draws(s).Loss);
            var naive = NaiveNiti.Step(parameters, weights, trace.BatchOf(s), trace.InputExponent(s), s, trace.Draws(s));
            Tensors.AssertSame(naive, trace.Expected(s), $"step {s}");
        }
        Assert.True(NitiReplay.Check(trace) > 10_000);
    }

    [Fact]
    public void Numbers_may_be_arrays_of_one_element()
    {
        WriteSmall();
        Change(arrays => arrays["input_exponent/1"] = arrays["input_exponent/1"] with { Shape = [1] });
        Assert.Equal(-6, NitiTrace.Load(Small).InputExponent(1));
        Change(arrays => arrays["input_exponent/1"] = new("i4", [2], [-6, -6]));
        Refused("array 'input_exponent/1' has shape (2); () is expected");
    }

    [Fact]
    public void A_scheme_that_no_golden_model_has_is_refused()
    {
        WriteSmall();
        Header("scheme", "\"dorefa\"");
        string file = Path.Combine(Small, "trace.json");
        var e = Assert.Throws<InputException>(() => TraceScheme.Of(Small));
        Assert.Equal($"{file}: scheme is 'dorefa'; allowed is 'wage' or 'niti' or 'wageubn'", e.Message);
        Refused("scheme is 'dorefa'; allowed is 'niti'");
    }

    [Theory]
    [InlineData("format", "\"golden-trace/2\"", "format is 'golden-trace/2'; allowed is 'golden-trace/1'")]
    [InlineData("network", "\"3C3-MP2-4SSE\"", "network: network '3C3-MP2-4SSE': NITI trains softmax with cross-entropy")]
    [InlineData("network", "\"3C3-MP3/2-4CE\"", "network: layer conv0: pool MP3/2 overlaps")]
    [InlineData("input", "[4, 4]", "input is 2 numbers; allowed is three")]
    [InlineData("batch", "0", "batch is 0; allowed is an integer from 1")]
    [InlineData("batch", "3", "array 'input/0' has shape (2, 4, 4, 1); (3, 4, 4, 1) is expected")]
    [InlineData("steps", "3", "gradientBits is 2 numbers; allowed is 3, one a step")]
    [InlineData("gradientBits", "[5, 6]", "gradientBits[1] is 6; allowed is an integer from -1 to 5")]
    [InlineData("gradientBits", "[-2, 5]", "gradientBits[0] is -2; allowed is an integer from -1 to 5")]
    [InlineData("gradientBits", "[2.5, 5]", "gradientBits[0] is 2.5; allowed is an integer from -1 to 5")]
    [InlineData("gradientBits", "5", "gradientBits is 5; allowed is an array")]
    [InlineData("gradientBits", null, "gradientBits is missing")]
    [InlineData("loss", "\"float-2021\"", "loss is 'float-2021'; allowed is 'integer-2020' or 'fixed-2021'")]
    [InlineData("loss", null, "loss is missing")]
    [InlineData("rounding", "\"stochastic\"", "rounding is 'stochastic'; allowed is 'nearest-2021' or 'pseudo-2020'")]
    [InlineData("rounding", "1", "rounding is 1; allowed is a string")]
    [InlineData("weightExponent", "[-9]", "weightExponent is 1 numbers; allowed is 2, one a layer")]
    [InlineData("weightExponent", "[-9, 64]", "weightExponent[1] is 64; allowed is an integer from -64 to 63")]
    [InlineData("origin", "5", "origin is 5; allowed is a string")]
    public void A_bad_key_is_told_with_file_and_what_is_allowed(string key, string? value, string told)
    {
        WriteSmall();
        Header(key, value);
        Refused(told);
    }

    [Theory]
    [InlineData("weight/1")]
    [InlineData("input/1")]
    [InlineData("random/0")]
    [InlineData("code/0/1")]
    [InlineData("activation/1/0")]
    [InlineData("activation_exponent/0")]
    [InlineData("activation_shift/1")]
    [InlineData("loss/1")]
    [InlineData("error_accumulator/0/0")]
    [InlineData("error_shift/0")]
    [InlineData("gradient_shift/1")]
    [InlineData("update/1/1")]
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
    [InlineData("weight/0", 4, -128, "array 'weight/0': -128 at [0, 1, 0, 1] is outside -127..127")]
    [InlineData("random/0", 5, 16, "array 'random/0': 16 at [1, 1] is outside 0..15")]
    [InlineData("input_exponent/0", 0, 64, "array 'input_exponent/0': 64 is outside -64..63")]
    public void A_value_outside_its_range_is_told_with_its_position(string name, int index, long value, string told)
    {
        WriteSmall();
        Change(arrays => arrays[name].Values[index] = value);
        Refused(told);
    }

    [Fact]
    public void A_damaged_archive_is_refused()
    {
        WriteSmall();
        File.WriteAllText(Path.Combine(Small, "trace.npz"), "PK damaged");
        Refused("not a zip archive");
    }

    private string Small => folder.File("small");

    private void WriteSmall()
    {
        var network = Network.Parse("3C3-MP2-4CE", new(4, 4, 1));
        NitiTraceStep[] steps = [new(RandomBatch.Of(network, 2, 1), -5, 5), new(RandomBatch.Of(network, 2, 2), -6, 0)];
        NitiTraceWriter.Write(Small, NitiParameters.Default(network), steps, 1, "this test");
    }

    private void Header(string key, string? value)
    {
        string file = Path.Combine(Small, "trace.json");
        var header = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        if (value is null) header.Remove(key);
        else header[key] = JsonNode.Parse(value);
        File.WriteAllText(file, header.ToJsonString());
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
        var e = Assert.Throws<InputException>(() => NitiTrace.Load(Small));
        Assert.StartsWith(Small, e.Message);
        Assert.Contains(told, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }
}
