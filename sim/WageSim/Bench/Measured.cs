using System.Diagnostics;

namespace WageSim.Bench;

/// <summary>What has been measured so far, with the clock that measures.</summary>
internal sealed class Measured(Action<double> progress, CancellationToken cancellation)
{
    private const double ClearlyShorter = 0.97, MostQuiets = 6;

    private readonly Dictionary<string, double> values = [];

    public IReadOnlyDictionary<string, double> Values => values;

    /// <summary>A figure that is known.</summary>
    public double this[string figure]
    {
        get => values[figure];
        set => values.Add(figure, value);
    }

    public CancellationToken Cancellation => cancellation;

    /// <summary>Such a part, 0 … 1, of the running measurement is done.</summary>
    public void Advance(double part) => progress(part);

    /// <summary>Seconds of an action: the least of at least three runs, repeated until for a while none was clearly shorter.</summary>
    /// <remarks>
    /// What else a host does only ever adds time, and so does code that the runtime has not optimised yet, which it does some time after
    /// first use.
    /// </remarks>
    public double Best(double quietSeconds, Action action)
    {
        var (all, quiet) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        double best = double.MaxValue, most = MostQuiets * quietSeconds;
        for (int run = 0; run < 3 || (quiet.Elapsed.TotalSeconds < quietSeconds && all.Elapsed.TotalSeconds < most); run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            action();
            double seconds = watch.Elapsed.TotalSeconds;
            if (seconds < best * ClearlyShorter) quiet.Restart();
            best = Math.Min(best, seconds);
        }
        return best;
    }
}
