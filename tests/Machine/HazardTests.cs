using WageSim.Isa;
using WageSim.Machine;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Programs that miss a token, whether or not their timing hides it. On the rig's chip a row of 4 bytes is in a word of
/// 16.</summary>
public sealed class HazardTests
{
    // Walk 1: 64 bytes in a run. Walk 2: four rows of 4 bytes, a word each. Walk 3: the same of 32-bit sums.
    private static readonly string walks = Walk(1, 64) + Walk(2, 4, n1: 4, s1: 16) + Walk(3, 4, 4, n1: 4, s1: 16);

    [Fact]
    public void A_race_names_memory_byte_instructions_ranges_and_cycles()
    {
        // pcs 0-4 set walks; each command starts in the cycle after its issue.
        string text = $".range conv0 forward\n{walks}{Fill(0, 1, 7)}{Ws(16, 2)}{Halt()}";
        foreach (var clock in Enum.GetValues<Clock>())
            Assert.Equal(
                "data race in Scratchpad: byte 16 is written by Load instruction 5 'fill spad=0 to=1 value=7' (conv0 forward) " +
                "started in cycle 6 " +
                "and read by Array0 instruction 6 'ws array=0 spad=16 walk=2 byte=0 acc=0 mode=0 shift=0 cols=4 swap=0' (conv0 forward) " +
                "started in cycle 7, " +
                "with no token between them",
                Assert.Throws<DataRaceException>(() => Rig.With().Machine(text, clock)).Message);
    }

