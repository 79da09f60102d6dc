using WageSim.Machine;
using WageSim.Models;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Programs that ask for what the chip does not have: the interpreter and the machine refuse them with one line that says
/// where.</summary>
public sealed class BadProgramTests
{
    private static readonly string rows = Walk(1, 4, n1: 4, s1: 16);

    // The rig has 4 × 4 PEs in one array, 4096 bytes of scratchpad and of DRAM, and 128 accumulator rows. Walks take pcs 0 and 1.
    public static TheoryData<string, string> Programs { get; } = new()
    {
        { rows + LoadBlock(4045, 1, 0, 1), "instruction 2 (Load) touches Dram 4045..4096; there is 0..4095" },
        { rows + StoreBlock(0, 1, 4045, 1), "instruction 2 (Store) touches Dram 4045..4096; there is 0..4095" },
        { rows + LoadBlock(0, 1, 4045, 1), "instruction 2 (Load) touches Scratchpad 4045..4096; there is 0..4095" },
        { rows + StoreBlock(4045, 1, 0, 1), "instruction 2 (Store) touches Scratchpad 4045..4096; there is 0..4095" },
        { rows + Fill(4045, 1), "instruction 2 (Fill) touches Scratchpad 4045..4096; there is 0..4095" },
        { Walk(1, 4, n1: 4, s1: -16) + Fill(47, 1), "instruction 2 (Fill) touches Scratchpad -1..50; there is 0..4095" },
        { rows + Ws(4045, 1), "instruction 2 (WeightStationary) touches Scratchpad 4045..4096; there is 0..4095" },
        { rows + Weights(4045), "instruction 2 (Weights) touches Scratchpad 4045..4096; there is 0..4095" },
        { rows + Os(0, 1, 4045, 1), "instruction 2 (OutputStationary) touches Scratchpad 4045..4096; there is 0..4095" },
        { rows + Ws(0, 1, acc: 125), "instruction 2 (WeightStationary) touches Accumulator 125..128; there is 0..127" },
        { rows + Os(0, 1, 0, 1, acc: 125), "instruction 2 (OutputStationary) touches Accumulator 125..128; there is 0..127" },
        { rows + Spill(125, 1, 0), "instruction 2 (VectorSpill) touches Accumulator 125..128; there is 0..127" },
        { rows + Spill(0, 1, 4033), "instruction 2 (VectorSpill) touches Scratchpad 4033..4096; there is 0..4095" },
        { $".range conv3 forward\n{rows}{Ws(0, 1, acc: 125)}",
            "instruction 2 (WeightStationary, conv3 forward) touches Accumulator 125..128" },
        { Set(1, 100) + rows + "ws array=0 spad=0 walk=1 byte=0 acc=r1+25 mode=0 shift=0 cols=4 swap=0\n",
            "instruction 3 (WeightStationary) touches Accumulator 125..128" },
        { rows + Ws(0, 1, array: 1), "instruction 2 is for " },
        { Signal(Array1, 0), "instruction 0 is for " },
        { Signal(Lines.Load, 0) + Wait(6, 0), "instruction 1 is for " },
        { "signal unit=7 sem=0\n", "instruction 0: unit 7 has no queue; 0..6 are allowed" },
        { rows + Weights(0, rows: 5), "instruction 2 needs 5×4 PEs; chip rig has 4×4" },
        { rows + Weights(0, row: 1), "instruction 2 needs 5×4 PEs; chip rig has 4×4" },
        { rows + Weights(0, cols: 5), "instruction 2 needs 4×5 PEs; chip rig has 4×4" },
        { Walk(1, 5) + Ws(0, 1), "instruction 1 needs 5×4 PEs; chip rig has 4×4" },
        { Walk(1, 3, segments: 2, segment: 3) + Ws(0, 1), "instruction 2 needs 6×4 PEs; chip rig has 4×4" },
        { rows + Ws(0, 1, cols: 5), "instruction 2 needs 4×5 PEs; chip rig has 4×4" },
        { Walk(1, 5) + Walk(2, 4) + Os(0, 1, 0, 2), "instruction 2 needs 5×4 PEs; chip rig has 4×4" },
        { Walk(1, 4) + Walk(2, 5) + Os(0, 1, 0, 2), "instruction 2 needs 4×5 PEs; chip rig has 4×4" },
        { rows + Walk(2, 4, n1: 3, s1: 16) + Os(0, 1, 0, 2), "instruction 4: the walks of x and y must have the same three counts" },
        { Walk(1, 4) + Walk(2, 2, segments: 2, segment: 8) + Os(0, 1, 0, 2),
            "instruction 3: the walks of x and y must have the same three counts, and y one segment" },
        { Walk(1, 4, 4) + Ws(0, 1), "instruction 1: operands of 4 bytes; 1 or 2 are allowed" },
        { Weights(0, bytes: 3), "instruction 0: operands of 3 bytes; 1 or 2 are allowed" },
        { rows + Ws(0, 1, which: 1), "instruction 2: byte 1 of elements of 1 byte" },
        { Weights(0, width: 9), "instruction 0: a slice of 9 bits" },
        { Walk(1, 4) + Walk(2, 4, 2) + Os(0, 1, 0, 2, yWidth: 9), "instruction 2: a slice of 9 bits" },
        { rows + "vact acc=0 walk=1 shift=32 bits=8 pool=0 act=0 mask=0 wide=0\n", "instruction 2: bits = 8, shift = 32" },
        { rows + "vact acc=0 walk=1 shift=0 bits=17 pool=0 act=0 mask=0 wide=0\n", "instruction 2: bits = 17, shift = 0" },
        { rows + "vpool acc=0 walk=1 shift=0 bits=8 size=9 step=1 act=0 mask=0 wide=0\n", "instruction 2: size = 9" },
        { rows + "vpool acc=0 walk=1 shift=32 bits=8 size=2 step=1 act=0 mask=0 wide=0\n", "instruction 2: bits = 8, shift = 32" },
        { rows + "vunpool spad=0 mask=0 to=0 walk=1 size=9 step=1 bytes=1 sumbytes=1\n", "instruction 2: size = 9" },
        { rows + "vunpool spad=0 mask=0 to=0 walk=1 size=2 step=1 bytes=1 sumbytes=3\n", "instruction 2: bytes = 1, sumbytes = 3" },
        { rows + "vrelu source=125 walk=1 shift=0 pseudo=0 size=1 act=0 mask=64 words=0\n",
            "instruction 2 (VectorRelu) touches Accumulator 125..128; there is 0..127" },
        { rows + "vrelu source=4033 walk=1 shift=0 pseudo=0 size=1 act=0 mask=64 words=1\n",
            "instruction 2 (VectorRelu) touches Scratchpad 4033..4096; there is 0..4095" },
        { rows + "vrelu source=0 walk=1 shift=0 pseudo=0 size=9 act=0 mask=64 words=0\n", "instruction 2: size = 9" },
        { "vput scalar=0 spad=4093\n", "instruction 0 (VectorPut) touches Scratchpad 4093..4096; there is 0..4095" },
        { "vround spad=0 to=4090 count=7 shift=0 pseudo=0\n",
            "instruction 0 (VectorRound) touches Scratchpad 4090..4096; there is 0..4095" },
        { Walk(1, 5) + "vroundsum acc=0 walk=1 spad=0 shift=0 pseudo=0\n", "instruction 1 reads 5 columns of sums; chip rig has 4" },
        { rows + "vdrop spad=0 walk=1 pitch=2000 index=0 tensor=0 external=1 draws=64\n",
            "instruction 2 (VectorDrop) touches Scratchpad 64..12071; there is 0..4095" },
        { Set(1, 2045) + rows + "vdrop spad=0 walk=1 pitch=0 index=1 tensor=0 external=1 draws=0\n",
            "instruction 3 (VectorDrop) touches Scratchpad 4090..4097; there is 0..4095" },
        { rows + "vchance spad=0 to=64 draws=0 walk=1 index=0 tensor=0 external=0 shift=17\n", "instruction 2: shift = 17" },
        { rows + "vstep gradient=0 weight=4093 walk=1 max=0 shift=1 wide=1\n",
            "instruction 2 (VectorStep) touches Scratchpad 4093..4096; there is 0..4095" },
        { Walk(1, 1 << 12, n1: 1 << 12, n2: 1 << 12) + Fill(0, 1), "instruction 2: the walk covers more than 2147483647 bytes" },
        { Walk(1, 5, 4) + Spill(0, 1, 0), "instruction 1 reads 5 columns of sums; chip rig has 4" },
        { "walk slot=1 dim=5 count=1 stride=1\n", "instruction 0: walk dimension 5 is outside 0..4" },
        { "walk slot=1 dim=0 count=1 stride=0\n", "instruction 0: elements of 0 bytes; 1..8 are allowed" },
        { "loop count=2 length=2\nloop count=2 length=2\nset reg=1 value=0\nset reg=1 value=0\n",
            "instruction 1: the loop ends outside the loop around it" },
        { string.Concat(Enumerable.Range(1, 9).Select(depth => $"loop count=1 length={10 - depth}\n")),
            "instruction 8: loops nest deeper than 8" },
    };

