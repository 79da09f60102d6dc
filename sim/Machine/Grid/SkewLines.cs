using System.Numerics;
using System.Runtime.CompilerServices;

namespace WageSim.Machine;

/// <summary>The triangle of registers at an edge of the array: lane i is delayed by i cycles, or by lanes - 1 - i to undo that.</summary>
/// <remarks>
/// A line of n registers is cut into pieces of 1, 2, 4, … registers, those of n's binary digits. The pieces of one length are a ring of
/// rows of all lanes, one of which is read and written in a cycle; lanes whose lines have no such piece pass it by.
/// </remarks>
internal sealed class SkewLines<V> where V : struct, ILanes<V>
{
    private readonly int pitch, width, end;
    // The ring of 2^p rows begins at row 2^p, and what says which lanes have it is row p.
    private readonly LaneMemory rings, has;
    private nint now;

    public SkewLines(int lanes, bool undo = false)
    {
        pitch = LaneMemory.Pitch(lanes, V.Count);
        width = (int)BitOperations.RoundUpToPowerOf2((uint)pitch);
        int longest = lanes - 1, pieces = BitOperations.Log2((uint)longest) + (longest > 0 ? 1 : 0);
        end = width << pieces;
        (rings, has) = (new(end), new(pieces * width));
        for (int p = 0; p < pieces; p++)
            for (int i = 0; i < lanes; i++) has[p * width + i] = ((undo ? longest - i : i) >> p & 1) == 0 ? 0 : -1;
    }

    /// <summary>All lanes' clock edge: what enters is replaced by what leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clock(ref int lanes)
    {
        ref int rings = ref this.rings[0], has = ref this.has[0];
        nint now = this.now, end = this.end, width = this.width;
        for (nint at = 0; at < pitch; at += V.Count)
        {
            V value = V.Load(ref lanes, at);
            for (nint ring = width, mask = at; ring < end; ring *= 2, mask += width)
            {
                nint row = ring + (now & ring - 1) + at;
                V last = V.Load(ref rings, row);
                V.Store(value, ref rings, row);
                value = V.Select(V.Load(ref has, mask), last, value);
            }
            V.Store(value, ref lanes, at);
        }
        this.now = now + width;
    }
}
