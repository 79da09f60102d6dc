using WageSim.Isa.Kernels;

namespace WageSim.Isa.Functional;

/// <summary>
/// One host thread's copies of one byte of each 16-bit element of a stretch of the scratchpad: every tap of a convolution then takes its
/// operands from there as if they were bytes.
/// </summary>
internal sealed unsafe class BytePlanes
{
    // Both bytes of the operands of two arrays.
    private const int Kept = 4;

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

    /// <summary>A plane in which these elements are.</summary>
    /// <param name="from">Address of the first.</param>
    /// <param name="to">Address behind the last: a whole number of elements away.</param>
    /// <param name="which">0 for the lower bytes, 1 for the upper ones.</param>
    public Plane Find(byte[] scratchpad, int from, int to, int which)
    {
        foreach (var plane in planes)
            if (plane.Which == which && plane.From <= from && plane.To >= to && (from - plane.From) % 2 == 0) return plane;
        var oldest = planes[next];
        next = (next + 1) % Kept;
        int count = (to - from) / 2;
        (oldest.Which, oldest.From, oldest.To) = (which, from, to);
        if (oldest.Bytes.Length < count + TilePacker.Slack) oldest.Bytes = new byte[count + TilePacker.Slack];
        fixed (byte* spad = scratchpad, into = oldest.Bytes) Gather.Slices(spad + from, into, count, 2, OperandSlice.Byte(which, 2));
        return oldest;
    }

    /// <summary>The scratchpad has changed.</summary>
    public void Forget()
    {
        foreach (var plane in planes) plane.Which = -1;
    }
}