    [Theory, MemberData(nameof(Programs))]
    public void A_program_that_the_chip_cannot_run_is_refused_with_its_instruction(string text, string message)
    {
        text += Halt();
        string interpreted = Assert.Throws<InputException>(() => Rig.With().Interpret(text)).Message;
        Assert.Contains(message, interpreted);
        Assert.StartsWith("program: ", interpreted);
        foreach (var clock in Enum.GetValues<Clock>()) Assert.Contains(message,
            Assert.Throws<InputException>(() => Rig.With().Machine(text, clock)).Message);
    }

    [Fact]
    public void A_program_without_a_halt_runs_past_its_end()
    {
        foreach (string text in (string[])["", rows, rows + Fill(0, 1)])
        {
            Assert.Contains("execution runs past its end", Assert.Throws<InputException>(() => Rig.With().Interpret(text)).Message);
            Assert.Contains("execution runs past its end", Assert.Throws<InputException>(() =>
                Rig.With().Machine(text, Clock.Event)).Message);
        }
    }

    [Fact]
    public void Slices_wider_than_the_multiplier_are_refused()
    {
        var narrow = Rig.With(macBits: 2);
        string x = Walk(1, 4, n1: 4, s1: 16);
        foreach (string text in (string[])[Weights(0, width: 3), x + Os(0, 1, 0, 1, xWidth: 3, yWidth: 8)])
        {
            Assert.Contains("a slice of 3 bits", Assert.Throws<InputException>(() => narrow.Interpret(text + Halt())).Message);
            Assert.Contains("a slice of 3 bits", Assert.Throws<InputException>(() => narrow.Machine(text + Halt(), Clock.Event)).Message);
        }
        narrow.Run(x + Weights(0, width: 2) + Ws(0, 1, swap: true) + Os(0, 1, 1024, 1, xWidth: 2, xSigned: false) + Halt());
    }

    [Fact]
    public void What_does_not_fit_the_chip_is_refused_before_it_starts()
    {
        var chip = Rig.With().Chip;
        var small = new Rig(chip with { Sequencer = chip.Sequencer with { Instructions = 2 } });
        small.Run(Set(1, 1) + Halt());
        Assert.Equal("program: 3 instructions; chip rig has room for 2",
            Assert.Throws<InputException>(() => small.Machine(Set(1, 1) + Set(1, 1) + Halt(), Clock.Event)).Message);
        var program = WageSim.Isa.Assembler.Assemble($".dram {(1 << 20) + 1}\n{Halt()}", "dram.s");
        Assert.Equal("program: 1048577 bytes of DRAM; rig has 1 MiB",
            Assert.Throws<InputException>(() => new Rig(chip).Machine(program, Clock.Event, data: false)).Message);
    }

    [Fact]
    public void The_last_byte_and_the_last_row_are_allowed() =>
        Rig.With().Run(rows + LoadBlock(4044, 1, 4044, 1) + Ws(0, 1, acc: 124) + Halt());
}
