namespace WageSim.Models.Files;

/// <summary>Finds what a misspelt word was meant to be.</summary>
public static class Spelling
{
    /// <summary>The candidate with the fewest edits from the word, which may be its beginning or, of a dotted one, its last part.</summary>
    public static string Nearest(string word, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => Math.Min(Edits(word, candidate), 1 + Edits(word, candidate[(candidate.LastIndexOf('.') + 1)..])))
        ?? throw new ArgumentException("no candidates", nameof(candidates));

    // Levenshtein's distance, one row of the table at a time; to a mere beginning of b it costs one more.
    private static int Edits(string a, string b)
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
        return Math.Min(row[^1], 1 + row.Min());
    }
}
