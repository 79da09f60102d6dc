using System.Diagnostics;
using System.Text.Json;
using WageSim.Isa;
using WageSim.Runs;

namespace WageSim.Bench;

/// <summary>Training end to end as `train` does it, values and time: images in, a step on the chip, loss and errors out.</summary>
/// <param name="chip">A preset.</param>
/// <param name="steps">Steps of the run; fewer where the kernel is slow.</param>
/// <param name="hostTime">Whether host time by kind of work is a figure, too.</param>
internal sealed class TrainingSpeed(string chip, int steps, double seconds, bool hostTime = false) : IMeasurement
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
            "compilation, the first one's decoding, and its time simulated"),
        new($"{name}.ofKernel", "", $"the same as a part of {KernelSpeed.AllCores}"),
        new($"{name}.steady.macsPerSecond", "MAC/s", "the same over the second half of the steps"),
        new($"{name}.epochSeconds", "s", $"an epoch of {EpochImages:N0} images, extrapolated from the run's steps by those of its second half; " +
            "no test"),
        new($"{name}.steps", "steps", "steps of the run"),
        .. hostTime ? Enum.GetValues<HostWork>().SelectMany(HostFigures) : [],
    ];

    public IReadOnlyList<string> Needs => [KernelSpeed.AllCores];

    public double Seconds => seconds;

    public void Run(Measured measured)
    {
        var parameters = TrainingCase.Lenet;
        double kernel = measured[KernelSpeed.AllCores], atMost = 3.0 * parameters.Network.MacsPerImage * TrainingCase.Batch;
        int count = (int)Math.Clamp(MostKernelSeconds * kernel / atMost, FewestSteps, steps);
        var plan = TrainingCase.Plan(parameters, chip, EnlargedDigits.Make(count * TrainingCase.Batch));

        var watch = Stopwatch.StartNew();
        using var trainer = new Trainer(plan, measured.Cancellation);
        double half = 0;
        trainer.Epoch(0, Progress, measured.Cancellation);
        double all = watch.Elapsed.TotalSeconds, step = (all - half) / (count - count / 2);

        long macs = trainer.StepTiming.Macs;
        measured[$"{name}.macsPerSecond"] = macs * count / all;
        measured[$"{name}.ofKernel"] = macs * count / all / kernel;
        measured[$"{name}.steady.macsPerSecond"] = macs / step;
        measured[$"{name}.epochSeconds"] = all + (EpochImages / TrainingCase.Batch - count) * step;
        measured[$"{name}.steps"] = count;
        if (hostTime) HostTime(trainer, measured);

        void Progress(double images)
        {
            if (trainer.Steps == count / 2) half = watch.Elapsed.TotalSeconds;
            measured.Advance(1.0 / count);
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
    public static string Words(HostWork work) => TrainingTables.Name($"{work}", ' ');

    private static void HostTime(Trainer trainer, Measured measured)
    {
        double all = trainer.HostTime.Values.Sum(time => time.TotalSeconds);
        foreach (var (work, time) in trainer.HostTime)
        {
            measured[SecondsOf(work)] = time.TotalSeconds;
            measured[ShareOf(work)] = time.TotalSeconds / all;
        }
    }
}
