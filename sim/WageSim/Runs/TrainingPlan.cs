using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Traces;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>Settings with every default filled in and everything loaded and checked.</summary>
public sealed record TrainingPlan(
    TrainSettings Settings, SchemeParameters Parameters, Chip Chip, DataSet Data,
    int Batch, int Epochs, RateSchedule Rates, int Check)
{
    /// <summary>Arrays of the state to start from; null: those that the seed draws.</summary>
    public int[][]? StartState { get; init; }

    /// <summary>First steps whose products with a zero operand are counted.</summary>
    public int ZeroSteps { get; init; }

    /// <summary>What everything costs, checked against the chip.</summary>
    public PriceTable Prices { get; init; } = PriceTable.Load(PriceTable.Default);

    public Scheme Scheme => SchemeCatalogue.Of(Parameters);
    public Network Network => Parameters.Network;
    public PixelCodes InputCodes => Scheme.InputCodes(Data);
    public int StepsPerEpoch => Data.Train.Count / Batch;
    public SavedTensors Saved => Scheme.Saved(Settings.Saved);
    public Augmentation Augmentation => Settings.Augmentation ?? Augmentation.None;

    /// <summary>The chip where none is asked for: edge for the digits, base for larger images.</summary>
    internal static string DefaultChip(string data) => IsDigits(data) ? "edge" : "base";

    /// <summary>Images of a step or pass where no number is asked for.</summary>
    internal static int DefaultBatch(string data) => DefaultBatch(IsDigits(data));

    internal static int DefaultBatch(bool digits) => digits ? 32 : 128;

    public static TrainingPlan From(TrainSettings settings)
    {
        AtLeastOne("--epochs", settings.Epochs);
        AtLeastOne("--limit", settings.Limit);
        AtLeastOne("--test-limit", settings.TestLimit);
        settings = Filled(settings);
        string source = settings.Data!;
        bool digits = IsDigits(source);
        var chip = ChipFile.Load(settings.Chip ?? DefaultChip(source), settings.Overrides);
        var prices = PriceTable.Load(settings.Prices ?? PriceTable.Default);
        ChipPrices.For(chip, prices);
        string? asked = settings.Network is { } named ? NetworkCatalogue.Resolve(named) : null;
        var scheme = SchemeCatalogue.For(settings.Scheme, asked);
        scheme.Saved(settings.Saved);
        scheme.Pass(settings.ErrorPass);
        var rates = scheme.Rates(settings.SchemeOptions, digits);
        var data = digits
            ? DataSets.Load(source)
            : LongTask.Run("reading", "%", 100, task => DataSets.Load(source, share => task.Advance(100 * share)));
        if (settings.Limit is { } limit) data = data with { Train = data.Train.Take(limit) };
        if (settings.TestLimit is { } testLimit) data = data with { Test = data.Test.Take(testLimit) };
        string notation = asked ?? NetworkCatalogue.Resolve(
            digits ? scheme.DigitsNetwork : PresetCatalogue.NetworkFor(scheme, data.Name, data.Input));
        var network = Network.Parse(notation, data.Input);
        if (settings.NetworkInput is { } images && images != $"{data.Input}")
            throw new InputException($"network '{network}': its file is for images of {images}; those of {data.Name} are {data.Input}");
        if (network.Classes < data.Classes)
            throw new InputException($"network '{network}': {network.Classes} outputs; data set {data.Name} has {data.Classes} classes");
        int batch = settings.Batch ?? DefaultBatch(source);
        if (batch > data.Train.Count) throw new InputException($"--batch: {batch} is more than the {data.Train.Count} training images");
        int epochs = settings.Epochs ?? (digits ? 40 : 2), check = settings.Check ?? (digits && settings.Network is null ? 2 : 0);
        var parameters = scheme.Parameters(network, settings.SchemeOptions);
        return new(settings, parameters, chip, data, batch, epochs, rates, check)
        {
            ZeroSteps = Runs.ZeroSteps.Of(settings.Zeros, chip),
            Prices = prices,
            StartState = settings.Weights is { } file ? WeightFile.Read(file, parameters) : null,
        };

        static void AtLeastOne(string option, int? value)
        {
            if (value < 1) throw new InputException($"{option}: {value}; at least 1 is needed");
        }
    }

    private static bool IsDigits(string data) => data == "digits";

    // What was not asked for is the preset's.
    private static TrainSettings Filled(TrainSettings settings)
    {
        if (settings.Preset is null) return settings with { Data = settings.Data ?? "digits" };
        var preset = PresetCatalogue.Get(settings.Preset);
        if (settings.Scheme is { } scheme && scheme != preset.Scheme)
            throw new InputException($"--scheme: '{scheme}': preset {preset.Name} is of scheme {preset.Scheme}");
        return settings with
        {
            Network = settings.Network ?? preset.Network,
            Data = settings.Data
                ?? throw new InputException($"--preset {preset.Name}: its images are missing; --data {preset.Data}:DIR is expected"),
            Batch = settings.Batch ?? preset.Batch,
            Epochs = settings.Epochs ?? preset.Epochs,
            Scheme = preset.Scheme,
            SchemeOptions = settings.SchemeOptions.Or(preset.Options),
            Augmentation = settings.Augmentation ?? preset.Augmentation,
        };
    }
}
