using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Runs;
using WageSim.Workloads.Catalogue;

namespace WageSim.Commands;

/// <summary>Options of `train` → settings.</summary>
internal static class TrainCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var preset = Choices.Text("--preset", "PRESET", "a published experiment (see list presets), whose settings the other options change");
        var network = Choices.Network("what is trained (default: the data set's)");
        var data = Choices.Text("--data", "DATA", "images and labels (default digits; see list data)");
        var chip = Choices.Chip("what it is trained on (default: edge for the digits, base for larger images)");
        var overrides = Choices.Overrides();
        var bits = Choices.Bits();
        var augment = Choices.Augment();
        var batch = Choices.Number("--batch", "images of a step (default: 32 for the digits, 128 for larger images)", 1, 65536, "B");
        var epochs = Choices.Number(
            "--epochs", "passes through the training images (default: 40 for the digits, else 2)", 1, 1_000_000, "E");
        var limit = Choices.Number("--limit", "use only the first training images", 1, int.MaxValue);
        var testLimit = Choices.Number("--test-limit", "use only the first test images", 1, int.MaxValue);
        var seed = Choices.Seed("seed of start weights, order of images and rounding (default 1)");
        var rate = Choices.Text(
            "--learning-rate", "RATE@EPOCH,...",
            "powers of two, each from an epoch on, such as 8@0,1@20 (default: that for the digits, else 8@0,1@1)");
        var clock = Choices.Clock();
        var fidelity = Choices.Fidelity();
        var threads = Choices.Threads();
        var check = Choices.Number(
            "--check", "compare the first steps with the golden model, tensor by tensor (default: 2 for the default network, else 0)",
            0, int.MaxValue, "STEPS");
        var folder = Choices.Text("--out", "DIR", "folder for the run's files");
        var json = Choices.Json();
        var command = new Command("train", "Train a network on the simulated chip")
        {
            preset, network, data, chip, overrides, bits, augment, batch, epochs, limit, testLimit, seed, rate, clock, fidelity, threads, check, folder,
            json,
        };
        command.SetAction(parsed =>
        {
            OutputFile.Check(parsed.GetValue(json));
            var defaults = new TrainSettings();
            var settings = new TrainSettings
            {
                Preset = parsed.GetValue(preset),
                Network = parsed.GetValue(network) is { } name ? NetworkCatalogue.Resolve(name) : null,
                Data = parsed.GetValue(data),
                Chip = parsed.GetValue(chip),
                Overrides = parsed.GetValue(overrides) ?? [],
                Bits = parsed.GetValue(bits),
                Augmentation = parsed.GetValue(augment),
                Batch = parsed.GetValue(batch),
                Epochs = parsed.GetValue(epochs),
                Limit = parsed.GetValue(limit),
                TestLimit = parsed.GetValue(testLimit),
                Seed = parsed.GetValue(seed) ?? defaults.Seed,
                LearningRate = parsed.GetValue(rate),
                Clock = parsed.GetValue(clock) ?? defaults.Clock,
                Fidelity = parsed.GetValue(fidelity) ?? defaults.Fidelity,
                Threads = parsed.GetValue(threads) ?? defaults.Threads,
                Check = parsed.GetValue(check),
                Out = parsed.GetValue(folder),
            };
            return TrainingRun.Execute(settings, parsed.GetValue(json), cancellation);
        });
        return command;
    }
}
