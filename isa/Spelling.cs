namespace WageSim.Isa;

/// <summary>Finds what a misspelt word probably meant.</summary>
internal static class Spelling
{
    private const int MaxDistance = 2;

    /// <summary>"; did you mean 'ws'?", or nothing where no known word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(Away);
        return nearest is not null && Away(nearest) <= Math.Min(MaxDistance, nearest.Length - 1) ? $"; did you mean '{nearest}'?" : "";

        int Away(string other) => Distance(word.ToLowerInvariant(), other.ToLowerInvariant());
    }

    // Levenshtein: the fewest insertions, deletions and replacements of one character.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j - 1], row[j]));
            }
        }
        return row[b.Length];
    }
}
