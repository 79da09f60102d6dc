using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>Images that are classified wrongly, by the two rules for ties.</summary>
/// <param name="Wrong">The first largest output is not the class: a tie is wrong unless the class comes first.</param>
/// <param name="WrongWithTiesRight">Another output is larger than that of the class: a tie is right, as in the authors' code.</param>
public readonly record struct Classification(int Wrong, int WrongWithTiesRight)
{
    /// <summary>Counts over a batch.</summary>
    /// <param name="output">The last layer's sums, images × classes.</param>
    public static Classification Of(ReadOnlySpan<long> output, ReadOnlySpan<int> labels, int classes)
    {
        int first = 0, ties = 0;
        for (int b = 0; b < labels.Length; b++)
        {
            var row = output.Slice(b * classes, classes);
            int largest = WrongImages.FirstLargest(row);
            if (largest != labels[b]) first++;
            if (row[labels[b]] != row[largest]) ties++;
        }
        return new(first, ties);
    }

    public static Classification operator +(Classification a, Classification b) =>
        new(a.Wrong + b.Wrong, a.WrongWithTiesRight + b.WrongWithTiesRight);
}
