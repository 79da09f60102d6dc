using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Schemes;
using Xunit.Abstractions;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Turns of loops that are skipped cost the same cycles, states and counts as turns that are simulated.</summary>
public sealed class LoopSkippingTests(ITestOutputHelper output)
{
    private const int Programs = 400;

    [Fact]
    public void Random_quiet_loops_take_the_same_time_skipped_simulated_and_stepped()
    {
        long skipped = 0, all = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            var random = new RandomQuietLoops(seed);
            var skipping = Run(random.Chip, random.Program);
            Rig.Same($"seed {seed}: skipping", Run(random.Chip, random.Program, Clock.Stepping), skipping);
            Rig.Same($"seed {seed}: skipping", Run(random.Chip, random.Program, skip: false), skipping);
            (skipped, all) = (skipped + skipping.SkippedCycles, all + skipping.Cycles);
        }
        output.WriteLine($"{skipped} of {all} cycles skipped");
        Assert.True(skipped > all / 50, $"only {skipped} of {all} cycles were skipped");
    }

    [Theory]
    [InlineData("tiny", 8, 1, "16C3-MP2-32C3-MP2-64FC-10SSE", 6)]
    [InlineData("tiny", 28, 1, "8C5-MP2-8C5-MP2-32FC-10SSE", 4)]
    [InlineData("edge", 28, 1, "32C5-MP2-64C5-MP2-64FC-10SSE", 4)]
    [InlineData("base", 32, 3, "64C3-64C3-MP2-64C3-10SSE", 6)]
    [InlineData("wide", 28, 1, "32C5-MP2-64C5-MP2-64FC-10SSE", 4)]
    public void A_training_step_takes_the_same_time_skipped_simulated_and_stepped(
        string preset, int side, int channels, string notation, int batch)
    {
        var chip = ChipFile.Load(preset, []);
        var network = Network.Parse(notation, new(side, side, channels));
        var program = SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Paper), chip, new(batch));
        var skipping = Run(chip, program);
        Rig.Same("skipping", Run(chip, program, skip: false), skipping);
        Rig.Same("skipping", Run(chip, program, Clock.Stepping), skipping);
        output.WriteLine($"{skipping.SkippedCycles} of {skipping.Cycles} cycles skipped");
    }

    // Each turn of the loop of 4 sends 20 commands; weights are in bank 0, the operand in bank 1.
    private static string Nest(int turns, string beside = "", int rows = 8) =>
        Walk(1, 4, n1: rows, s1: 16) + Walk(2, 64)
        + Loop(turns, beside + Loop(4, Loop(10, Weights(0) + Ws(1024, 1, swap: true)) + Text(new Set(9, 1)))) + Halt();

    [Fact]
    public void A_loop_whose_turns_repeat_is_skipped_but_for_its_first_turns()
    {
        var few = Run(Nest(10));
        var many = Run(Nest(1000));
        Assert.True(few.SkippedCycles > 0);
        Assert.True(many.SkippedCycles > many.Cycles * 7 / 10, $"{many.SkippedCycles} of {many.Cycles}");
        Rig.Same("skipping", RunText(Nest(1000), skip: false), many);
    }

    [Fact]
    public void The_last_turn_of_a_loop_is_skipped_too()
    {
        // Of three turns each, no more than two thirds could be skipped without it.
        string text = Walk(1, 4, n1: 8, s1: 16) + Walk(2, 64)
            + Loop(50, Loop(2, Loop(3, Loop(10, Weights(0) + Ws(1024, 1, swap: true)) + Text(new Set(9, 1)))) + Text(new Set(9, 2)))
            + Halt();
        var skipping = Run(text);
        Assert.True(skipping.SkippedCycles > skipping.Cycles * 8 / 10, $"{skipping.SkippedCycles} of {skipping.Cycles}");
        Rig.Same("skipping", RunText(text, skip: false), skipping);
        Rig.Same("skipping", RunText(text, clock: Clock.Stepping), skipping);
    }

    [Fact]
    public void Skipping_stops_where_another_unit_wants_the_arrays_bank()
    {
        // The fill writes into the bank that the passes read, while turns are skipped.
        string text = Nest(40, Fill(1536, 2), rows: 3);
        var skipping = Run(text);
        Assert.True(skipping.SkippedCycles > 0);
        Assert.True(skipping.States[Unit.Load][(int)UnitState.BankConflict] > 0);
        Rig.Same("skipping", RunText(text, skip: false), skipping);
        Rig.Same("skipping", RunText(text, clock: Clock.Stepping), skipping);
    }

    [Fact]
    public void Loops_with_tokens_or_with_other_units_are_not_skipped()
    {
        string walk = Walk(1, 4, n1: 8, s1: 16), passes = Loop(20, Weights(0) + Ws(1024, 1, swap: true));
        foreach (string body in (string[])[passes + Token(Array0, Vector), passes + Vset(1, 0)])
            Assert.Equal(0, Run(walk + Loop(3, body) + Halt()).SkippedCycles);
    }

    [Fact]
    public void Ranges_that_begin_in_a_turn_are_told_in_each()
    {
        string pass = Weights(0) + Ws(1024, 1, swap: true), range = ".range {0} forward\n" + pass + pass + ".end\n";
        string passes = string.Concat(Enumerable.Repeat(pass, 4));
        string text = Walk(1, 4, n1: 8, s1: 16) + Text(new Loop(100, 24))
            + passes + string.Format(null, range, "a") + string.Format(null, range, "b") + passes + Halt();
        Rig.Same("skipping", RunText(text, skip: false), Run(text));
    }

    [Fact]
    public void Nothing_is_skipped_where_each_command_is_looked_at()
    {
        var (chip, program) = (Rig.With().Chip, Assembler.Assemble(Nest(50), "s"));
        MachineOptions[] options =
            [new() { CheckHazards = true }, new() { Timeline = (_, _) => { } }, new() { Observe = (_, _, _) => { } },
                new() { Clock = Clock.Stepping }, new() { SkipLoops = false }];
        foreach (var option in options) Assert.Equal(0, new Accelerator(chip, program, data: null, option).Run().SkippedCycles);
        Assert.Equal(0, new Accelerator(chip, program, new(chip, program.DramBytes)).Run().SkippedCycles);
        Assert.NotEqual(0, new Accelerator(chip, program, data: null).Run().SkippedCycles);
    }

    [Fact]
    public void Memory_allocated_does_not_grow_with_the_turns_of_a_loop()
    {
        string Text(int turns) => ".dram 4096\n" + Walk(1, 4, n1: 8, s1: 16) + Loop(turns, Turn()) + Halt();
        string Turn() => LoadBlock(0, 1, 512, 1) + Token(Lines.Load, Array0) + Weights(0) + Ws(256, 1, swap: true)
            + Token(Array0, Vector, 1) + Vset(1, 0) + Token(Vector, Lines.Store, 2) + StoreBlock(512, 1, 1024, 1)
            + Token(Lines.Store, Lines.Load, 3);
        long Allocated(int turns)
        {
            var machine = new Accelerator(Rig.With().Chip, Assembler.Assemble(Text(turns), "s"), data: null, new() { SkipLoops = false });
            long before = GC.GetAllocatedBytesForCurrentThread();
            machine.Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Allocated(10);
        Assert.InRange(Allocated(4000) - Allocated(400), -4096, 4096);
    }

    private static string Text(Instruction instruction) => InstructionSet.Print(instruction) + "\n";

    private static MachineResult Run(string text) => RunText(text);

    private static MachineResult RunText(string text, bool skip = true, Clock clock = Clock.Event) =>
        Run(Rig.With().Chip, Assembler.Assemble($".dram 4096\n{text}", "s"), clock, skip);

    private static MachineResult Run(Chip chip, Program program, Clock clock = Clock.Event, bool skip = true) =>
        new Accelerator(chip, program, data: null, new() { Clock = clock, SkipLoops = skip }).Run();
}
