namespace WageSim.Models.Files;

/// <summary>Finds what a misspelt word was meant to be.</summary>
public static class Spelling
{
    private const int MaxDistance = 2;

    /// <summary>The candidate with the fewest edits from the word, which may be its beginning or, of a dotted one, its last part.</summary>
    public static string Nearest(string word, IEnumerable<string> candidates)
    {
        return candidates.MinBy(candidate => Math.Min(Edits(candidate), 1 + Edits(candidate[(candidate.LastIndexOf('.') + 1)..])))
            ?? throw new ArgumentException("no candidates", nameof(candidates));

        // To a mere beginning of the candidate it costs one more.
        int Edits(string candidate)
        {
            int[] row = Distances(word, candidate);
            return Math.Min(row[^1], 1 + row.Min());
        }
    }

    /// <summary>"; did you mean 'ws'?", or nothing where no known word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(other => Distances(word, other)[^1]);
        bool near = nearest is not null && Distances(word, nearest)[^1] <= Math.Min(MaxDistance, nearest.Length - 1);
        return near ? $"; did you mean '{nearest}'?" : "";
    }

    // Levenshtein's distances from a to every beginning of b, one row of the table at a time.
    private static int[] Distances(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row;
    }
}
