using System.Numerics;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>DRAM that serves bursts in order, open page; knows only when things happen, not what is stored.</summary>
/// <remarks>
/// Address map, from the lowest part of a burst's index: column in the row, bank group, bank in the group, row. Ganged channels share
/// a burst. State is ready-times in DRAM cycles, so nothing happens between accesses. Precharge, activate and column command of a burst
/// go out as early as its arrival and the timing rules allow; columns go out in order, activates too. The command bus is never the
/// limit: a burst holds the data bus for at least as many cycles as it needs commands, or (HBM) row commands have a bus of their own.
/// </remarks>
public sealed class DramChannel
{
    // Read to write command: CL + BL/2 + 2 - CWL, as DDR4 has it; the bus rests two cycles between the data.
    private const int BusTurnaround = 2;

    private readonly DramTiming timing;
    private readonly ClockRatio clocks;
    private readonly int burstClocks, burstsPerRow, pitchSameGroup, pitchOtherGroup;
    private readonly int bankBits; // numbers of banks and of groups are powers of two
    private readonly int readToWrite, writeToReadSameGroup, writeToReadOtherGroup, writeToPrecharge;

    private readonly DramBank[] banks;
    private readonly long[] groupActivateReady, groupReadReady, groupWriteReady;
    private readonly long[] lastActivates = new long[4];
    private int oldestActivate;
    private long activateReady, readReady, writeReady, refreshDue;
    private Cycle lastArrival;

    private long rowHits, rowMisses, rowConflicts, refreshes, refreshesAhead, readBursts, writeBursts;

    /// <summary>A channel in reset state on a chip of a given clock.</summary>
    public DramChannel(DramTiming timing, int clockMegahertz)
    {
        this.timing = timing;
        clocks = ClockRatio.From(timing.ClockPicoseconds, clockMegahertz);
        burstClocks = timing.BurstLength / 2;
        burstsPerRow = timing.RowBytes / (timing.BusBits / 8 * timing.BurstLength);
        pitchSameGroup = Math.Max(burstClocks, timing.TCCDL);
        pitchOtherGroup = Math.Max(burstClocks, timing.TCCDS);
        readToWrite = Math.Max(timing.CL + burstClocks + BusTurnaround - timing.CWL, 1);
        writeToReadSameGroup = timing.CWL + burstClocks + timing.TWTRL;
        writeToReadOtherGroup = timing.CWL + burstClocks + timing.TWTRS;
        writeToPrecharge = timing.CWL + burstClocks + timing.TWR;
        banks = new DramBank[timing.Banks];
        bankBits = BitOperations.Log2((uint)banks.Length);
        groupActivateReady = new long[timing.BankGroups];
        groupReadReady = new long[timing.BankGroups];
        groupWriteReady = new long[timing.BankGroups];
        Close();
    }

    /// <summary>Is told of rows and data, in chip cycles; or null.</summary>
    public IMachineObserver? Observer { get; init; }

    /// <summary>Counts since construction, which Close does not clear. A refresh counts with the burst behind it, or at the end.</summary>
    public DramStatistics Statistics =>
        new(rowHits, rowMisses, rowConflicts, rowMisses + rowConflicts, refreshes - refreshesAhead, readBursts, writeBursts);

