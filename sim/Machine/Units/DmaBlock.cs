using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>A page's worth of a DMA block: its DRAM bursts, and its words at the scratchpad ports.</summary>
internal sealed class DmaPage(Execution owner)
{
    public Execution Owner => owner;
    public List<(long First, int Count)> Bursts { get; } = [];
    public Track Words { get; } = new();
    public long Bytes { get; set; }
    public long WordCount { get; set; }
    public bool IsLast { get; set; }

    /// <summary>When the data is in the page; for a load, after DRAM.</summary>
    public Cycle Ready { get; set; } = Cycle.Never;
}

/// <summary>Cuts a block into pages in the order of its runs.</summary>
internal sealed class DmaBlock
{
    private readonly Execution owner;
    private readonly Walk dram, spad;
    private readonly long dramStart, spadStart;
    private readonly int runBytes, pageBytes, burstBytes, bankBytes;
    private readonly Ports ports;
    private readonly bool throughDram;
    private int i1, i2, i3, i4, offset;

    /// <param name="dram">The walk in DRAM, or null for a fill.</param>
    public DmaBlock(Execution owner, Walk? dram, long dramStart, Walk spad, long spadStart, int pageBytes, int burstBytes, Ports ports)
    {
        (this.owner, this.dram, this.dramStart, this.spad, this.spadStart) = (owner, dram ?? spad, dramStart, spad, spadStart);
        (this.pageBytes, this.burstBytes, this.ports, throughDram) = (pageBytes, burstBytes, ports, dram is not null);
        (runBytes, bankBytes) = (spad.RunBytes, ports.BankBytes);
    }

    public bool Done { get; private set; }

    /// <summary>The next page.</summary>
    public DmaPage Next()
    {
        var page = new DmaPage(owner);
        long lastWord = -1;
        while (!Done && page.Bytes < pageBytes)
        {
            long d = dramStart + i4 * dram.SegmentStride + i3 * dram.Stride3 + i2 * dram.Stride2 + i1 * dram.Stride1 + offset;
            long s = spadStart + i4 * spad.SegmentStride + i3 * spad.Stride3 + i2 * spad.Stride2 + i1 * spad.Stride1 + offset;
            int bytes = (int)Math.Min(Math.Min(runBytes - offset, pageBytes - page.Bytes), bankBytes - s % bankBytes);
            if (throughDram) AddBursts(page, d / burstBytes, (d + bytes - 1) / burstBytes);
            long first = s / ports.Word, last = (s + bytes - 1) / ports.Word, words = last - first + (first == lastWord ? 0 : 1);
            page.Words.Add(ports.Scratchpad(s, s + bytes), words);
            page.WordCount += words;
            lastWord = last;
            page.Bytes += bytes;
            Advance(bytes);
        }
        page.IsLast = Done;
        return page;
    }

    private void Advance(int bytes)
    {
        offset += bytes;
        if (offset < runBytes) return;
        offset = 0;
        if (++i1 < spad.Count1) return;
        i1 = 0;
        if (++i2 < spad.Count2) return;
        i2 = 0;
        if (++i3 < spad.Count3) return;
        i3 = 0;
        Done = ++i4 == spad.Segments;
    }

    // The burst that the run before ended in is still at hand.
    private static void AddBursts(DmaPage page, long first, long last)
    {
        var bursts = page.Bursts;
        if (bursts.Count > 0)
        {
            var (from, count) = bursts[^1];
            long end = from + count - 1;
            if (first == end) first++;
            if (first > last) return;
            if (first == end + 1)
            {
                bursts[^1] = (from, (int)(last - from + 1));
                return;
            }
        }
        bursts.Add((first, (int)(last - first + 1)));
    }
}
