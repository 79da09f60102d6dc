namespace WageSim.Runs;

/// <summary>The last layer's sums of a network, compared value by value.</summary>
public static class OutputComparison
{
    /// <summary>The first value that differs as one line, or null.</summary>
    /// <param name="expected">Images × classes.</param>
    /// <param name="first">Number of the first of these images.</param>
    public static string? FirstDifference(ReadOnlySpan<long> expected, ReadOnlySpan<long> actual, int first, int classes)
    {
        if (expected.Length != actual.Length) throw new ArgumentException($"{actual.Length} values are compared with {expected.Length}");
        for (int i = 0; i < expected.Length; i++)
            if (actual[i] != expected[i])
                return $"image {first + i / classes}, class {i % classes}: the sum is {actual[i]}, expected {expected[i]}";
        return null;
    }
}
