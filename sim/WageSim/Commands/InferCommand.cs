using System.CommandLine;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>Options of `infer` → settings.</summary>
internal static class InferCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var run = Choices.Text("--run", "DIR", "the newest weights of the run in this folder, with its network, data and chip");
        var weights = Choices.Text("--weights", "FILE.npz", "weights in the golden-trace layout");
        var network = Choices.Network("what the weights are of (default: the data set's)");
        var scheme = new SchemeChoices(trains: false);
        var data = Choices.Text("--data", "DATA", "whose test images are classified (default: the run's, or digits; see list data)");
        var chip = Choices.Chip("what runs it (default: the run's; or edge for the digits, base for larger images)");
        var overrides = Choices.Overrides();
        var prices = Choices.Prices();
        var batch = Choices.Number(
            "--batch", "images of a pass (default: the run's; or 32 for the digits, 128 for larger images)", 1, 65536, "B");
        var limit = Choices.Number("--limit", "use only the first test images (default: as the run, or all)", 1, int.MaxValue);
        var clock = Choices.Clock();
        var fidelity = Choices.Fidelity();
        var threads = Choices.Threads();
        var check = Choices.Number(
            "--check", "compare the sums of the first passes with the golden model (default 0)", 0, int.MaxValue, "PASSES");
        var zeros = Choices.Zeros("passes");
        var json = Choices.Json();
        var command = new Command("infer", "Classify test images with trained weights on the simulated chip")
        {
            run, weights, network, data, chip, overrides, prices, batch, limit, clock, fidelity, threads, check, zeros, json,
        };
        scheme.AddTo(command);
        command.SetAction(parsed =>
        {
            var defaults = new InferSettings();
            var chosen = parsed.GetValue(network) is { } name ? NetworkChoice.Of(name) : null;
            var settings = new InferSettings
            {
                Run = parsed.GetValue(run),
                Weights = parsed.GetValue(weights),
                Network = chosen?.Notation,
                NetworkInput = chosen?.RequiredInput,
                Scheme = scheme.Name(parsed),
                SchemeOptions = scheme.Of(parsed),
                Data = parsed.GetValue(data),
                Chip = parsed.GetValue(chip),
                Overrides = parsed.GetValue(overrides) ?? [],
                Batch = parsed.GetValue(batch),
                Limit = parsed.GetValue(limit),
                Clock = parsed.GetValue(clock) ?? defaults.Clock,
                Fidelity = parsed.GetValue(fidelity) ?? defaults.Fidelity,
                Threads = parsed.GetValue(threads) ?? defaults.Threads,
                Check = parsed.GetValue(check) ?? defaults.Check,
                Zeros = parsed.GetValue(zeros),
                Prices = parsed.GetValue(prices),
                Command = [CommandLineApp.Name, .. parsed.Tokens.Select(token => token.Value)],
            };
            return InferenceRun.Execute(settings, parsed.GetValue(json), cancellation);
        });
        return command;
    }
}
