using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Traces;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>Settings of an inference with every default filled in and everything loaded and checked.</summary>
/// <param name="State">What was trained: arrays in the order of the scheme's state.</param>
/// <param name="Source">Where it is from.</param>
internal sealed record InferencePlan(
    InferSettings Settings, SchemeParameters Parameters, Chip Chip, DataSet Data, int Batch, int[][] State, string Source)
{
    /// <summary>What everything costs.</summary>
    public required PriceTable Prices { get; init; }

    public Network Network => Parameters.Network;
    public PixelCodes InputCodes => SchemeCatalogue.Of(Parameters).InputCodes(Data);

    /// <summary>First passes whose products with a zero operand are counted.</summary>
    public int ZeroPasses { get; } = ZeroSteps.Of(Settings.Zeros, Chip);

    /// <summary>The images that are classified.</summary>
    public ImageSet Images => Data.Test;

    /// <summary>What is not said is as in the run, or else as `train` has it.</summary>
    public static InferencePlan From(InferSettings settings)
    {
        if (settings.Run is null == settings.Weights is null)
            throw new InputException($"infer: {(settings.Run is null ? "neither" : "both")} of --run and --weights given; one is expected");
        if (settings.Run is not null && settings.Network is not null)
            throw new InputException("--network: not with --run, which has its own");
        if (settings.Run is not null && settings.Scheme is not null)
            throw new InputException("--scheme: not with --run, which has its own");
        if (settings.Run is not null && settings.SchemeOptions.FirstChosen is { } chosen)
            throw new InputException($"{chosen}: not with --run, which has its own");
        var trained = settings.Run is { } run ? TrainedWeights.Read(run) : null;
        var asked = trained?.Asked ?? new()
        {
            Network = settings.Network, NetworkInput = settings.NetworkInput,
            Scheme = settings.Scheme, SchemeOptions = settings.SchemeOptions,
        };
        var plan = TrainingPlan.From(asked with
        {
            Data = settings.Data ?? asked.Data,
            Chip = settings.Chip ?? asked.Chip,
            Prices = settings.Prices ?? asked.Prices,
            Overrides = settings.Chip is null ? [.. asked.Overrides, .. settings.Overrides] : settings.Overrides,
            // Nothing is trained, so that a batch may be larger than the training set.
            Batch = 1,
            TestLimit = settings.Limit ?? asked.TestLimit,
            Weights = null,
        });
        if (trained is not null && (plan.Network.Notation, plan.Network.Input) != (trained.Network.Notation, trained.Network.Input))
            throw new InputException(
                $"--data {settings.Data}: images are {plan.Network.Input}; the run's network reads {trained.Network.Input}");
        int[][] state = trained?.State ?? WeightFile.Read(settings.Weights!, plan.Parameters);
        string source = trained?.Where ?? settings.Weights!;
        string data = plan.Settings.Data!;
        int batch = settings.Batch ?? asked.Batch ?? TrainingPlan.DefaultBatch(data);
        return new(settings with { Data = data }, plan.Parameters, plan.Chip, plan.Data, batch, state, source)
        {
            Prices = plan.Prices,
        };
    }
}