    /// <summary>Consecutive bursts, from arrival at the controller to the chip cycle in which the last beat of data has passed.</summary>
    public Cycle Access(Cycle arrival, long firstBurst, int bursts, bool write)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBurst);
        ArgumentOutOfRangeException.ThrowIfLessThan(bursts, 1);
        var done = arrival;
        for (long burst = firstBurst, end = firstBurst + bursts; burst < end;)
        {
            long line = burst / burstsPerRow, rest = Math.Min(end, (line + 1) * burstsPerRow) - burst;
            done = AccessRow(arrival, line, (int)rest, write);
            burst += rest;
        }
        return done;
    }

    /// <summary>Bursts of one row, in any order of columns; `line` counts the rows of all banks in the order of addresses.</summary>
    public Cycle AccessRow(Cycle arrival, long line, int bursts, bool write)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arrival, lastArrival);
        lastArrival = arrival;
        refreshesAhead = 0;
        long ready = clocks.ToMemory(arrival), column = 0;
        for (int issued = 0; issued < bursts;) issued += IssueRun(ready, line, bursts - issued, write, out column);
        if (write) writeBursts += bursts;
        else readBursts += bursts;
        return clocks.ToChip(column + (write ? timing.CWL : timing.CL) + burstClocks);
    }

    /// <summary>Makes the refreshes that fall due without an access up to a cycle, so that they are counted.</summary>
    public void RefreshUntil(Cycle now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, lastArrival);
        lastArrival = now;
        RefreshBefore(now);
        refreshesAhead = 0;
    }

    /// <summary>Makes the refreshes that are due, which go before all bursts that arrive from a cycle on.</summary>
    public void RefreshBefore(Cycle now)
    {
        for (; refreshDue <= clocks.ToMemory(now); refreshesAhead++) Refresh();
    }

    /// <summary>Ends a program: rows closed, refresh phase and all ready-times as after reset. Cycles count from zero again.</summary>
    public void Close()
    {
        Array.Fill(banks, DramBank.ClosedUntil(0));
        Array.Clear(groupActivateReady);
        Array.Clear(groupReadReady);
        Array.Clear(groupWriteReady);
        Array.Fill(lastActivates, -timing.TFAW);
        oldestActivate = 0;
        activateReady = readReady = writeReady = 0;
        refreshDue = timing.TREFI;
        lastArrival = Cycle.Zero;
    }

    /// <summary>Issues the bursts of one row that go before the next refresh: how many, and the last one's column command.</summary>
    private int IssueRun(long ready, long line, long rest, bool write, out long column)
    {
        int index = (int)line & (banks.Length - 1), group = index & (timing.BankGroups - 1);
        long row = line >> bankBits;
        ref DramBank bank = ref banks[index];

        column = Plan(ready, bank, group, row, write, out long activate);
        while (column >= refreshDue)
        {
            Refresh();
            column = Plan(ready, bank, group, row, write, out activate);
        }
        // All that can delay a row hit after its predecessor in the same row is the data bus and tCCD_L: the whole run is one update.
        bool all = column + (rest - 1) * pitchSameGroup < refreshDue;
        int run = (int)(all ? rest : (refreshDue - 1 - column) / pitchSameGroup + 1);
        CountRun(bank, row, run);
        if (Observer is not null) Tell(bank, index, row, ready, activate, column, run, write);
        if (bank.OpenRow != row) Activate(ref bank, group, row, activate);
        column += (run - 1L) * pitchSameGroup;
        Column(ref bank, group, column, write);
        return run;
    }

    /// <summary>The column command's cycle if no refresh comes before it, and the activate's if the row is not open.</summary>
    private long Plan(long ready, in DramBank bank, int group, long row, bool write, out long activate)
    {
        long column = write ? Math.Max(writeReady, groupWriteReady[group]) : Math.Max(readReady, groupReadReady[group]);
        column = Math.Max(column, ready);
        activate = 0;
        if (bank.OpenRow == row) return Math.Max(column, bank.ColumnReady);
        long opened = bank.OpenRow == DramBank.Closed
            ? Math.Max(ready, bank.ActivateReady)
            : Math.Max(ready, bank.PrechargeReady) + timing.TRP;
        long spaced = Math.Max(Math.Max(activateReady, groupActivateReady[group]), lastActivates[oldestActivate] + timing.TFAW);
        activate = Math.Max(opened, spaced);
        return Math.Max(column, activate + timing.TRCD);
    }

    private void Tell(in DramBank bank, int index, long row, long ready, long activate, long column, int run, bool write)
    {
        if (bank.OpenRow != row)
        {
            if (bank.OpenRow != DramBank.Closed)
                Observer!.Row(index, DramBank.Closed, clocks.ToChip(Math.Max(ready, bank.PrechargeReady)));
            Observer!.Row(index, row, clocks.ToChip(activate));
        }
        long data = column + (write ? timing.CWL : timing.CL), last = data + (run - 1L) * pitchSameGroup;
        Observer!.Data(write, index, row, run, clocks.ToChip(data), clocks.ToChip(last + burstClocks));
    }

    private void CountRun(in DramBank bank, long row, int run)
    {
        if (bank.OpenRow == row) { rowHits += run; return; }
        if (bank.OpenRow == DramBank.Closed) rowMisses++;
        else rowConflicts++;
        rowHits += run - 1;
    }

    private void Activate(ref DramBank bank, int group, long row, long at)
    {
        bank.OpenRow = row;
        bank.ColumnReady = at + timing.TRCD;
        bank.PrechargeReady = at + timing.TRAS;
        activateReady = at + timing.TRRDS;
        groupActivateReady[group] = at + timing.TRRDL;
        lastActivates[oldestActivate] = at;
        oldestActivate = (oldestActivate + 1) % lastActivates.Length;
    }

    private void Column(ref DramBank bank, int group, long at, bool write)
    {
        readReady = at + (write ? writeToReadOtherGroup : pitchOtherGroup);
        groupReadReady[group] = at + (write ? writeToReadSameGroup : pitchSameGroup);
        writeReady = at + (write ? pitchOtherGroup : readToWrite);
        if (write) groupWriteReady[group] = at + pitchSameGroup;
        bank.PrechargeReady = Math.Max(bank.PrechargeReady, at + (write ? writeToPrecharge : timing.TRTP));
    }

    /// <summary>The refresh that is due: lets the burst under way finish, closes the rows, blocks tRFC. Due times are a grid.</summary>
    private void Refresh()
    {
        long start = refreshDue;
        foreach (ref readonly DramBank bank in banks.AsSpan())
        {
            bool closed = bank.OpenRow == DramBank.Closed;
            start = Math.Max(start, closed ? bank.ActivateReady : Math.Max(refreshDue, bank.PrechargeReady) + timing.TRP);
        }
        for (int i = 0; Observer is not null && i < banks.Length; i++)
        {
            if (banks[i].OpenRow == DramBank.Closed) continue;
            Observer.Row(i, DramBank.Closed, clocks.ToChip(Math.Max(refreshDue, banks[i].PrechargeReady)));
        }
        Array.Fill(banks, DramBank.ClosedUntil(start + timing.TRFC));
        refreshDue += timing.TREFI;
        refreshes++;
    }
}
