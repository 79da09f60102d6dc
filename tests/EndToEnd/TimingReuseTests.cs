using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>Time does not depend on data: what lets a step's time be simulated once.</summary>
public sealed class TimingReuseTests
{
    private static readonly WageParameters Parameters =
        WageParameters.Default(Network.Parse("6C3-MP2-9FC-4SSE", new(8, 8, 2)), BitWidths.Paper);
    private static readonly Program Program = SchemeCompiler.Compile(Parameters, TestChip.Edge, new(6));

    [Theory, InlineData(Clock.Event), InlineData(Clock.Stepping)]
    public void A_run_takes_the_same_time_whatever_the_data_and_without_data(Clock clock)
    {
        var reference = new Accelerator(TestChip.Edge, Program, null, new() { Clock = clock }).Run();
        foreach (int seed in (int[])[1, 2])
        {
            var state = new MachineState(TestChip.Edge, Program.DramBytes);
            new Random(seed).NextBytes(state.Dram);
            // Labels and learning rate may be anything but absurd.
            foreach (string name in (string[])["label", "wide"])
            {
                var symbol = Program.Find(name);
                state.Dram.AsSpan((int)symbol.Address, (int)symbol.Bytes).Clear();
            }
            var result = new Accelerator(TestChip.Edge, Program, state, new() { Clock = clock }).Run();
            Assert.Equal(reference.Cycles, result.Cycles);
            Assert.Equal(reference.Activity, result.Activity);
            Assert.Equal(reference.Ranges, result.Ranges);
            Assert.Equal(reference.Dram, result.Dram);
            foreach (var (unit, states) in reference.States) Assert.Equal(states, result.States[unit]);
        }
    }

    [Fact]
    public void The_event_clock_evaluates_fewer_cycles()
    {
        var events = new Accelerator(TestChip.Edge, Program, null).Run();
        var stepping = new Accelerator(TestChip.Edge, Program, null, new() { Clock = Clock.Stepping }).Run();
        Assert.True(events.Evaluations * 2 < stepping.Evaluations);
    }
}
