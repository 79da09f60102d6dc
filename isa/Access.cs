namespace WageSim.Isa;

/// <summary>The memories that commands touch. Accumulators are addressed by row, scalars by register, the others by byte.</summary>
public enum Memory { Dram, Scratchpad, Accumulator, Scalars }

/// <summary>What one command reads or writes in one memory: a walk, or a plain run where there is none.</summary>
public readonly record struct Access(Memory Memory, long Start, long Length, Walk? Walk, bool Write)
{
    public static Access Run(Memory memory, long start, long length, bool write) => new(memory, start, length, null, write);
    public static Access Block(Memory memory, long start, Walk walk, bool write) => new(memory, start, 0, walk, write);

    public long Lowest => Walk is null ? Start : Start + Walk.Lowest;
    public long Highest => Walk is null ? Start + Length : Start + Walk.Highest;

    /// <summary>The first byte that both touch, or -1.</summary>
    public long FirstCommon(in Access other)
    {
        if (Memory != other.Memory || Highest <= other.Lowest || other.Highest <= Lowest) return -1;
        if (Walk is null)
        {
            if (other.Walk is null) return Math.Max(Start, other.Start);
            return other.FirstCommon(this);
        }
        for (int i3 = 0; i3 < Walk.Count3; i3++)
            for (int i2 = 0; i2 < Walk.Count2; i2++)
                for (int i1 = 0; i1 < Walk.Count1; i1++)
                    for (int s = 0; s < Walk.Segments; s++)
                    {
                        long run = Start + i3 * Walk.Stride3 + i2 * Walk.Stride2 + i1 * Walk.Stride1 + s * Walk.SegmentStride;
                        long end = run + Walk.RunBytes;
                        bool meets = other.Walk is null
                            ? run < other.Start + other.Length && other.Start < end
                            : other.Walk.Meets(other.Start, run, end);
                        if (meets) return other.Walk is null ? Math.Max(run, other.Start) : run;
                    }
        return -1;
    }
}

/// <summary>The few accesses of one command, kept in place so that listing them allocates nothing.</summary>
public struct AccessList
{
    private Access a, b, c, d, e;

    public int Count { get; private set; }

    public void Add(Access access)
    {
        if (access is { Walk: null, Length: 0 }) return;
        switch (Count++)
        {
            case 0: a = access; break;
            case 1: b = access; break;
            case 2: c = access; break;
            case 3: d = access; break;
            case 4: e = access; break;
            default: throw new InvalidOperationException("a command has at most five accesses");
        }
    }

    public void Read(Memory memory, long start, long length) => Add(Access.Run(memory, start, length, write: false));
    public void Write(Memory memory, long start, long length) => Add(Access.Run(memory, start, length, write: true));
    public void Read(Memory memory, long start, Walk walk) => Add(Access.Block(memory, start, walk, write: false));
    public void Write(Memory memory, long start, Walk walk) => Add(Access.Block(memory, start, walk, write: true));

    public readonly Access this[int index] => index switch { 0 => a, 1 => b, 2 => c, 3 => d, _ => e };
}
