using WageSim.Machine;

namespace WageSim.Bench;

/// <summary>Whether two runs of a program took the same time and did the same things.</summary>
public static class ResultComparison
{
    /// <summary>Throws where they differ in anything but what the clock had to do.</summary>
    public static void Check(string what, MachineResult one, MachineResult other)
    {
        if (one.Cycles != other.Cycles) throw new FailedCheckException($"{what}: {one.Cycles} and {other.Cycles} cycles");
        bool equal = one.Macs == other.Macs && one.PeProducts == other.PeProducts && one.Activity.Equals(other.Activity) &&
            one.Dram == other.Dram && one.Ranges.SequenceEqual(other.Ranges) && one.States.Equals(other.States);
        if (!equal) throw new FailedCheckException($"{what}: the same {one.Cycles} cycles, but different counts");
    }
}
