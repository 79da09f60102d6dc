using WageSim.Models;
using WageSim.Models.Numerics;

namespace WageSim.Sweeps;

/// <summary>Dimensions → points. Draws are addressed by seed, draw and dimension, so that they are the same on every host.</summary>
internal static class Sampling
{
    /// <summary>Points that a sweep has at most.</summary>
    public const int MostPoints = 100_000;

    /// <summary>Draws that yield nothing new, one after another, after which the space counts as exhausted.</summary>
    private const int MostRepeats = 10_000;

    /// <summary>The points of a space; samples are distinct, so they can be fewer than asked for where values are few.</summary>
    public static IEnumerable<KeyValuePair<string, string>[]> Points(
        IReadOnlyList<Dimension> dimensions, SampleKind kind, int count, uint seed) => kind switch
    {
        SampleKind.Grid => Grid(dimensions),
        SampleKind.Random => Random(dimensions, count, seed),
        _ => LatinHypercube(dimensions, count, seed),
    };

    private static IEnumerable<KeyValuePair<string, string>[]> Grid(IReadOnlyList<Dimension> dimensions)
    {
        if (dimensions.FirstOrDefault(dimension => dimension.Range is not null) is { } open)
            throw new InputException($"{open}: a grid needs a list or a step; ranges with :log are for samples");
        double points = dimensions.Aggregate(1.0, (product, dimension) => product * dimension.Count);
        if (points > MostPoints)
            throw new InputException($"grid: {points:0} points; at most {MostPoints} are allowed: take samples instead");
        return Enumerable.Range(0, (int)points).Select(number =>
        {
            var point = new KeyValuePair<string, string>[dimensions.Count];
            for (int i = dimensions.Count - 1; i >= 0; i--)
            {
                var (key, values) = (dimensions[i].Key, dimensions[i].Values);
                point[i] = new(key, values[number % values.Count]);
                number /= values.Count;
            }
            return point;
        });
    }

    private static List<KeyValuePair<string, string>[]> Random(IReadOnlyList<Dimension> dimensions, int count, uint seed)
    {
        var points = new List<KeyValuePair<string, string>[]>();
        var seen = new HashSet<string>();
        for (uint draw = 0, repeats = 0; points.Count < count && repeats < MostRepeats; draw++)
        {
            var point = Point(dimensions, i => Uniform(seed, draw, (uint)i));
            if (seen.Add(Text(point)))
            {
                points.Add(point);
                repeats = 0;
            }
            else repeats++;
        }
        return points;
    }

    private static IEnumerable<KeyValuePair<string, string>[]> LatinHypercube(IReadOnlyList<Dimension> dimensions, int count, uint seed)
    {
        int[][] strata = [.. dimensions.Select((_, i) => Permutation(count, seed, (uint)i))];
        return Enumerable.Range(0, count)
            .Select(draw => Point(dimensions, i => (strata[i][draw] + Uniform(seed, (uint)draw, (uint)i)) / count))
            .DistinctBy(Text);
    }

    private static KeyValuePair<string, string>[] Point(IReadOnlyList<Dimension> dimensions, Func<int, double> place) =>
        [.. dimensions.Select((dimension, i) => KeyValuePair.Create(dimension.Key, dimension.At(place(i))))];

    private static string Text(KeyValuePair<string, string>[] point) => new DesignPoint(0, point).Text;

    // Sorting by random keys of 32 bits; equal keys keep their order.
    private static int[] Permutation(int count, uint seed, uint dimension) =>
        [.. Enumerable.Range(0, count).OrderBy(i => Word(~seed, (uint)i, dimension))];

    private static double Uniform(uint seed, uint draw, uint dimension) => Word(seed, draw, dimension) / (double)(1L << 32);

    private static uint Word(uint seed, uint draw, uint dimension) =>
        RandomBits.Mix(RandomBits.Mix(RandomBits.Key(seed, draw, dimension)));
}
