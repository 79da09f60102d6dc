using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>Everything that only counts up in a quiet loop: its growth in a turn is added once more for each turn skipped.</summary>
internal sealed class Tally(MachineContext context, SequencerUnit sequencer, UnitBase[] units)
{
    private readonly long[][] states = [sequencer.Cycles, .. units.OfType<ArrayUnit>().Select(array => array.Cycles)];
    private long[] before = [];

    /// <summary>Counts from here.</summary>
    public void Mark() => before = Now(before);

    /// <summary>What has been counted since the mark.</summary>
    public long[] Since()
    {
        long[] counts = Now([]);
        for (int i = 0; i < counts.Length; i++) counts[i] -= before[i];
        return counts;
    }

    /// <summary>Counts it again, or with -1 not after all.</summary>
    public void Add(long[] counts, int times)
    {
        int next = 0;
        foreach (long[] cycles in states)
            for (int i = 0; i < cycles.Length; i++) cycles[i] += times * counts[next++];
        foreach (var activity in Activities.All) context.ArrayActivity.Add(activity, times * counts[next++]);
        context.Macs += times * counts[next++];
        context.PeProducts += times * counts[next++];
        sequencer.Count(times * counts[next]);
    }

    private long[] Now(long[] into)
    {
        int size = states.Sum(cycles => cycles.Length) + Activities.All.Count + 3, next = 0;
        if (into.Length != size) into = new long[size];
        foreach (long[] cycles in states)
            foreach (long count in cycles) into[next++] = count;
        foreach (var activity in Activities.All) into[next++] = context.ArrayActivity[activity];
        (into[next], into[next + 1], into[next + 2]) = (context.Macs, context.PeProducts, sequencer.Fetched);
        return into;
    }
}
