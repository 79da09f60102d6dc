using System.Diagnostics;
using System.Text.Json;
using WageSim.Isa;
using WageSim.Runs;

namespace WageSim.Bench;

/// <summary>Training end to end as `train` does it, values and time: images in, a step on the chip, loss and errors out.</summary>
/// <param name="chip">A preset.</param>
/// <param name="steps">Steps of the run; fewer where the kernel is slow.</param>
/// <param name="runs">Whole runs, of which the shortest counts.</param>
/// <param name="hostTime">Whether host time by kind of work is a figure, too.</param>
internal sealed class TrainingSpeed(string chip, int steps, int runs, double seconds, bool hostTime = false) : IMeasurement
{
    private const int EpochImages = 60_000, FewestSteps = 8;

    // So that a slow host, too, is done in minutes: no more products than its kernel makes in this time.
    private const double MostKernelSeconds = 12;

    private readonly string name = $"train.lenet.{chip}";

    /// <summary>Figures of host time by kind of work start so.</summary>
    public const string HostPrefix = "host.lenet.base.";

    public IReadOnlyList<Figure> Figures =>
    [
        new($"{name}.macsPerSecond", "MAC/s", $"training the LeNet at batch {TrainingCase.Batch} on chip {chip}: all steps, with " +
            $"compilation, the first one's decoding, and its time simulated; the best of {runs} runs"),
        new($"{name}.ofKernel", "", $"the same as a part of {KernelSpeed.Yardstick}"),
        new($"{name}.steady.macsPerSecond", "MAC/s", "the same over the second half of the steps"),
        new($"{name}.epochSeconds", "s",
            $"an epoch of {EpochImages:N0} images, extrapolated from the run's steps by those of its second half; no test"),
        new($"{name}.steps", "steps", "steps of the run"),
        .. hostTime ? Enum.GetValues<HostWork>().SelectMany(HostFigures) : [],
    ];

    public IReadOnlyList<string> Needs => [KernelSpeed.Yardstick];

    public double Seconds => seconds;

    public void Run(Measured measured)
    {
        var parameters = TrainingCase.Lenet;
        double kernel = measured[KernelSpeed.Yardstick], atMost = 3.0 * parameters.Network.MacsPerImage * TrainingCase.Batch;
        int count = (int)Math.Clamp(MostKernelSeconds * kernel / atMost, FewestSteps, steps);
        var plan = TrainingCase.Plan(parameters, chip, EnlargedDigits.Make(count * TrainingCase.Batch));

        // Whole runs again, as other short measurements: what else the host does only adds time.
        Result best = Train(plan, count, measured);
        for (int run = 1; run < runs; run++)
            if (Train(plan, count, measured) is var other && other.All < best.All) best = other;

        double speed = (double)best.Macs * count / best.All;
        measured[$"{name}.macsPerSecond"] = speed;
        measured[$"{name}.ofKernel"] = speed / kernel;
        measured[$"{name}.steady.macsPerSecond"] = best.Macs / best.Step;
        measured[$"{name}.epochSeconds"] = best.All + (EpochImages / TrainingCase.Batch - count) * best.Step;
        measured[$"{name}.steps"] = count;
        if (hostTime) HostTime(best.Host, measured);
    }

    /// <summary>Seconds of a run and of a step of its second half, MACs of a step, and where host time went.</summary>
    private sealed record Result(double All, double Step, long Macs, IReadOnlyDictionary<HostWork, TimeSpan> Host);

    private Result Train(TrainingPlan plan, int count, Measured measured)
    {
        var watch = Stopwatch.StartNew();
        using var trainer = new Trainer(plan, measured.Cancellation);
        double half = 0;
        trainer.Epoch(Progress, measured.Cancellation);
        double all = watch.Elapsed.TotalSeconds;
        return new(all, (all - half) / (count - count / 2), trainer.StepTiming.Macs, trainer.HostTime);

        void Progress(double images)
        {
            if (trainer.Steps == count / 2) half = watch.Elapsed.TotalSeconds;
            measured.Advance(1.0 / count / runs);
        }
    }

    /// <summary>Names of the figures of host time that went into a kind of work.</summary>
    public static string SecondsOf(HostWork work) => $"{HostPrefix}{JsonNamingPolicy.CamelCase.ConvertName($"{work}")}.seconds";
    public static string ShareOf(HostWork work) => $"{HostPrefix}{JsonNamingPolicy.CamelCase.ConvertName($"{work}")}.share";

    private static IEnumerable<Figure> HostFigures(HostWork work) =>
    [
        new(SecondsOf(work), "s", $"host time of all threads in the run on chip base: {Words(work)}"),
        new(ShareOf(work), "", "the same as a part of all threads' time"),
    ];

    /// <summary>ArrayKernels → array kernels.</summary>
    public static string Words(HostWork work) => ResultTables.Name($"{work}", ' ');

    private static void HostTime(IReadOnlyDictionary<HostWork, TimeSpan> host, Measured measured)
    {
        double all = host.Values.Sum(time => time.TotalSeconds);
        foreach (var (work, time) in host)
        {
            measured[SecondsOf(work)] = time.TotalSeconds;
            measured[ShareOf(work)] = time.TotalSeconds / all;
        }
    }
}
