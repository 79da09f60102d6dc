using System.Reflection;
using System.Text.Json.Nodes;
using WageSim.Machine;
using WageSim.Models.Networks;
using WageSim.Models.Traces;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.Runs;

/// <summary>Two runs with equal settings give equal results: whatever a result depends on is one of them.</summary>
public sealed class RunSettingsTests : IDisposable
{
    // Nothing is left to defaults, which follow other settings: a change is a change of one setting.
    private static readonly TrainSettings settings = new()
    {
        Network = "16C3-MP2-10SSE", Data = "digits", Chip = "edge",
        SchemeOptions = new() { Bits = BitWidths.Paper, LearningRate = "8" }, Augmentation = Augmentation.None,
        Batch = 32, Epochs = 2, Limit = 64, TestLimit = 32, Check = 0,
    };

    // Results do not depend on these.
    private static readonly string[] free =
    [
        nameof(TrainSettings.Clock), nameof(TrainSettings.Threads), nameof(TrainSettings.Out), nameof(TrainSettings.Resume),
        nameof(TrainSettings.CheckpointMinutes), nameof(TrainSettings.CheckpointSteps), nameof(TrainSettings.Command),
        nameof(TrainSettings.Trace), nameof(TrainSettings.NetworkInput),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Properties =>
        [.. typeof(TrainSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)];

    private static readonly TrainSettings residual =
        settings with { Scheme = "wageubn", Network = "4C3-R4-GAP-10CE", SchemeOptions = new() };

    [Theory, MemberData(nameof(Properties))]
    public void Every_setting_that_a_result_depends_on_is_kept_and_compared(string name)
    {
        if (free.Contains(name)) return;
        var before = RunSettings.Of(TrainingPlan.From(name == nameof(TrainSettings.Saved) ? residual : settings));
        Assert.NotNull(RunSettings.Difference(before, RunSettings.Of(TrainingPlan.From(Changed(name)))));
    }

    public static TheoryData<string, SchemeOptions> Options => new()
    {
        { "wage", new() { Bits = new(2, 8, 8, 7) } }, { "wage", new() { LearningRate = "4" } },
        { "niti", new() { Rounding = "pseudo-2020" } }, { "niti", new() { Loss = "integer-2020" } },
        { "niti", new() { Dropout = true } }, { "niti", new() { GradientBits = "2" } },
        { "wageubn", new() { LearningRateCode = "3" } }, { "wageubn", new() { GradientRange = "32@0" } },
        { "wageubn", new() { ActivationClip = "none" } }, { "wageubn", new() { RunningShift = 7 } },
    };

    [Theory, MemberData(nameof(Options))]
    public void Every_option_of_a_scheme_is_kept_and_compared(string scheme, SchemeOptions changed)
    {
        string network = scheme == "wageubn" ? "4C3-R4-GAP-10CE" : "16C3-MP2-10CE";
        var plain = settings with { Scheme = scheme, Network = network, SchemeOptions = new() };
        var before = RunSettings.Of(TrainingPlan.From(plain));
        Assert.NotNull(RunSettings.Difference(before, RunSettings.Of(TrainingPlan.From(plain with { SchemeOptions = changed }))));
        Assert.Null(RunSettings.Difference(before, RunSettings.Of(TrainingPlan.From(plain))));
    }

    [Fact]
    public void Every_option_of_a_scheme_is_tested()
    {
        var tested = Options.Select(row => ((SchemeOptions)row[1]).FirstChosen).Distinct();
        int options = typeof(SchemeOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Count(property => property.CanWrite);
        Assert.Equal(options, tested.Count());
    }

    [Fact]
    public void Settings_that_results_do_not_depend_on_do_not_differ()
    {
        var other = settings with
        {
            Clock = Clock.Stepping, Threads = 1, CheckpointMinutes = 3, CheckpointSteps = 7, Command = ["x"],
            Trace = new("t.vcd", new(1, 2), null, 5),
        };
        Assert.Null(RunSettings.Difference(RunSettings.Of(TrainingPlan.From(settings)), RunSettings.Of(TrainingPlan.From(other))));
    }

    [Fact]
    public void A_difference_names_setting_and_both_values()
    {
        Assert.Equal("a is 1 in the run, 2 now; b.c is x in the run, absent now; d is absent in the run, [1] now",
            RunSettings.Difference(Json("""{"a": 1, "b": {"c": "x", "e": null}}"""), Json("""{"d": [1], "b": {"e": null}, "a": 2}""")));
        Assert.Equal("a is 1 in the run, absent there; b is 1 in the run, absent there; c is 1 in the run, absent there; " +
            "d is 1 in the run, absent there; e is 1 in the run, absent there; f is 1 in the run, absent there; and 2 more",
            RunSettings.Difference(Json("""{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1}"""), [], "there"));
        Assert.Null(RunSettings.Difference(Json("""{"a": 1, "b": 2}"""), Json("""{"b": 2, "a": 1}""")));

        static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
    }

    // Fails for a setting that it does not know: whoever adds one says here whether a result depends on it.
    private TrainSettings Changed(string name) => name switch
    {
        nameof(TrainSettings.Preset) => settings with { Preset = "mnist-lenet" },
        nameof(TrainSettings.Network) => settings with { Network = "4C3-10SSE" },
        nameof(TrainSettings.Data) => settings with { Data = $"idx:{Idx()}" },
        nameof(TrainSettings.Chip) => settings with { Chip = "tiny" },
        nameof(TrainSettings.Prices) => settings with { Prices = "synthesised" },
        nameof(TrainSettings.Overrides) => settings with { Overrides = ["vector.lanes=8"] },
        nameof(TrainSettings.Scheme) => settings with
            {
                Scheme = "niti", Network = "16C3-MP2-10CE", SchemeOptions = new() { GradientBits = "3" },
            },
        nameof(TrainSettings.SchemeOptions) =>
            settings with { SchemeOptions = settings.SchemeOptions with { Bits = new(2, 8, 8, 7) } },
        nameof(TrainSettings.Augmentation) => settings with { Augmentation = Augmentation.Flip },
        nameof(TrainSettings.Zeros) => settings with { Zeros = "all" },
        nameof(TrainSettings.Batch) => settings with { Batch = 16 },
        nameof(TrainSettings.Epochs) => settings with { Epochs = 3 },
        nameof(TrainSettings.Limit) => settings with { Limit = 63 },
        nameof(TrainSettings.TestLimit) => settings with { TestLimit = 31 },
        nameof(TrainSettings.Seed) => settings with { Seed = 2 },
        nameof(TrainSettings.Fidelity) => settings with { Fidelity = Fidelity.Grid },
        nameof(TrainSettings.ErrorPass) => settings with { ErrorPass = ErrorPass.Recompute },
        nameof(TrainSettings.Saved) => residual with { Saved = SavedTensors.Recompute },
        nameof(TrainSettings.Check) => settings with { Check = 1 },
        nameof(TrainSettings.Weights) => settings with { Weights = Weights() },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "does a result depend on this setting?"),
    };

    private string Weights()
    {
        var parameters = TrainingPlan.From(settings).Parameters;
        string file = folder.File("weights.npz");
        File.WriteAllBytes(file, WeightFile.ToBytes(parameters, [.. parameters.State.Select(tensor => new int[tensor.Count])]));
        return file;
    }

    // The digits with one pixel changed, in another form.
    private string Idx()
    {
        var digits = DataSets.Load("digits");
        foreach (var (part, set) in (Span<(string, ImageSet)>)[("train", digits.Train), ("t10k", digits.Test)])
        {
            byte[] pixels = [.. Enumerable.Range(0, set.Count).SelectMany(i => set.Read(i, new byte[64]).ToArray())];
            pixels[5] ^= 1;
            byte[] images = [0, 0, 8, 3, .. Number(set.Count), .. Number(8), .. Number(8), .. pixels];
            File.WriteAllBytes(folder.File($"{part}-images-idx3-ubyte"), images);
            byte[] labels = [.. Enumerable.Range(0, set.Count).Select(i => (byte)set.Label(i))];
            File.WriteAllBytes(folder.File($"{part}-labels-idx1-ubyte"), [0, 0, 8, 1, .. Number(set.Count), .. labels]);
        }
        return folder.Path;

        static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
    }
}
