using WageSim.Isa;
using WageSim.Models;
using WageSim.Tests.Support;

namespace WageSim.Tests.Isa;

public sealed class SequencerTests
{
    private static string Refusal(string text)
    {
        var program = Assembler.Assemble(text, "test.s");
        return Assert.Throws<InputException>(() => new Interpreter(program, new(TestChip.Edge, 4096)).Run()).Message;
    }

    [Theory]
    [InlineData("tokens sem=3 count=2\nwait unit=0 sem=3\nwait unit=2 sem=3\nhalt",
        "semaphore 3 is waited for by Load and by Vector; between two syncs it is one unit's")]
    [InlineData("signal unit=1 sem=4\nsignal unit=0 sem=4\nhalt",
        "semaphore 4 is signalled by Store and by Load; between two syncs it is one unit's")]
    [InlineData("walk slot=1 dim=0 count=4 stride=9\nhalt", "elements of 9 bytes; 1..8 are allowed")]
    [InlineData("walk slot=1 dim=0 count=70000 stride=1\nwalk slot=1 dim=1 count=70000 stride=1\nhalt",
        "the walk covers more than 2147483647 bytes")]
    [InlineData("walk slot=1 dim=5 count=1 stride=1\nhalt", "walk dimension 5 is outside 0..4")]
    [InlineData("loop count=2 length=3\nhalt", "the loop's body ends behind the program's last instruction")]
    [InlineData("loop count=2 length=1\nloop count=2 length=1\nset reg=1 value=1\nhalt", "the loop ends outside the loop around it")]
    [InlineData("set reg=1 value=1", "execution runs past its end at instruction 1")]
    public void A_program_that_breaks_a_rule_is_refused(string text, string why) => Assert.Contains(why, Refusal(text));

    [Fact]
    public void After_a_sync_a_semaphore_may_change_hands()
    {
        var program = Assembler.Assemble("tokens sem=3 count=2\nwait unit=0 sem=3\nsync\nwait unit=2 sem=3\nhalt", "test.s");
        new Interpreter(program, new(TestChip.Edge, 4096)).Run();
    }

    [Fact]
    public void Loops_nest_and_repeat_their_bodies()
    {
        var program = Assembler.Assemble(
            "loop count=3 length=3\nadd reg=1 value=100\nloop count=4 length=1\nadd reg=1 value=1\nring reg=2 step=3 wrap=5\nhalt",
            "test.s");
        var sequencer = new Sequencer(program);
        while (!sequencer.Halted) sequencer.Step(out _);
        Assert.Equal(3 * 100 + 3 * 4, sequencer.Register(1));
        Assert.Equal(3, sequencer.Register(2));
        // loop, 3 × (add, loop, 4 × add), ring, halt
        Assert.Equal(1 + 3 * 6 + 2, sequencer.Fetched);
    }
}
