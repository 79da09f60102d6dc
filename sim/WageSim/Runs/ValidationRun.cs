using WageSim.CommandLine;
using WageSim.Models;

namespace WageSim.Runs;

/// <summary>Compares machine, interpreter and golden model on a trace or on random cases.</summary>
public static class ValidationRun
{
    /// <summary>Runs to the end and returns the process's exit code.</summary>
    public static int Execute(ValidateSettings settings, string? json, CancellationToken cancellation)
    {
        OutputFile.Check(json);
        if (settings.Golden is { } folder) return TraceReplay.Execute(settings, folder, json, cancellation);
        if (settings.Random is { } count) return RandomCases(settings, count, json, cancellation);
        throw new InputException("validate: --golden DIR or --random N is expected");
    }

    private sealed record RandomResult(
        uint Seed, int Cases, int Failed, int Tensors, long Elements, long Commands, long Cycles, IReadOnlyList<Failure> Failures);

    private sealed record Failure(int Case, string Description, string Fault);

    private static int RandomCases(ValidateSettings settings, int count, string? json, CancellationToken cancellation)
    {
        var outcomes = LongTask.Run("random cases", "cases", count, task =>
        {
            var results = new CaseOutcome[count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation };
            Parallel.For(0, count, options, number =>
            {
                results[number] = CaseCheck.Run(RandomCase.Draw(settings.Seed, number), settings.Fidelity);
                lock (results) task.Advance(1);
            });
            return results;
        });
        var failures = outcomes.Select((outcome, number) => (outcome, number)).Where(pair => pair.outcome.Fault is not null)
            .Select(pair => new Failure(pair.number, pair.outcome.Description, pair.outcome.Fault!)).ToList();
        var result = new RandomResult(
            settings.Seed, count, failures.Count, outcomes.Sum(o => o.Tensors), outcomes.Sum(o => o.Elements),
            outcomes.Sum(o => o.Commands), outcomes.Sum(o => o.Cycles), failures);
        foreach (var failure in failures)
            Output.Line($"case {failure.Case} of seed {settings.Seed}: {failure.Description}\n  {failure.Fault}");
        Output.Table($"Random networks on random chips, seed {settings.Seed}", [("compared", false), ("count", true)],
        [
            ["cases", Format.Count(count)],
            ["cases that differ", Format.Count(failures.Count)],
            ["tensors, golden = interpreter = machine", Format.Count(result.Tensors)],
            ["values in them", Format.Count(result.Elements)],
            ["commands, issue, start and finish on both clocks", Format.Count(result.Commands)],
            ["cycles", Format.Count(result.Cycles)],
        ]);
        OutputFile.WriteJson(json, result);
        Output.Line(failures.Count == 0 ? "all agree" : $"{failures.Count} of {count} cases differ");
        return failures.Count == 0 ? ExitCode.Good : ExitCode.CheckFailed;
    }
}
