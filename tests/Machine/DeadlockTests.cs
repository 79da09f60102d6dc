using WageSim.Machine;
using WageSim.Models;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Programs that cannot go on, and what they are told.</summary>
public sealed class DeadlockTests
{
    [Fact]
    public void Waiting_for_a_token_that_never_comes_names_what_every_unit_does()
    {
        // The load unit waits; behind it its queue is full with the first fill, and the sequencer stands before the second fill.
        string text = $".range fc1 update\n{Walk(1, 64)}{Wait(Lines.Load, 5)}{Fill(0, 1)}{Fill(0, 1)}{Halt()}";
        var rig = Rig.With(queueDepth: 2);
        const string expected = """
            deadlock in cycle 3: nothing can happen any more
              Sequencer: instruction 3 fill spad=0 to=1 value=0 (fc1 update), queue of Load is full
              Array0: 0 queued, 0 in flight; queue empty
              Vector: 0 queued, 0 in flight; queue empty
              Load: 2 queued, 0 in flight; head of queue: instruction 1 wait unit=0 sem=5 (fc1 update); semaphore 5 has 0 tokens
              Store: 0 queued, 0 in flight; queue empty
            """;
        foreach (var clock in Enum.GetValues<Clock>()) Assert.Equal(expected,
            Assert.Throws<DeadlockException>(() => rig.Machine(text, clock)).Message);
    }

    [Fact]
    public void The_sequencer_at_its_end_says_so_too()
    {
        string text = Wait(Lines.Store, 7) + Halt();
        foreach (var clock in Enum.GetValues<Clock>())
        {
            string message = Assert.Throws<DeadlockException>(() => Rig.With().Machine(text, clock)).Message;
            Assert.Contains("Sequencer: instruction 1 halt, waits until all units are idle", message);
            Assert.Contains("Store: 1 queued, 0 in flight; head of queue: instruction 0 wait unit=1 sem=7; semaphore 7 has 0 tokens",
                message);
        }
    }

    [Fact]
    public void The_interpreter_names_the_same_wait()
    {
        string text = Walk(1, 64) + Wait(Lines.Load, 5) + Fill(0, 1) + Signal(Lines.Load, 5) + Halt();
        var error = Assert.Throws<InputException>(() => Rig.With().Interpret(text));
        Assert.StartsWith("program: instruction 1 ", error.Message);
        Assert.Contains("waits for ever: no earlier instruction signals semaphore 5", error.Message);
        Assert.Throws<DeadlockException>(() => Rig.With().Machine(text, Clock.Event));
    }

    [Fact]
    public void A_pass_that_takes_a_tile_that_nobody_preloads_is_a_deadlock()
    {
        string text = Walk(1, 4, n1: 2, s1: 16) + Ws(0, 1, swap: true) + Halt();
        foreach (var clock in Enum.GetValues<Clock>())
            Assert.Contains("Array0: 1 queued, 0 in flight; head of queue: instruction 2 ws",
                Assert.Throws<DeadlockException>(() => Rig.With().Machine(text, clock)).Message);
    }

    [Fact]
    public void Work_that_is_still_under_way_is_no_deadlock()
    {
        // The token comes with the end of a block that waits for DRAM long after everything else stands.
        var run = Rig.With(dmaLatency: 64).Run(Walk(1, 64) + LoadBlock(0, 1, 0, 1) + Token(Lines.Load, Array0) + Walk(2, 4) + Ws(0, 2)
            + Halt());
        Assert.Equal(run.Only("load").Finish + 1, run.Only("ws").Start);
    }
}
