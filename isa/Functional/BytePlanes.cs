using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>
/// One host thread's copies of one byte of each 16-bit element of a stretch of the scratchpad: every tap of a convolution then takes its
/// operands from there as if they were bytes.
/// </summary>
internal sealed unsafe class BytePlanes
{
    /// <summary>A plane is for several products; but one of mostly other elements is not worth it.</summary>
    public const int MostOfGathered = 2;

    // Both bytes of both operands of two arrays.
    private const int Kept = 8;

    private readonly Plane[] planes = [.. Enumerable.Range(0, Kept).Select(_ => new Plane())];
    private int next;

    /// <summary>The bytes of the elements from an address on, to another.</summary>
    internal sealed class Plane
    {
        public int Which { get; set; } = -1;
        public int From { get; set; }
        public int To { get; set; }
        public byte[] Bytes { get; set; } = [];
    }

    /// <summary>A plane in which these elements are. One that they begin in, or behind, is continued: taps follow one another.</summary>
    /// <param name="from">Address of the first.</param>
    /// <param name="to">Address behind the last: a whole number of elements away.</param>
    /// <param name="which">0 for the lower bytes, 1 for the upper ones.</param>
    public Plane Find(byte[] scratchpad, int from, int to, int which)
    {
        foreach (var plane in planes)
            if (plane.Which == which && from >= plane.From && from <= plane.To && (from - plane.From) % 2 == 0)
            {
                if (to > plane.To) Continue(plane, scratchpad, to);
                return plane;
            }
        var oldest = planes[next];
        next = (next + 1) % Kept;
        (oldest.Which, oldest.From, oldest.To) = (which, from, from);
        Continue(oldest, scratchpad, to);
        return oldest;
    }

    private static void Continue(Plane plane, byte[] scratchpad, int to)
    {
        int done = (plane.To - plane.From) / 2, count = (to - plane.To) / 2, room = done + count + TilePacker.Slack;
        if (plane.Bytes.Length < room)
        {
            byte[] larger = new byte[2 * room];
            plane.Bytes.AsSpan(0, done).CopyTo(larger);
            plane.Bytes = larger;
        }
        fixed (byte* spad = scratchpad, into = plane.Bytes)
            Gather.Slices(spad + plane.To, into + done, count, 2, OperandSlice.Byte(plane.Which, 2));
        plane.To = to;
    }

    /// <summary>The scratchpad has changed.</summary>
    public void Forget()
    {
        foreach (var plane in planes) plane.Which = -1;
    }
}