    public static TheoryData<string, string, int, string, int> Pairs { get; } = new()
    {
        { "data race in Scratchpad: byte 32 is written by Load", Fill(0, 1), Lines.Load, Ws(32, 2), Array0 },
        { "data race in Scratchpad: byte 0 is written by Load", LoadBlock(0, 1, 0, 1), Lines.Load, StoreBlock(0, 1, 512, 1), Lines.Store },
        { "data race in Scratchpad: byte 48 is read by Array0", Ws(0, 2), Array0, Fill(48, 1), Lines.Load },
        { "data race in Scratchpad: byte 36 is read by Array0", Weights(0, pitch: 12), Array0, Fill(36, 1), Lines.Load },
        { "data race in Scratchpad: byte 0 is read by Array0", Os(0, 2, 1024, 2), Array0, Spill(8, 3, 0), Lines.Vector },
        { "data race in Scratchpad: byte 1024 is read by Array0", Os(0, 2, 1024, 2), Array0, Spill(8, 3, 1024), Lines.Vector },
        { "data race in Accumulator: row 3 is written by Array0", Ws(0, 2), Array0, Spill(3, 3, 1024), Lines.Vector },
        { "data race in Accumulator: row 3 is written by Array0", Os(0, 2, 1024, 2), Array0, Spill(3, 3, 2048), Lines.Vector },
        { "data race in Accumulator: row 3 is read by Vector", Spill(0, 3, 1024), Lines.Vector, Ws(0, 2, acc: 3), Array0 },
        { "data race in Accumulator: row 9 is written by Array0", Ws(0, 2, acc: 6), Array0, Ws(0, 2, acc: 9, array: 1), Array1 },
        { "data race in Dram: byte 552 is written by Store", StoreBlock(0, 1, 512, 1), Lines.Store, LoadBlock(552, 1, 1024, 1),
            Lines.Load },
        { "data race in Dram: byte 512 is read by Load", LoadBlock(450, 1, 0, 1), Lines.Load, StoreBlock(1024, 1, 512, 1), Lines.Store },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void Overlaps_race_in_every_memory_unless_a_token_orders_them(string message, string first, int firstUnit, string second,
        int secondUnit)
    {
        var rig = Rig.With(arrays: 2);
        foreach (var clock in Enum.GetValues<Clock>())
            Assert.StartsWith(message, Assert.Throws<DataRaceException>(() => rig.Machine(walks + first + second + Halt(), clock)).Message);

        var ordered = rig.Run(walks + first + Token(firstUnit, secondUnit) + second + Halt());
        Assert.True(ordered.Timeline[1].Start > ordered.Timeline[0].Finish);
        rig.Run(walks + first + Sync() + second + Halt());

        // A signal in front of the command says nothing about the command.
        Assert.Throws<DataRaceException>(() => rig.Machine(walks + Signal(firstUnit, 0) + first + Wait(secondUnit, 0) + second + Halt(),
            Clock.Event));
        // Nor does a wait behind the one that has to wait.
        Assert.Throws<DataRaceException>(() => rig.Machine(walks + first + second + Token(firstUnit, secondUnit) + Halt(), Clock.Event));
    }

    [Fact]
    public void Only_the_vector_unit_can_touch_scalars()
    {
        // So no program races on them: a unit is ordered with itself.
        var random = new RandomMachineProgram(1);
        for (int seed = 0; seed < 40; seed++)
        {
            var program = (random = new(seed)).Program;
            var sequencer = new Sequencer(program);
            while (!sequencer.Halted)
            {
                if (!sequencer.Step(out var command)) continue;
                var accesses = new AccessList();
                command.Instruction.List(command, random.Chip, ref accesses);
                for (int i = 0; i < accesses.Count; i++) Assert.True(accesses[i].Memory != Memory.Scalars
                    || command.Instruction.Target == Unit.Vector);
            }
        }
        var checker = new HazardChecker(Assembler.Assemble(Vset(3, 1) + Vset(3, 2), "s"), Rig.With().Chip);
        checker.Check(Unit.Vector, new(0, new VectorSet(3, 1)), new(4));
        Assert.StartsWith("data race in Scalars: register 3 is written by Vector instruction 0",
            Assert.Throws<DataRaceException>(() => checker.Check(Unit.Array0, new(1, new VectorSet(3, 2)), new(5))).Message);
    }

    [Fact]
    public void A_race_that_timing_hides_is_reported()
    {
        // The fill is over long before the array starts: 200 loop iterations of the sequencer later.
        string idle = Lines.Loop(200, Set(1, 1));
        Assert.Throws<DataRaceException>(() => Rig.With().Machine(walks + Fill(0, 1) + idle + Ws(0, 2) + Halt(), Clock.Event));
        Rig.With().Run(walks + Fill(0, 1) + idle + Token(Lines.Load, Array0) + Ws(0, 2) + Halt());
    }

    [Fact]
    public void One_token_too_many_is_reported_although_timing_hides_it()
    {
        // Two tokens for one buffer. The second fill does start after the pass over the first, as a long fill elsewhere delays it,
        // and after the array's signal; but the token that it takes is the second of the initial ones.
        string body = Wait(Lines.Load, 0) + Fill(0, 1) + Signal(Lines.Load, 1) + Fill(1024, 4) + Wait(Array0, 1) + Ws(0, 2)
            + Signal(Array0, 0);
        string Program(int tokens) => walks + Walk(4, 1024) + Tokens(0, tokens) + Lines.Loop(2, body) + Halt();
        var run = Rig.With().Run(Program(1));
        Assert.True(run.All("fill")[2].Start > run.All("ws")[0].Finish);
        foreach (var clock in Enum.GetValues<Clock>()) Assert.Throws<DataRaceException>(() => Rig.With().Machine(Program(2), clock));
    }

    [Fact]
    public void Tokens_left_over_at_a_sync_order_nothing_behind_it()
    {
        // The wait takes the token from before the sync, not that of the fill.
        string text = walks + Signal(Lines.Load, 0) + Sync() + Fill(0, 1) + Signal(Lines.Load, 0) + Wait(Array0, 0) + Ws(0, 2) + Halt();
        foreach (var clock in Enum.GetValues<Clock>()) Assert.Throws<DataRaceException>(() => Rig.With().Machine(text, clock));
    }

    [Fact]
    public void A_unit_that_starts_late_races_with_what_all_others_have_seen()
    {
        // A fill, and 100 others elsewhere, each awaited by the array; the store unit, which waits for nobody, comes last.
        string fills = walks + Fill(0, 1) + Lines.Loop(100, Fill(1024, 1) + Token(Lines.Load, Array0));
        Assert.Throws<DataRaceException>(() => Rig.With().Machine(fills + StoreBlock(0, 1, 512, 1) + Halt(), Clock.Event));
        Rig.With().Run(fills + Token(Array0, Lines.Store, 1) + StoreBlock(0, 1, 512, 1) + Halt());
    }

    [Fact]
    public void Tokens_order_through_a_third_unit()
    {
        // fill → (token) → vector unit → (token) → array: the array has never waited for the load unit itself.
        string chain = walks + Fill(0, 1) + Token(Lines.Load, Lines.Vector, 0) + Vset(0, 1) + Token(Lines.Vector, Array0, 1);
        Rig.With().Run(chain + Ws(0, 2) + Halt());
        // A fill behind the first token is not part of the chain.
        string late = walks + Token(Lines.Load, Lines.Vector, 0) + Fill(0, 1) + Token(Lines.Vector, Array0, 1);
        Assert.Throws<DataRaceException>(() => Rig.With().Machine(late + Ws(0, 2) + Halt(), Clock.Event));
    }

    [Fact]
    public void Reading_the_same_and_touching_neighbours_is_no_race()
    {
        var rig = Rig.With(arrays: 2);
        rig.Run(walks + Ws(0, 2) + Ws(0, 2, acc: 4, array: 1) + StoreBlock(0, 1, 512, 1) + Halt());
        // Rows of 4 bytes in words of 16: the fill writes the bytes between them.
        rig.Run(walks + Ws(0, 2) + Fill(4, 2, 9) + Halt());
        // Inside a walk's extent but between its runs, from both sides.
        rig.Run(walks + Walk(5, 2, n1: 3, s1: 6) + Walk(6, 1, n1: 2, s1: 6) + StoreBlock(0, 5, 512, 1) + Fill(2, 6, 9) + Halt());
    }

    [Fact]
    public void A_pass_without_results_touches_nothing()
    {
        // A 2×2 pool over a walk of width 1 has no windows; its outputs would lie inside the block that is filled.
        string pool = "vact acc=0 walk=3 shift=0 bits=8 pool=1 act=32 mask=32 wide=0\n";
        Rig.With().Run(Walk(1, 64) + Walk(3, 4, 4, n2: 4, s2: 16) + Fill(0, 1) + pool + Halt());
    }
}
