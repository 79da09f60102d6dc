using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>Options of `train` → settings.</summary>
internal static class TrainCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var preset = Choices.Text(
            "--preset", "PRESET", "a published experiment (see list presets), whose settings the other options change");
        var network = Choices.Network("what is trained (default: the data set's)");
        var data = Choices.Text("--data", "DATA", "images and labels (default digits; see list data)");
        var chip = Choices.Chip("what it is trained on (default: edge for the digits, base for larger images)");
        var overrides = Choices.Overrides();
        var prices = Choices.Prices();
        var scheme = new SchemeChoices(trains: true);
        var augment = Choices.Augment();
        var batch = Choices.Number("--batch", "images of a step (default: 32 for the digits, 128 for larger images)", 1, 65536, "B");
        var epochs = Choices.Number(
            "--epochs", "passes through the training images (default: 40 for the digits, else 2)", 1, 1_000_000, "E");
        var limit = Choices.Number("--limit", "use only the first training images", 1, int.MaxValue);
        var testLimit = Choices.Number("--test-limit", "use only the first test images", 1, int.MaxValue);
        var seed = Choices.Seed("seed of start weights, order of images and rounding (default 1)");
        var clock = Choices.Clock();
        var fidelity = Choices.Fidelity();
        var errorPass = Choices.ErrorPass();
        var saved = Choices.Saved();
        var threads = Choices.Threads();
        var check = Choices.Number(
            "--check", "compare the first steps with the golden model, tensor by tensor (default: 2 for the default network, else 0)",
            0, int.MaxValue, "STEPS");
        var zeros = Choices.Zeros("steps");
        var weights = Choices.Text("--weights", "FILE.npz", "start weights in the golden-trace layout (default: drawn from the seed)");
        var folder = Choices.Text("--out", "DIR", "new folder for the run's record, checkpoints and results");
        var resume = Choices.Text("--resume", "DIR", "go on with the run in this folder; what it was asked for need not be given again");
        var minutes = Choices.Number(
            "--checkpoint-minutes", "checkpoint after so many minutes, besides that of each epoch (default 10)", 1, 1_000_000, "M");
        var steps = Choices.Number("--checkpoint-steps", "checkpoint after so many steps or test passes, too", 1, int.MaxValue);
        var trace = new TraceChoices(ofTraining: true);
        var json = Choices.Json();
        var command = new Command("train", "Train a network on the simulated chip")
        {
            preset, network, data, chip, overrides, prices, augment, batch, epochs, limit, testLimit, seed, clock, fidelity,
            errorPass, saved, threads, check, zeros, weights, folder, resume, minutes, steps, json,
        };
        scheme.AddTo(command);
        trace.AddTo(command);
        command.SetAction(parsed =>
        {
            OutputFile.Check(parsed.GetValue(json));
            string? run = parsed.GetValue(resume);
            bool isKept = run is not null || parsed.GetValue(folder) is not null;
            if (run is not null && parsed.GetValue(folder) is not null)
                throw new InputException("--out: not with --resume, which goes on in its own folder");
            if (!isKept && parsed.GetValue(minutes) is not null)
                throw new InputException("--checkpoint-minutes: only with --out or --resume");
            if (!isKept && parsed.GetValue(steps) is not null) throw new InputException("--checkpoint-steps: only with --out or --resume");
            var defaults = run is null ? new() : KeptRun.Asked(run);
            var chosen = parsed.GetValue(network) is { } name ? NetworkChoice.Of(name) : null;
            var settings = new TrainSettings
            {
                Preset = parsed.GetValue(preset) ?? defaults.Preset,
                Network = chosen?.Notation ?? defaults.Network,
                NetworkInput = chosen is null ? defaults.NetworkInput : chosen.RequiredInput,
                Data = parsed.GetValue(data) ?? defaults.Data,
                Chip = parsed.GetValue(chip) ?? defaults.Chip,
                Overrides = parsed.GetValue(overrides) is [_, ..] changes ? changes : defaults.Overrides,
                Scheme = scheme.Name(parsed) ?? defaults.Scheme,
                SchemeOptions = scheme.Of(parsed).Or(defaults.SchemeOptions),
                Augmentation = parsed.GetValue(augment) ?? defaults.Augmentation,
                Batch = parsed.GetValue(batch) ?? defaults.Batch,
                Epochs = parsed.GetValue(epochs) ?? defaults.Epochs,
                Limit = parsed.GetValue(limit) ?? defaults.Limit,
                TestLimit = parsed.GetValue(testLimit) ?? defaults.TestLimit,
                Seed = parsed.GetValue(seed) ?? defaults.Seed,
                Clock = parsed.GetValue(clock) ?? defaults.Clock,
                Fidelity = parsed.GetValue(fidelity) ?? defaults.Fidelity,
                ErrorPass = parsed.GetValue(errorPass) ?? defaults.ErrorPass,
                Saved = parsed.GetValue(saved) ?? defaults.Saved,
                Threads = parsed.GetValue(threads) ?? defaults.Threads,
                Check = parsed.GetValue(check) ?? defaults.Check,
                Zeros = parsed.GetValue(zeros) ?? defaults.Zeros,
                Weights = parsed.GetValue(weights) ?? defaults.Weights,
                Prices = parsed.GetValue(prices) ?? defaults.Prices,
                Out = parsed.GetValue(folder),
                Resume = run,
                CheckpointMinutes = parsed.GetValue(minutes) ?? defaults.CheckpointMinutes,
                CheckpointSteps = parsed.GetValue(steps) ?? defaults.CheckpointSteps,
                Trace = trace.Of(parsed),
                Command = [CommandLineApp.Name, .. parsed.Tokens.Select(token => token.Value)],
            };
            return TrainingRun.Execute(settings, parsed.GetValue(json), cancellation);
        });
        return command;
    }
}
