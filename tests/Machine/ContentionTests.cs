using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Schemes;
using Xunit.Abstractions;

namespace WageSim.Tests.Machine;

/// <summary>Steps on chips with few banks, whose units wait for each other's ports much of the time: both clocks agree.</summary>
public sealed class ContentionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("base", "rows=16 cols=16 scratchpad.banks=2 scratchpad.bankKiB=64", "16C3-MP2-32C3-MP2-10SSE")]
    [InlineData("base", "rows=16 cols=16 macBits=2 scratchpad.banks=2 scratchpad.bankKiB=64", "16C3-MP2-32C3-MP2-10SSE")]
    [InlineData("base", "rows=8 cols=8 macBits=2 scratchpad.banks=1 scratchpad.bankKiB=128 dram=hbm2", "16C3-MP2-32C3-MP2-32FC-10SSE")]
    [InlineData("base", "arrays=2 rows=16 cols=16 scratchpad.banks=2 scratchpad.bankKiB=128", "16C3-MP2-32C3-MP2-10SSE")]
    [InlineData("base", "arrays=3 rows=8 cols=8 accumulator.banks=1 scratchpad.banks=4", "16C3-MP2-32C3-MP2-10CE")]
    [InlineData("edge", "scratchpad.banks=2 scratchpad.portBits=64 scratchpad.bankKiB=128", "16C3/2-32C3-MP3/2-10SSE")]
    [InlineData("edge", "scratchpad.banks=1 scratchpad.bankKiB=256 accumulator.banks=1", "16C3-MP2-32C3-MP2-10SSE")]
    public void A_step_on_few_banks_takes_the_same_time_on_both_clocks(string preset, string changes, string notation)
    {
        var chip = ChipFile.Load(preset, changes.Split(' '));
        var network = Network.Parse(notation, new(16, 16, 3));
        var program = SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Paper), chip, new(8));
        var events = Run(chip, program, new());
        Rig.Same("events", Run(chip, program, new() { SkipLoops = false }), events);
        Rig.Same("events", Run(chip, program, new() { Clock = Clock.Stepping }), events);
        long conflicts = events.States.Sum(unit => unit.Value[(int)UnitState.BankConflict]);
        output.WriteLine($"{conflicts} of {events.Cycles} cycles");
        Assert.True(conflicts > events.Cycles / 50, $"only {conflicts} conflicts in {events.Cycles} cycles");
    }

    private static MachineResult Run(Chip chip, WageSim.Isa.Program program, MachineOptions options) =>
        new Accelerator(chip, program, null, options).Run();
}
