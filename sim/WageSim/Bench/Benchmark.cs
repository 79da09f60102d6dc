using System.Diagnostics;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Bench;

/// <summary>Measures how fast the simulator is on this host, with the speed of its own kernel as the yardstick.</summary>
public static class Benchmark
{
    private static readonly IMeasurement[] measurements =
    [
        new KernelSpeed(), new TileSpeed(32), new TileSpeed(16), new TileSpeed(4),
        new TrainingSpeed("base", steps: 468, runs: 3, seconds: 30, hostTime: true),
        new TrainingSpeed("edge", steps: 300, runs: 2, seconds: 18),
        new TrainingSpeed("tiny", steps: 120, runs: 2, seconds: 36),
        new TrainingSpeed("wide", steps: 160, runs: 2, seconds: 8),
        new TimingSpeed("timing.vgg", "base", TrainingCase.Vgg, "the VGG"),
        new TimingSpeed("timing.lenet", "tiny", TrainingCase.Lenet, "the LeNet"),
        new TimingSpeed("timing.resnet20", "base", SchemeCases.Resnet20(null), "WAGEUBN's ResNet-20"),
        SchemeCases.Niti("lenet", "mnist-lenet", "base", steps: 234), SchemeCases.Niti("lenet", "mnist-lenet", "edge", steps: 150),
        SchemeCases.Niti("vgg", "cifar10-vgg", "base", steps: 4, batch: 64),
        SchemeCases.Wageubn("resnet20", "base", steps: 24), SchemeCases.Wageubn("resnet20bytes", "base", steps: 24, activationClip: 255),
        SchemeCases.Wageubn("resnet20", "edge", steps: 12), SchemeCases.Wageubn("resnet20", "wide", steps: 16),
        new ClockComparison(), new GridSpeed(16, "grid"), new GridSpeed(32, "grid.32x32"), new GridSpeed(64, "grid.64x64"), new GridStep(),
        new StepTime(), new MemoryUse(),
    ];

    /// <summary>All figures, in the order in which they are measured.</summary>
    public static IReadOnlyList<Figure> Figures { get; } = [.. measurements.SelectMany(measurement => measurement.Figures)];

    /// <summary>Measures all figures, or those of all measurements with a figure whose name starts so; prints and writes them.</summary>
    public static int Execute(string? only, string? json, CancellationToken cancellation)
    {
        OutputFile.Check(json);
        var chosen = Choose(only);
        var host = HostDescription.Read();
        Output.Line($"host     {host.Cpu}, {host.Cores} cores, {host.Instructions}, {host.Runtime}, {host.System}");
        Output.Line();
        var watch = Stopwatch.StartNew();
        IReadOnlyDictionary<string, double> values;
        try
        {
            values = LongTask.Run("measuring", "%", 100, task => Measure(chosen, task, cancellation));
        }
        catch (FailedCheckException error)
        {
            Output.Line($"check failed: {error.Message}");
            return ExitCode.CheckFailed;
        }
        double seconds = watch.Elapsed.TotalSeconds;
        var figures = chosen.SelectMany(measurement => measurement.Figures).Where(figure => values.ContainsKey(figure.Name)).ToList();
        BenchmarkTables.Print(figures, values);
        Output.Line($"time     {Format.Time(seconds)}");
        OutputFile.WriteJson(json, new
        {
            Version = 1,
            Host = host,
            Seconds = seconds,
            Figures = figures.ToDictionary(figure => figure.Name, figure => values[figure.Name]),
            About = figures.ToDictionary(figure => figure.Name, figure => new { figure.Unit, figure.Meaning }),
        });
        return ExitCode.Good;
    }

    /// <summary>A part that must have a process to itself: prints its figures as one JSON object.</summary>
    public static int ExecuteChild(string part, CancellationToken cancellation)
    {
        Output.Text(OutputFile.Json(MemoryUse.Measure(part, cancellation)));
        return ExitCode.Good;
    }

    private static List<IMeasurement> Choose(string? only)
    {
        var chosen = measurements.Where(measurement => only is null || Has(measurement, only)).ToList();
        if (chosen.Count == 0)
        {
            var names = Figures.Select(figure => figure.Name).ToList();
            var kinds = names.Select(name => name.Split('.')[0]).Distinct().ToList();
            throw new InputException($"--only: no figure's name starts with '{only}'; " +
                $"did you mean {Spelling.Nearest(only!, [.. kinds, .. names])}? Names start with {string.Join(", ", kinds)}");
        }
        var needed = chosen.SelectMany(measurement => measurement.Needs).ToList();
        return [.. measurements.Where(measurement => chosen.Contains(measurement) || needed.Any(name => Has(measurement, name)))];

        static bool Has(IMeasurement measurement, string start) =>
            measurement.Figures.Any(figure => figure.Name.StartsWith(start, StringComparison.Ordinal));
    }

    private static IReadOnlyDictionary<string, double> Measure(List<IMeasurement> chosen, LongTask task, CancellationToken cancellation)
    {
        double all = chosen.Sum(measurement => measurement.Seconds), part = 0, advanced = 0;
        var measured = new Measured(Advance, cancellation);
        foreach (var measurement in chosen)
        {
            cancellation.ThrowIfCancellationRequested();
            (part, advanced) = (100 * measurement.Seconds / all, 0);
            measurement.Run(measured);
            task.Advance(part * Math.Max(0, 1 - advanced));
        }
        return measured.Values;

        void Advance(double share)
        {
            advanced += share;
            task.Advance(part * share);
        }
    }
}
