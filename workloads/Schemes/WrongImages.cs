namespace WageSim.Workloads.Schemes;

/// <summary>Images whose first largest output is not their class.</summary>
public static class WrongImages
{
    /// <summary>How many there are.</summary>
    /// <param name="output">Images × classes.</param>
    public static int Of(ReadOnlySpan<long> output, ReadOnlySpan<int> labels)
    {
        int classes = output.Length / labels.Length, wrong = 0;
        for (int b = 0; b < labels.Length; b++)
            if (FirstLargest(output.Slice(b * classes, classes)) != labels[b]) wrong++;
        return wrong;
    }

    /// <summary>Index of the largest value, the first of equal ones.</summary>
    public static int FirstLargest(ReadOnlySpan<long> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }
}
