using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Machine;

/// <summary>The array's lower edge: undoes the skew of the columns' sums, so that a row of them comes out at once.</summary>
internal sealed class DrainLanes<V> where V : struct, ILanes<V>
{
    private readonly int cols, pitch;
    private readonly LaneMemory sums, before, valid;
    private readonly SkewLines<V> deskew;

    public DrainLanes(int cols)
    {
        (this.cols, pitch, deskew) = (cols, LaneMemory.Pitch(cols, V.Count), new(cols, undo: true));
        (sums, before, valid) = (new(pitch), new(pitch), new(pitch));
        for (int c = 0; c < cols; c++) valid[c] = Word.Valid;
    }

    /// <summary>Takes what leaves the columns in a cycle, sums and words with their tags; says whether a row of sums came out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Clock(ref int columns, ref int tags)
    {
        // Column c leaves c cycles after column 0. So a row is complete when its last column leaves, and all its columns are valid or none
        // if each column is what its left neighbour was a cycle before.
        ref int sums = ref this.sums[0], before = ref this.before[0], valid = ref this.valid[0];
        V neighbours = V.Broadcast(ref tags, 0);
        for (nint c = 0; c < pitch; c += V.Count)
        {
            V.Store(V.Load(ref columns, c), ref sums, c);
            V here = V.Load(ref tags, c), last = V.Load(ref before, c);
            if (V.AnyBit(here ^ V.ShiftIn(neighbours, last), V.Load(ref valid, c)))
                throw new InvalidOperationException("columns are not aligned at the accumulator");
            V.Store(here, ref before, c);
            neighbours = last;
        }
        deskew.Clock(ref sums);
        return (this.before[cols - 1] & Word.Valid) != 0;
    }

    /// <summary>The first columns of the row of sums that came out.</summary>
    public void Read(Span<int> row)
    {
        ref int from = ref sums[0], to = ref MemoryMarshal.GetReference(row);
        int c = 0;
        for (; c + V.Count <= row.Length; c += V.Count) V.Store(V.Load(ref from, c), ref to, c);
        for (; c < row.Length; c++) row[c] = sums[c];
    }
}
