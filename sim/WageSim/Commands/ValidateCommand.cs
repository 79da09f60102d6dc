using System.CommandLine;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Runs;

namespace WageSim.Commands;

/// <summary>Options of `validate` → settings.</summary>
internal static class ValidateCommand
{
    private const int MaxCases = 1_000_000;

    public static Command Create(CancellationToken cancellation)
    {
        var golden = Choices.Text("--golden", "DIR", "reproduce the golden trace in this folder");
        var random = Choices.Number("--random", "run random networks on random chips", 1, MaxCases);
        var seed = Choices.Seed("seed of the random cases (default 1)");
        var chip = Choices.Chip("what runs the trace (default edge)");
        var overrides = Choices.Overrides();
        var clock = Choices.Clock();
        var fidelity = Choices.Fidelity();
        var errorPass = Choices.ErrorPass();
        var saved = Choices.Saved();
        var threads = Choices.Threads();
        var json = Choices.Json();
        var command = new Command("validate", "Compare machine, interpreter and golden model bit by bit")
        {
            golden, random, seed, chip, overrides, clock, fidelity, errorPass, saved, threads, json,
        };
        command.SetAction(parsed =>
        {
            bool isGolden = parsed.GetValue(golden) is not null, isRandom = parsed.GetValue(random) is not null;
            if (isGolden && isRandom) throw new InputException("validate: both of --golden and --random are given; one is expected");
            if (!isGolden && !isRandom) throw new InputException("validate: neither of --golden and --random is given; one is expected");
            if (isRandom && parsed.GetValue(chip) is not null) throw new InputException("--chip: not with --random, which draws its chips");
            if (isRandom && parsed.GetValue(overrides) is [_, ..])
                throw new InputException("--set: not with --random, which draws its chips");
            if (isGolden && parsed.GetValue(seed) is not null)
                throw new InputException("--seed: only with --random; a trace has its own draws");
            if (isRandom && parsed.GetValue(errorPass) is not null)
                throw new InputException("--error-pass: not with --random, which draws both");
            if (isRandom && parsed.GetValue(saved) is not null)
                throw new InputException("--saved: not with --random, which draws both");
            OutputFile.Check(parsed.GetValue(json));
            var defaults = new ValidateSettings();
            var settings = new ValidateSettings
            {
                Golden = parsed.GetValue(golden),
                Random = parsed.GetValue(random),
                Seed = parsed.GetValue(seed) ?? defaults.Seed,
                Chip = parsed.GetValue(chip) ?? defaults.Chip,
                Overrides = parsed.GetValue(overrides) ?? [],
                Clock = parsed.GetValue(clock) ?? defaults.Clock,
                Fidelity = parsed.GetValue(fidelity) ?? defaults.Fidelity,
                ErrorPass = parsed.GetValue(errorPass) ?? defaults.ErrorPass,
                Saved = parsed.GetValue(saved),
                Threads = parsed.GetValue(threads) ?? defaults.Threads,
            };
            return ValidationRun.Execute(settings, parsed.GetValue(json), cancellation);
        });
        return command;
    }
}
