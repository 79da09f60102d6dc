using System.Diagnostics;
using WageSim.Models.Schemes;
using WageSim.Runs;

namespace WageSim.Bench;

/// <summary>Training by a scheme against training by WAGE, on the same chip.</summary>
/// <param name="name">What figures call the network.</param>
/// <param name="trained">The scheme and its network.</param>
/// <param name="wage">WAGE and the same network, or one with the same convolutions.</param>
/// <param name="what">Both networks, in words.</param>
/// <param name="chip">A preset.</param>
internal sealed class SchemeSpeed(
    string name, SchemeParameters trained, SchemeParameters wage, string what, string chip, int steps, int batch = TrainingCase.Batch)
    : IMeasurement
{
    // Runs of each, one after the other, so that what else the host does meets both.
    private const int Runs = 3;

    private readonly string key = $"scheme.{trained.Scheme}.{name}.{chip}", called = trained.Scheme.ToUpperInvariant();

    public IReadOnlyList<Figure> Figures =>
    [
        new($"{key}.timeOverWage", "", $"host time of a MAC in training by {called} over that by WAGE: {what}, " +
            $"batch {batch}, on chip {chip}; {steps} steps with decoding and time, compiled before; best of {Runs} runs each, in turns"),
        new($"{key}.steady.timeOverWage", "", "the same over the second half of the steps"),
        new($"{key}.macsPerSecond", "MAC/s", $"{called} there, all steps"),
        new($"{key}.wageMacsPerSecond", "MAC/s", "WAGE there, all steps"),
        new($"{key}.cyclesPerSecond", "cycles/s", $"cycles of the chip that a second of the host trains by {called}, over the second half"),
        new($"{key}.wageCyclesPerSecond", "cycles/s", "by WAGE there"),
    ];

    public double Seconds => 8;

    public void Run(Measured measured)
    {
        SchemeParameters[] schemes = [trained, wage];
        Result[] best = [new(), new()];
        for (int run = 0; run < Runs; run++)
            for (int i = 0; i < schemes.Length; i++) best[i] = best[i].Or(Train(schemes[i], measured));
        var (scheme, other) = (best[0], best[1]);
        int later = steps - steps / 2;
        measured[$"{key}.timeOverWage"] = scheme.All / scheme.Macs / (other.All / other.Macs);
        measured[$"{key}.steady.timeOverWage"] = scheme.Later / scheme.Macs / (other.Later / other.Macs);
        measured[$"{key}.macsPerSecond"] = scheme.Macs * steps / scheme.All;
        measured[$"{key}.wageMacsPerSecond"] = other.Macs * steps / other.All;
        measured[$"{key}.cyclesPerSecond"] = scheme.Cycles * later / scheme.Later;
        measured[$"{key}.wageCyclesPerSecond"] = other.Cycles * later / other.Later;
    }

    /// <summary>Least seconds of all steps and of their second half; MACs and cycles of a step.</summary>
    private readonly record struct Result(double All, double Later, double Macs, double Cycles)
    {
        public Result() : this(double.MaxValue, double.MaxValue, 0, 0)
        {
        }

        public Result Or(Result other) => other with { All = Math.Min(All, other.All), Later = Math.Min(Later, other.Later) };
    }

    private Result Train(SchemeParameters parameters, Measured measured)
    {
        var network = parameters.Network;
        var images = RandomImages.Make(network.Input, network.Classes, steps * batch);
        using var trainer = new Trainer(TrainingCase.Plan(parameters, chip, images, batch), measured.Cancellation);
        var watch = Stopwatch.StartNew();
        double half = 0;
        trainer.Epoch(Progress, measured.Cancellation);
        double all = watch.Elapsed.TotalSeconds;
        return new(all, all - half, trainer.StepTiming.Macs, trainer.StepTiming.Cycles);

        void Progress(double images)
        {
            if (trainer.Steps == steps / 2) half = watch.Elapsed.TotalSeconds;
            measured.Advance(0.5 / Runs / steps);
        }
    }
}
