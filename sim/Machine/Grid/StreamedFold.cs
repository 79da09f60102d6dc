namespace WageSim.Machine;

/// <summary>A fold on its way through the fast grid: its operands, flat, and what came out. Buffers are used again.</summary>
internal sealed class StreamedFold
{
    private short[] moving = [], other = [], column = [];
    private int[] sums = [];
    private long[] written = [];
    private int tags, firstTags, lastTags;

    /// <summary>Rows or positions of x, and their operands.</summary>
    public int Length { get; private set; }
    public int Lanes { get; private set; }

    /// <summary>Weights of a row, or operands of a position of y.</summary>
    public int Columns { get; private set; }

    /// <summary>Lines of the tile on the preload path; none if the fold keeps the active one.</summary>
    public int Lines { get; private set; }
    public bool Transposed { get; private set; }

    /// <summary>Rows of sums.</summary>
    public int OutputRows { get; private set; }

    /// <summary>Cycle in which the first row is at the edge.</summary>
    public long Start { get; set; }

    /// <summary>Per row of sums, the cycle in which it is written.</summary>
    public Span<long> Written => written.AsSpan(0, OutputRows);

    /// <summary>Tags of a row or position.</summary>
    public int TagsOf(int row) => tags | (row == 0 ? firstTags : 0) | (row == Length - 1 ? lastTags : 0);

    public ReadOnlySpan<short> Moving(int row) => moving.AsSpan(row * Lanes, Lanes);
    public ReadOnlySpan<short> Y(int position) => other.AsSpan(position * Columns, Columns);

    /// <summary>A line of the tile: a row of it, or a column of a transposed preload.</summary>
    public ReadOnlySpan<short> Line(int line)
    {
        if (!Transposed) return other.AsSpan(line * Columns, Columns);
        var weights = AtLeast(ref column, Lanes).AsSpan(0, Lanes);
        for (int k = 0; k < Lanes; k++) weights[k] = other[k * Columns + line];
        return weights;
    }

    public static int TagsOfLine(int line) => Word.Valid | (line == 0 ? Word.First : 0) | Word.AtLine(line);

    public Span<int> Sums(int row) => sums.AsSpan(row * Columns, Columns);
    public ReadOnlySpan<int> AllSums => sums.AsSpan(0, OutputRows * Columns);

    /// <summary>Rows of x through a tile, or with an empty tile through the one that is active.</summary>
    public StreamedFold WeightStationary(ReadOnlySpan<short> x, int length, ReadOnlySpan<short> tile, int columns, bool transposed = false)
    {
        Set(x, length, tile, columns, outputRows: length);
        (Lines, Transposed) = (transposed ? columns : tile.Length / columns, transposed);
        (tags, firstTags, lastTags) = (Word.Valid, tile.IsEmpty ? 0 : Word.Swap, 0);
        return this;
    }

    public StreamedFold OutputStationary(ReadOnlySpan<short> x, ReadOnlySpan<short> y, int length)
    {
        Set(x, length, y, y.Length / length, outputRows: x.Length / length);
        Lines = 0;
        (tags, firstTags, lastTags) = (0, Word.First, Word.Last);
        return this;
    }

    private void Set(ReadOnlySpan<short> x, int length, ReadOnlySpan<short> beside, int columns, int outputRows)
    {
        (Length, Lanes, Columns, OutputRows) = (length, x.Length / length, columns, outputRows);
        x.CopyTo(AtLeast(ref moving, x.Length));
        beside.CopyTo(AtLeast(ref other, beside.Length));
        AtLeast(ref sums, outputRows * columns);
        AtLeast(ref written, outputRows);
    }

    private static T[] AtLeast<T>(ref T[] buffer, int count) => buffer.Length >= count ? buffer : buffer = new T[count];
}
