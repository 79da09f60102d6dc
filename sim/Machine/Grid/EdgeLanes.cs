using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WageSim.Machine;

/// <summary>The lanes of an edge of the array, each with a line of registers that skews it.</summary>
/// <param name="words">Where a row of words enters in a clock edge, and where after the edge is what leaves the lines.</param>
internal sealed class EdgeLanes<V>(int lanes, LaneMemory words) where V : struct, ILanes<V>
{
    private readonly int pitch = LaneMemory.Pitch(lanes, V.Count);
    private readonly SkewLines<V> skew = new(lanes);
    private int onWay;

    public EdgeLanes(int lanes)
        : this(lanes, new(LaneMemory.Pitch(lanes, V.Count)))
    {
    }

    public ref int Words => ref words[0];

    /// <summary>The clock edge: values enter on the first lanes, zeros with the same tags, but not used, on the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clock(ReadOnlySpan<short> values, int tags)
    {
        // When nothing has entered for as long as the longest line is, there is nothing in any of them.
        if (tags != 0 || !values.IsEmpty) onWay = lanes;
        else if (onWay > 0) onWay--;
        else return;
        ref int words = ref Words;
        ref short operands = ref MemoryMarshal.GetReference(values);
        V used = V.All(tags | Word.Used);
        int i = 0;
        for (; i + V.Count <= values.Length; i += V.Count) V.Store(V.Widen(ref operands, i) | used, ref words, i);
        for (int rest = i; rest < pitch; rest += V.Count) V.Store(V.All(tags), ref words, rest);
        for (; i < values.Length; i++) Unsafe.Add(ref words, i) = (ushort)values[i] | tags | Word.Used;
        skew.Clock(ref words);
    }

    /// <summary>Whether a word that leaves the lines has one of `tags`.</summary>
    public bool Any(int tags)
    {
        V any = V.All(0);
        for (int i = 0; i < pitch; i += V.Count) any |= V.Load(ref Words, i);
        return V.AnyBit(any, V.All(tags));
    }
}
