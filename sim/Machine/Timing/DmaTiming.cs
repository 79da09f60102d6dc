using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>Cuts DMA blocks into pages in the order of their runs; blocks that are alike are cut once.</summary>
internal sealed class DmaTiming(Chip chip, Ports ports)
{
    private readonly int pageBytes = chip.Dma.PageBytes, burstBytes = chip.Dram.BurstBytes, bankBytes = ports.BankBytes;
    private readonly long rowBytes = (long)chip.Dram.RowBytes * chip.Dram.Channels;
    private readonly PlanCache<Key, DmaPlan> plans = new();
    private readonly List<PagePlan> pages = [];
    private readonly List<RowBursts> bursts = [];
    private readonly TrackBuilder words = new();
    private long lastBurst, lastWord;

    /// <summary>Counts are those of the first walk; the DRAM walk of a fill is null.</summary>
    private readonly record struct Key(Walk Counts, Walk? Dram, long DramOffset, Walk Spad, long SpadStart);

    /// <summary>The first DRAM row of a block.</summary>
    public long RowOf(long dramStart) => dramStart / rowBytes;

    /// <param name="counts">Whose counts the block has.</param>
    /// <param name="dram">The strides in DRAM, or null for a fill.</param>
    /// <param name="spad">The strides in the scratchpad.</param>
    public DmaPlan Plan(Walk counts, Walk? dram, long dramStart, Walk spad, long spadStart) =>
        plans[new(counts, dram, dramStart % rowBytes, spad, spadStart)] ??= Cut(counts, dram, dramStart, spad, spadStart);

    private DmaPlan Cut(Walk counts, Walk? dram, long dramStart, Walk spad, long spadStart)
    {
        long firstRow = RowOf(dramStart), inPage = 0;
        lastBurst = lastWord = -1;
        for (int i4 = 0; i4 < counts.Segments; i4++)
            for (int i3 = 0; i3 < counts.Count3; i3++)
                for (int i2 = 0; i2 < counts.Count2; i2++)
                    for (int i1 = 0; i1 < counts.Count1; i1++)
                        for (int offset = 0, bytes; offset < counts.RunBytes; offset += bytes)
                        {
                            long s = At(spad, spadStart) + offset;
                            bytes = (int)Math.Min(Math.Min(counts.RunBytes - offset, pageBytes - inPage), bankBytes - s % bankBytes);
                            if (dram is not null) AddBursts(At(dram, dramStart) + offset, bytes, firstRow);
                            AddWords(s, bytes);
                            inPage += bytes;
                            if (inPage == pageBytes) EndPage();

                            long At(Walk walk, long start) =>
                                start + i4 * walk.SegmentStride + i3 * walk.Stride3 + i2 * walk.Stride2 + i1 * walk.Stride1;
                        }
        if (inPage > 0) EndPage();
        var plan = new DmaPlan([.. pages]);
        pages.Clear();
        return plan;

        void EndPage()
        {
            pages.Add(new([.. bursts], words.Build()));
            bursts.Clear();
            lastBurst = lastWord = -1;
            inPage = 0;
        }
    }

    // The burst that the run before ended in is still at hand.
    private void AddBursts(long from, int bytes, long firstRow)
    {
        long first = from / burstBytes, last = (from + bytes - 1) / burstBytes, perRow = rowBytes / burstBytes;
        if (first == lastBurst) first++;
        while (first <= last)
        {
            long row = first / perRow, end = Math.Min(last + 1, (row + 1) * perRow);
            int count = (int)(end - first);
            if (bursts.Count > 0 && bursts[^1].Row == row - firstRow) bursts[^1] = new(row - firstRow, bursts[^1].Bursts + count);
            else bursts.Add(new(row - firstRow, count));
            first = end;
        }
        lastBurst = last;
    }

    private void AddWords(long from, int bytes)
    {
        long first = from / ports.Word, last = (from + bytes - 1) / ports.Word, count = last - first + (first == lastWord ? 0 : 1);
        words.Add(ports.Scratchpad(from, from + bytes), count);
        words.Words += count;
        lastWord = last;
    }
}
