using System.CommandLine;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Runs;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;
using Command = System.CommandLine.Command;

namespace WageSim.Commands;

/// <summary>A network's step on a chip: the options that say which, beside those that a topology has, too.</summary>
internal sealed class StepOptions
{
    private const string DefaultChip = "base";
    private readonly Option<string?> network = Choices.Network("what is timed: a training step");
    private readonly Option<string?> input =
        Choices.Text("--input", "HxWxC", "of a network: shape of an image (default: the named network's; 8x8x1 for a notation)");
    private readonly SchemeChoices scheme = new(trains: false);
    private readonly Option<bool> inference = new("--inference") { Description = "of a network: the forward pass only" };
    private readonly Option<ErrorPass?> errorPass = Choices.ErrorPass();
    private readonly Option<SavedTensors?> saved = Choices.Saved();

    public void AddTo(Command command)
    {
        command.Add(network);
        command.Add(input);
        command.Add(inference);
        command.Add(errorPass);
        command.Add(saved);
        scheme.AddTo(command);
    }

    /// <summary>Whether a network was asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(network) is not null;

    /// <summary>The first option that was given, or null.</summary>
    public string? FirstGiven(ParseResult parsed) =>
        parsed.GetValue(input) is not null ? input.Name
        : parsed.GetValue(inference) ? inference.Name
        : parsed.GetValue(errorPass) is not null ? errorPass.Name
        : parsed.GetValue(saved) is not null ? saved.Name
        : scheme.Name(parsed) is not null ? "--scheme"
        : scheme.Of(parsed).FirstChosen;

    /// <summary>What is asked for; a network that only one scheme trains is that scheme's.</summary>
    public TimedStep Plan(ParseResult parsed, string? chip, string[] overrides, int? batch, string? prices)
    {
        string asked = parsed.GetValue(network)!;
        if (parsed.GetValue(inference) && parsed.GetValue(saved) is not null)
            throw new InputException("--saved: not with --inference, which saves nothing");
        var built = NetworkChoice.Build(asked, parsed.GetValue(input));
        var trainer = SchemeCatalogue.For(scheme.Name(parsed), built.Notation);
        var parameters = trainer.Parameters(built, scheme.Of(parsed));
        bool digits = NetworkCatalogue.All.Any(known => known.Name == asked && known.Data?.Name == "digits");
        var options = new CompileOptions(batch ?? TrainingPlan.DefaultBatch(digits), parsed.GetValue(inference))
        {
            ErrorPass = trainer.Pass(parsed.GetValue(errorPass) ?? ErrorPass.Spill), Saved = trainer.Saved(parsed.GetValue(saved)),
        };
        var target = ChipFile.Load(chip ?? DefaultChip, overrides);
        var table = PriceTable.Load(prices ?? PriceTable.Default);
        ChipPrices.For(target, table);
        return new(parameters, target, options, table);
    }
}
