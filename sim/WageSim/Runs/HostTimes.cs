using WageSim.Isa;
using WageSim.Isa.Execution;

namespace WageSim.Runs;

/// <summary>What a run's threads spent their time on.</summary>
internal static class HostTimes
{
    /// <summary>Time of all threads together, by kind of work.</summary>
    public static IReadOnlyDictionary<HostWork, TimeSpan> Of(Team team, TimingSide timing, IEnumerable<StepEngine> engines)
    {
        var sums = Enum.GetValues<HostWork>().ToDictionary(
            work => work, work => TimeSpan.FromTicks(team.Times.Sum(time => time[work].Ticks)));
        foreach (var engine in engines) sums[HostWork.Decode] += engine.Decoding;
        sums[HostWork.Timing] += timing.Simulating;
        return sums;
    }
}
