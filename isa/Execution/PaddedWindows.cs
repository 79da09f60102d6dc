namespace WageSim.Isa.Execution;

/// <summary>The windows of a max pool over images whose windows may hang over.</summary>
/// <param name="Size">Rows and columns of a window.</param>
/// <param name="Step">Rows and columns from one to the next.</param>
/// <param name="Top">Rows of the first one above the image.</param>
/// <param name="Left">Columns of it left of the image.</param>
public readonly record struct PaddedWindows(int Size, int Step, int Top, int Left, int Width, int Height, int Images)
{
    public static PaddedWindows Of(VectorPeak op, Walk walk) =>
        new(op.Size, op.Step, op.Top, op.Left, walk.Count1, walk.Count2, walk.Count3);

    public static PaddedWindows Of(VectorUnpeak op, Walk walk) =>
        new(op.Size, op.Step, op.Top, op.Left, walk.Count1, walk.Count2, walk.Count3);

    /// <summary>Windows side by side: one for each column begun.</summary>
    public int Across => (Width + Step - 1) / Step;

    /// <summary>Windows one below the other.</summary>
    public int Down => (Height + Step - 1) / Step;

    /// <summary>Windows in all images.</summary>
    public long Count => (long)Across * Down * Images;

    /// <summary>Pixels inside the image of all windows of all images.</summary>
    public long Fetches => Images * Inside(Across, Left, Width).All * Inside(Down, Top, Height).All;

    /// <summary>What a look-up of the windows of each pixel of all images takes: one a window, and one where there is none.</summary>
    public long LookUps
    {
        get
        {
            var (across, down) = (Inside(Across, Left, Width), Inside(Down, Top, Height));
            return Images * (across.All * down.All + (long)Width * Height - across.Different * down.Different);
        }
    }

    // Pixels of a side inside the windows, each counted once a window, and once.
    private (long All, long Different) Inside(int windows, int before, int pixels)
    {
        long all = 0, different = 0;
        for (int i = 0, seen = 0; i < windows; i++)
        {
            int first = Math.Clamp(i * Step - before, 0, pixels), end = Math.Clamp(i * Step - before + Size, 0, pixels);
            all += end - first;
            different += Math.Max(0, end - Math.Max(first, seen));
            seen = Math.Max(seen, end);
        }
        return (all, different);
    }
}
