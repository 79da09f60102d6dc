namespace WageSim.Machine;

/// <summary>Whether a fold fits an array.</summary>
internal static class FoldCheck
{
    public static void Check(this Fold fold, int rows, int cols)
    {
        Check(fold.Rows.GetLength(1) == fold.Weights.GetLength(0), "the rows' length is not the number of weight rows");
        Check(fold.Weights, cols, sbyte.MaxValue);
        Check(fold.Rows, rows, byte.MaxValue);
    }

    public static void Check(this OutputFold fold, int rows, int cols)
    {
        Check(fold.X.GetLength(0) == fold.Y.GetLength(0), "x and y have different numbers of positions");
        Check(fold.X, rows, byte.MaxValue);
        Check(fold.Y, cols, sbyte.MaxValue);
    }

    // The PE multiplies 9 by 8 bits: a moving byte may be signed or not, a stationary one is signed.
    private static void Check(int[,] values, int lanes, int maximum)
    {
        Check(values.GetLength(0) > 0 && values.GetLength(1) > 0, "an empty fold");
        Check(values.GetLength(1) <= lanes, $"{values.GetLength(1)} lanes in an array of {lanes}");
        foreach (int value in values) Check(value >= sbyte.MinValue && value <= maximum, $"{value} is outside -128..{maximum}");
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds) throw new ArgumentException(otherwise);
    }
}
