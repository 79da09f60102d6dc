using WageSim.Models.Hardware;

namespace WageSim.Tests.Machine;

/// <summary>The slow definition: a command may go when every rule against every earlier command allows it. DRAM cycles only.</summary>
internal sealed class DramByRules(DramTiming t)
{
    private enum Command { Precharge, Activate, Read, Write, Refresh }

    private readonly List<(Command Command, int Bank, long At)> past = [];
    private readonly Dictionary<int, long> openRows = [];
    private long refreshDue = t.TREFI;

    /// <summary>Commands so far.</summary>
    public (int Refreshes, int Activates) Counts =>
        (past.Count(p => p.Command == Command.Refresh), past.Count(p => p.Command == Command.Activate));

    /// <summary>One burst: the cycle after its last data.</summary>
    public long Burst(long arrival, int bank, long row, bool write)
    {
        Command column = write ? Command.Write : Command.Read;
        while (true)
        {
            int mark = past.Count;
            bool wasOpen = openRows.TryGetValue(bank, out long open);
            if (wasOpen && open != row) Add(Command.Precharge, bank, arrival);
            if (!wasOpen || open != row) Add(Command.Activate, bank, arrival);
            long at = Earliest(column, bank, arrival);
            if (at < refreshDue)
            {
                openRows[bank] = row;
                past.Add((column, bank, at));
                return at + (write ? t.CWL : t.CL) + t.BurstLength / 2;
            }
            past.RemoveRange(mark, past.Count - mark); // the controller does not open what the refresh would close
            Refresh();
        }
    }

    private void Refresh()
    {
        foreach (int bank in openRows.Keys) Add(Command.Precharge, bank, refreshDue);
        openRows.Clear();
        Add(Command.Refresh, 0, refreshDue);
        refreshDue += t.TREFI;
    }

    private void Add(Command command, int bank, long from) => past.Add((command, bank, Earliest(command, bank, from)));

    private long Earliest(Command next, int bank, long from)
    {
        foreach (var (command, other, at) in past) from = Math.Max(from, at + Gap(command, other, next, bank));
        if (next == Command.Activate)
        {
            var activates = past.Where(p => p.Command == Command.Activate).Select(p => p.At).ToList();
            if (activates.Count >= 4) from = Math.Max(from, activates[^4] + t.TFAW);
        }
        return from;
    }

    private long Gap(Command before, int other, Command next, int bank)
    {
        bool sameBank = other == bank, sameGroup = other % t.BankGroups == bank % t.BankGroups;
        int data = t.BurstLength / 2;
        return (before, next) switch
        {
            (Command.Refresh, Command.Activate or Command.Refresh) => t.TRFC,
            (Command.Precharge, Command.Refresh) => t.TRP,
            (Command.Precharge, Command.Activate) when sameBank => t.TRP,
            (Command.Activate, Command.Precharge) when sameBank => t.TRAS,
            (Command.Activate, Command.Read or Command.Write) when sameBank => t.TRCD,
            (Command.Activate, Command.Activate) => sameGroup ? t.TRRDL : t.TRRDS,
            (Command.Read, Command.Precharge) when sameBank => t.TRTP,
            (Command.Write, Command.Precharge) when sameBank => t.CWL + data + t.TWR,
            (Command.Read, Command.Read) or (Command.Write, Command.Write) => Math.Max(data, sameGroup ? t.TCCDL : t.TCCDS),
            (Command.Read, Command.Write) => t.CL + data + 2 - t.CWL,
            (Command.Write, Command.Read) => t.CWL + data + (sameGroup ? t.TWTRL : t.TWTRS),
            _ => long.MinValue / 2,
        };
    }
}
