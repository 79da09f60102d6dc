using WageSim.Reports;

namespace WageSim.Sweeps;

/// <summary>The points that no other of the same work betters.</summary>
public static class ParetoFront
{
    private static readonly string[] compared =
        [
            SweepKeys.Scheme, SweepKeys.Network, SweepKeys.Topology, SweepKeys.Batch, SweepKeys.Bits, SweepKeys.Rounding, SweepKeys.Loss,
            SweepKeys.Dropout, SweepKeys.ActivationClip, SweepKeys.RunningShift, SweepKeys.WeightBits, SweepKeys.Prices,
        ];

    /// <summary>
    /// Valid points for which no other of the same scheme, network or topology, batch, widths and prices is at least as good in all
    /// objectives and better in one; equal ones are all kept. In the order of the points.
    /// </summary>
    /// <param name="objectives">Less is better in each, except utilisation and bandwidth.</param>
    public static IReadOnlyList<SweepPoint> Of(IReadOnlyList<SweepPoint> points, IReadOnlyList<FigureOfMerit> objectives) =>
        [.. points.Where(point => point.Status == SweepStatus.Valid).GroupBy(Work).SelectMany(group => Of([.. group], objectives))
            .OrderBy(point => point.Point)];

    /// <summary>What is done at a point, as text: only points with equal ones are compared.</summary>
    public static string Work(SweepPoint point) => string.Join(' ', point.Parameters
        .Where(entry => compared.Contains(entry.Key))
        .Select(entry => $"{entry.Key}={entry.Value}"));

    // After sorting, a point can only be bettered by one before it, and then by one of the front.
    private static List<SweepPoint> Of(SweepPoint[] points, IReadOnlyList<FigureOfMerit> objectives)
    {
        var costs = points.ToDictionary(point => point, point => objectives.Select(objective => Cost(objective, point)).ToArray());
        var front = new List<SweepPoint>();
        foreach (var point in points.OrderBy(point => costs[point], Comparer<decimal[]>.Create(Lexical)))
        {
            if (!front.Exists(other => Betters(costs[other], costs[point]))) front.Add(point);
        }
        return front;
    }

    /// <summary>A figure as it counts for the front: the smaller, the better.</summary>
    internal static decimal Cost(FigureOfMerit objective, SweepPoint point) =>
        SweepFigure.Value(objective, point.Figures!) * (objective == FigureOfMerit.Utilization ? -1 : 1);

    private static bool Betters(decimal[] a, decimal[] b) => a.Zip(b).All(pair => pair.First <= pair.Second) && !a.SequenceEqual(b);

    private static int Lexical(decimal[] a, decimal[] b)
    {
        for (int i = 0; i < a.Length; i++)
            if (a[i].CompareTo(b[i]) is var order and not 0) return order;
        return 0;
    }
}
