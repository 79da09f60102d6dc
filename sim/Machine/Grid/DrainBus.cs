using System.Runtime.CompilerServices;

namespace WageSim.Machine;

/// <summary>The buses that bring complete output-stationary sums out of the array, one a column.</summary>
internal sealed class DrainBus<V>(int pitch) where V : struct, ILanes<V>
{
    private readonly LaneMemory sums = new(pitch), tags = new(pitch);

    public ref int Sums => ref sums[0];
    public ref int Tags => ref tags[0];

    /// <summary>A cycle begins: nothing is on any bus.</summary>
    public void Clear()
    {
        for (nint c = 0; c < pitch; c += V.Count) V.Store(V.All(0), ref Tags, c);
    }

    /// <summary>Puts sums of PEs of a row, from a column on, onto their buses where they are complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(V sum, V complete, nint column)
    {
        V taken = V.Load(ref Tags, column);
        if (V.AnyBit(taken, complete)) throw new InvalidOperationException($"two sums on the drain bus of a column from {column} on");
        V.Store(V.Select(complete, sum, V.Load(ref Sums, column)), ref Sums, column);
        V.Store(V.Select(complete, V.All(Word.Valid), taken), ref Tags, column);
    }
}
