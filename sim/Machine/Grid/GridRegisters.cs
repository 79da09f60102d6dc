using System.Runtime.CompilerServices;

namespace WageSim.Machine;

/// <summary>All registers of an array and what a clock edge does to them, V.Count columns at a time.</summary>
/// <remarks>
/// A row is shifted in registers of the host, from the left edge on; rows are clocked from the last to the first, so that each finds the
/// row above as it was before the edge. Rows have lanes up to a multiple of a vector: what is shifted out of the last column falls there.
/// </remarks>
internal sealed class GridRegisters<V> where V : struct, ILanes<V>
{
    private readonly int rows, cols, pitch;
    private readonly LaneMemory moving, active, shadow, accumulators;
    // Partial sums or y, down; the first row of registers stands for the array's upper edge.
    private readonly LaneMemory vertical;
    private readonly EdgeLanes<V> left, top;
    private readonly PreloadPath<V> preload;
    private readonly DrainBus<V> bus;
    private readonly DrainLanes<V> drain;
    private V tagsInside;
    private long macs;

    public GridRegisters(int rows, int cols)
    {
        (this.rows, this.cols, pitch) = (rows, cols, LaneMemory.Pitch(cols, V.Count));
        int count = rows * pitch;
        (moving, active, shadow, accumulators, vertical) = (new(count), new(count), new(count), new(count), new(count + pitch));
        (left, top, bus, drain, preload) = (new(rows), new(cols, vertical), new(pitch), new(cols), new(rows, cols, shadow));
    }

    /// <summary>Products of two used values so far.</summary>
    public long Macs => macs;

    /// <summary>Used weights written to shadow registers so far.</summary>
    public long WeightLoads => preload.Loads;

    /// <summary>The first columns of the row of sums that came out.</summary>
    public void Read(Span<int> sums) => drain.Read(sums);

    /// <summary>The active weight of a PE.</summary>
    public short Active(int row, int column) => (short)active[row * pitch + column];

    /// <summary>Weight-stationary clock edge: a row of x enters, or none does; says whether a row of sums came out.</summary>
    public bool ClockWeightStationary(ReadOnlySpan<short> x, int tags)
    {
        left.Clock(x, tags);
        top.Clock([], 0);
        if (Meets(Word.Swap)) MultiplyWeights<Wave>();
        else MultiplyWeights<NoWave>();
        // A sum's tags are those of the operand that it left its last PE with.
        return drain.Clock(ref vertical[rows * pitch], ref moving[(rows - 1) * pitch]);
    }

    /// <summary>Output-stationary clock edge: complete sums go onto the drain buses; says whether a row of them came out.</summary>
    public bool ClockOutputStationary(ReadOnlySpan<short> x, ReadOnlySpan<short> y, int tags)
    {
        left.Clock(x, tags);
        top.Clock(y, tags);
        bus.Clear();
        if (Meets(Word.First | Word.Last)) Accumulate<Wave>();
        else Accumulate<NoWave>();
        return drain.Clock(ref bus.Sums, ref bus.Tags);
    }

    /// <summary>Clock edge of the preload path, after that of the PEs: a weight may reach a PE together with the swap wave.</summary>
    public void ClockPreload(ReadOnlySpan<short> line, int tags, bool fromLeft) => preload.Clock(line, tags, fromLeft);

    /// <summary>Whether a weight is on the preload path.</summary>
    public bool Preloading => preload.Busy;

    // What a PE meets in this edge was in a PE or leaves the skew. Where no wave is, no PE looks for one.
    private bool Meets(int tags) => V.AnyBit(tagsInside, V.All(tags)) || left.Any(tags);

    private interface IWave
    {
        static abstract bool Present { get; }
    }

    private readonly struct Wave : IWave
    {
        static bool IWave.Present => true;
    }

    private readonly struct NoWave : IWave
    {
        static bool IWave.Present => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyWeights<T>() where T : struct, IWave
    {
        ref int left = ref this.left.Words, moving = ref this.moving[0], vertical = ref this.vertical[0];
        ref int active = ref this.active[0], shadow = ref this.shadow[0];
        V inside = V.All(0), counted = V.All(0);
        nint pitch = this.pitch;
        for (nint r = rows - 1, at = r * pitch; r >= 0; r--, at -= 2 * pitch)
        {
            V neighbours = V.Broadcast(ref left, r);
            nint end = at + pitch;
            do
            {
                V here = V.Load(ref moving, at), x = V.ShiftIn(neighbours, here), weights = V.Load(ref active, at);
                V.Store(x, ref moving, at);
                neighbours = here;
                inside |= x;
                if (T.Present)
                {
                    weights = V.Select(Has(x, Word.Swap), V.Load(ref shadow, at), weights);
                    V.Store(weights, ref active, at);
                }
                V.Store(V.MultiplyAdd(V.Load(ref vertical, at), x, weights), ref vertical, at + pitch);
                counted = V.CountUsed(counted, x, weights);
                at += V.Count;
            }
            while (at < end);
        }
        macs += V.Total(counted);
        tagsInside = inside;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate<T>() where T : struct, IWave
    {
        ref int left = ref this.left.Words, moving = ref this.moving[0], vertical = ref this.vertical[0];
        ref int accumulators = ref this.accumulators[0];
        V last = V.All(Word.Last), inside = V.All(0), counted = V.All(0);
        nint pitch = this.pitch;
        for (nint r = rows - 1, at = r * pitch; r >= 0; r--, at -= 2 * pitch)
        {
            V neighbours = V.Broadcast(ref left, r);
            nint end = at + pitch;
            do
            {
                V here = V.Load(ref moving, at), x = V.ShiftIn(neighbours, here), y = V.Load(ref vertical, at);
                V.Store(x, ref moving, at);
                V.Store(y, ref vertical, at + pitch);
                neighbours = here;
                inside |= x;
                V sum = V.Load(ref accumulators, at);
                if (T.Present) sum = V.Select(Has(x, Word.First), V.All(0), sum);
                sum = V.MultiplyAdd(sum, x, y);
                V.Store(sum, ref accumulators, at);
                if (T.Present && V.AnyBit(x, last)) bus.Put(sum, Has(x, Word.Last | Word.Used), at - (end - pitch));
                counted = V.CountUsed(counted, x, y);
                at += V.Count;
            }
            while (at < end);
        }
        macs += V.Total(counted);
        tagsInside = inside;
    }

    private static V Has(V words, int tags) => V.Same(words & V.All(tags), V.All(tags));
}
