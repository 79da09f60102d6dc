using System.Diagnostics;

namespace WageSim.Bench;

/// <summary>What has been measured so far, with the clock that measures.</summary>
internal sealed class Measured(Action<double> progress, CancellationToken cancellation)
{
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

    /// <summary>Seconds that an action takes: the least of as many runs as fit a time, and at least three.</summary>
    /// <remarks>What else a host does only ever adds time.</remarks>
    public double Best(double seconds, Action action)
    {
        var all = Stopwatch.StartNew();
        double best = double.MaxValue;
        for (int run = 0; run < 3 || all.Elapsed.TotalSeconds < seconds; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            action();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return best;
    }
}
