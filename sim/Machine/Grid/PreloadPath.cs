using System.Runtime.CompilerServices;

namespace WageSim.Machine;

/// <summary>The two chains that bring weights to the shadow registers: down from the top and, transposed, to the right.</summary>
internal sealed class PreloadPath<V> where V : struct, ILanes<V>
{
    private readonly int rows, pitch, wayLength;
    private int onWayDown, onWayRight;
    private readonly LaneMemory shadow, lines;
    // The first row of registers of the chain down stands for the array's upper edge.
    private readonly LaneMemory down, right;
    private readonly EdgeLanes<V> top, left;

    public PreloadPath(int rows, int cols, LaneMemory shadow)
    {
        (this.rows, this.shadow, pitch, wayLength) = (rows, shadow, LaneMemory.Pitch(cols, V.Count), rows + cols);
        (down, right, lines) = (new((rows + 1) * pitch), new(rows * pitch), new(pitch));
        (top, left) = (new(cols, down), new(rows));
        for (int c = 0; c < pitch; c++) lines[c] = Word.AtLine(c);
    }

    /// <summary>Used weights written to shadow registers so far.</summary>
    public long Loads { get; private set; }

    /// <summary>Whether a chain holds anything: not if no line has entered for as long as its way is.</summary>
    public bool Busy => onWayDown + onWayRight > 0;

    /// <summary>The clock edge: a line enters from the top or from the left, or none does.</summary>
    public void Clock(ReadOnlySpan<short> line, int tags, bool fromLeft)
    {
        if (tags != 0) (fromLeft ? ref onWayRight : ref onWayDown) = wayLength;
        if (onWayDown > 0)
        {
            onWayDown--;
            top.Clock(fromLeft ? [] : line, fromLeft ? 0 : tags);
            ClockDown();
        }
        if (onWayRight > 0)
        {
            onWayRight--;
            left.Clock(fromLeft ? line : [], fromLeft ? tags : 0);
            ClockRight();
        }
    }

    /// <summary>The chain from the top: a line stays in the row of its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ClockDown()
    {
        ref int down = ref this.down[0], shadow = ref this.shadow[0];
        V loaded = V.All(0);
        // From the last row up, as the row above must not have been clocked yet.
        for (int r = rows - 1; r >= 0; r--)
        {
            V line = V.All(Word.AtLine(r));
            for (nint at = r * pitch; at < (r + 1) * pitch; at += V.Count)
            {
                V weight = V.Load(ref down, at);
                V.Store(weight, ref down, at + pitch);
                loaded = Keep(loaded, weight, line, ref shadow, at);
            }
        }
        Loads += V.Total(loaded);
    }

    /// <summary>The chain from the left: a line stays in the column of its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ClockRight()
    {
        ref int left = ref this.left.Words, right = ref this.right[0], shadow = ref this.shadow[0], lines = ref this.lines[0];
        V loaded = V.All(0);
        for (int r = 0; r < rows; r++)
        {
            V neighbours = V.Broadcast(ref left, r);
            for (nint c = 0, at = r * pitch; c < pitch; c += V.Count, at += V.Count)
            {
                V here = V.Load(ref right, at), weight = V.ShiftIn(neighbours, here);
                V.Store(weight, ref right, at);
                loaded = Keep(loaded, weight, V.Load(ref lines, c), ref shadow, at);
                neighbours = here;
            }
        }
        Loads += V.Total(loaded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Keep(V loaded, V weight, V line, ref int shadow, nint at)
    {
        V first = V.All(Word.First), valid = V.All(Word.Valid);
        V cleared = V.Select(V.Same(weight & first, first), V.All(0), V.Load(ref shadow, at));
        V mine = V.Same(weight & V.All(Word.Line | Word.Valid), line + valid);
        V.Store(V.Select(mine, weight, cleared), ref shadow, at);
        return V.CountUsed(loaded, weight, mine);
    }
}
