using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

public sealed class RaceCheckTests
{
    [Fact]
    public void A_wait_before_its_signal_is_an_error_of_the_program()
    {
        var program = Assembler.Assemble($".dram 64\n{Wait(Vector, 3)}{Signal(Lines.Load, 3)}{Halt()}", "early.s");
        var thrown = Assert.Throws<InputException>(() => RaceCheck.Run(Rig.With().Chip, program));
        Assert.Contains("instruction 0 'wait unit=2 sem=3'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_without_a_signal_is_a_deadlock()
    {
        var program = Assembler.Assemble($".dram 64\n{Wait(Vector, 3)}{Halt()}", "never.s");
        Assert.Throws<DeadlockException>(() => RaceCheck.Run(Rig.With().Chip, program));
    }
}
