using WageSim.Machine;
using WageSim.Tests.Support;
using Xunit.Abstractions;

namespace WageSim.Tests.Machine;

/// <summary>Random programs on random chips: both clocks, with and without data, and the interpreter agree in everything (the rig
/// compares).</summary>
public sealed class TwoClocksTests(ITestOutputHelper output)
{
    private const int Programs = 400;

    [Fact]
    public void Stepping_and_events_agree_and_leave_what_the_interpreter_leaves()
    {
        var seen = new long[Enum.GetValues<UnitState>().Length];
        long cycles = 0, commands = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var random = new RandomMachineProgram(seed);
            var run = new Rig(random.Chip).Run(random.Program, random.Prepare);
            foreach (long[] states in run.Result.States.Values)
                for (int s = 0; s < seen.Length; s++) seen[s] += states[s];
            (cycles, commands) = (cycles + run.Result.Cycles, commands + run.Timeline.Count);
        }
        output.WriteLine($"{commands} commands in {cycles} cycles");
        output.WriteLine(string.Join(", ", seen.Select((count, state) => $"{(UnitState)state} {count}")));
        for (int s = 0; s < seen.Length; s++) Assert.True(seen[s] > 0, $"no unit was ever {(UnitState)s}");
    }
}
