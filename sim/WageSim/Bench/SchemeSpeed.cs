using System.Diagnostics;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;

namespace WageSim.Bench;

/// <summary>Training by NITI against training by WAGE, of the same network with the same loss on the same chip.</summary>
/// <param name="name">What figures call the network.</param>
/// <param name="network">A name of the catalogue; its last layer gets softmax with cross-entropy, which both schemes know.</param>
/// <param name="chip">A preset.</param>
internal sealed class SchemeSpeed(string name, string network, string chip, int steps, int batch = TrainingCase.Batch) : IMeasurement
{
    // Runs of each, one after the other, so that what else the host does meets both.
    private const int Runs = 3;

    private readonly string key = $"scheme.niti.{name}.{chip}";

    public IReadOnlyList<Figure> Figures =>
    [
        new($"{key}.timeOverWage", "", $"host time of a MAC in training by NITI over that by WAGE: {network} with softmax, " +
            $"batch {batch}, on chip {chip}; {steps} steps with decoding and time, compiled before; best of {Runs} runs each, in turns"),
        new($"{key}.macsPerSecond", "MAC/s", "NITI there"),
        new($"{key}.wageMacsPerSecond", "MAC/s", "WAGE there"),
    ];

    public double Seconds => 8;

    public void Run(Measured measured)
    {
        var known = NetworkCatalogue.Find(network)!;
        var trained = Network.Parse(known.Notation.Replace("SSE", "CE"), known.Input);
        SchemeParameters[] schemes = [Parameters(WageParameters.Name), Parameters(NitiParameters.Name)];
        double[] best = [double.MaxValue, double.MaxValue], macs = [0, 0];
        for (int run = 0; run < Runs; run++)
            for (int i = 0; i < schemes.Length; i++)
            {
                var images = RandomImages.Make(trained.Input, trained.Classes, steps * batch);
                using var trainer = new Trainer(TrainingCase.Plan(schemes[i], chip, images, batch), measured.Cancellation);
                var watch = Stopwatch.StartNew();
                trainer.Epoch(_ => measured.Advance(0.5 / Runs / steps), measured.Cancellation);
                best[i] = Math.Min(best[i], watch.Elapsed.TotalSeconds);
                macs[i] = (double)trainer.StepTiming.Macs * steps;
            }
        measured[$"{key}.timeOverWage"] = best[1] / macs[1] / (best[0] / macs[0]);
        measured[$"{key}.macsPerSecond"] = macs[1] / best[1];
        measured[$"{key}.wageMacsPerSecond"] = macs[0] / best[0];

        SchemeParameters Parameters(string scheme) => SchemeCatalogue.Get(scheme).Parameters(trained, new());
    }
}
