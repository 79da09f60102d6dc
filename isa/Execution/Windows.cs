namespace WageSim.Isa.Execution;

/// <summary>Pooling windows of size × size pixels, `step` apart, inside images of the counts of a walk.</summary>
public readonly record struct Windows(int Size, int Step, int Width, int Height, int Images)
{
    /// <summary>The largest window: a place has six bits of a mask byte.</summary>
    public const int LargestSize = 8;

    public static Windows Of(VectorPool op, Walk walk) => new(op.Size, op.Step, walk.Count1, walk.Count2, walk.Count3);
    public static Windows Of(VectorRelu op, Walk walk) => new(op.Size, op.Size, walk.Count1, walk.Count2, walk.Count3);
    public static Windows Of(VectorUnpool op, Walk walk) => new(op.Size, op.Step, walk.Count1, walk.Count2, walk.Count3);

    /// <summary>Windows side by side.</summary>
    public int Across => Along(Width);

    /// <summary>Windows one below the other.</summary>
    public int Down => Along(Height);

    /// <summary>Windows in all images.</summary>
    public long Count => (long)Across * Down * Images;

    /// <summary>
    /// What a look-up of the windows of each pixel of all images takes: a fetch for each window that it lies in, and one where there
    /// is none.
    /// </summary>
    public long Fetches => Count * Size * Size + (long)Images * ((long)Width * Height - (long)Reached(Across) * Reached(Down));

    private int Along(int pixels) => pixels < Size ? 0 : (pixels - Size) / Step + 1;

    // Pixels of a side that lie in some window.
    private int Reached(int windows) => windows == 0 ? 0 : (windows - 1) * Math.Min(Size, Step) + Size;
}
