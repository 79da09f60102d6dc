using WageSim.Isa;
using WageSim.Models.Costs;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Beats and counts of the block formats' instructions, by hand: four lanes, port words of 16 bytes, five stages.</summary>
public sealed class BlockFormatScheduleTests
{
    [Fact]
    public void A_range_takes_one_beat_and_so_does_its_word()
    {
        var run = Rig.With().Run("vrange max=1 shift=2 exponent=3 bits=7 rate=0 pair=1 plus=-5\n" + "vput scalar=2 spad=100\n" + Halt());
        Assert.Equal([1 + 5, 1 + 5], [run.Only("vrange").Cycles, run.Only("vput").Cycles]);
        Assert.Equal(run.Only("vrange").Finish, run.Only("vput").Start);
        Counts(run, (Activity.VectorRange, 1), (Activity.ScratchpadWriteByte, 16));
    }

    [Theory]
    [InlineData(1024, 3)] // three steps, each with a word to read and one to write
    [InlineData(64, 6)] // of one bank
    public void Words_are_rounded_a_step_of_lanes_a_beat(int to, int beats)
    {
        var run = Rig.With().Run($"vround spad=0 to={to} count=10 shift=2 pseudo=0\n" + Halt());
        Assert.Equal(beats + 5, run.Only("vround").Cycles);
        Counts(run, (Activity.VectorShift, 10), (Activity.VectorCompare, 10), (Activity.ScratchpadReadByte, 48),
            (Activity.ScratchpadWriteByte, 48));
        run = Rig.With().Run($"vround spad=0 to={to} count=10 shift=2 pseudo=1\n" + Halt());
        Assert.Equal(beats + 5, run.Only("vround").Cycles);
        Counts(run, (Activity.VectorShift, 10), (Activity.VectorCompare, 10), (Activity.VectorHalfCompare, 10),
            (Activity.ScratchpadReadByte, 48), (Activity.ScratchpadWriteByte, 48));
    }

    [Theory]
    [InlineData(4, 10)]
    [InlineData(3, 20)] // rows are not joined
    [InlineData(1, 40)]
    public void Sums_are_rounded_a_step_of_a_row_a_beat(int lanes, int beats)
    {
        var run = Rig.With(lanes: lanes).Run(Walk(1, 4, n1: 10) + "vroundsum acc=0 walk=1 spad=0 shift=2 pseudo=1\n" + Halt());
        Assert.Equal(beats + 5, run.Only("vroundsum").Cycles);
        Counts(run, (Activity.AccumulatorReadWord, 40), (Activity.VectorShift, 40), (Activity.VectorCompare, 40),
            (Activity.VectorHalfCompare, 40), (Activity.ScratchpadWriteByte, 16 * beats));
    }

    [Theory]
    // Four channels of 4 × 4 sums. A step a sum of a window; a code and a mask an output, here of two banks.
    [InlineData(1, false, 1024, 2048, 16, 16, 16)]
    [InlineData(2, false, 1024, 2048, 16, 16, 4)]
    [InlineData(3, false, 1024, 2048, 9, 9, 1)]
    [InlineData(5, false, 1024, 2048, 1, 0, 0)]
    // Codes and masks of one bank.
    [InlineData(1, false, 1024, 1040, 32, 16, 16)]
    [InlineData(2, false, 1024, 1040, 16, 16, 4)]
    // Words, codes and masks of one bank; words alone.
    [InlineData(2, true, 0, 512, 16 + 4 + 4, 16, 4)]
    [InlineData(1, true, 0, 512, 48, 16, 16)]
    [InlineData(1, true, 1024, 2048, 16, 16, 16)]
    public void A_window_s_sums_take_a_step_each(int size, bool words, int act, int mask, int beats, int inputs, int outputs)
    {
        string text = Walk(1, 4, n1: 4, n2: 4) +
            InstructionSet.Print(new VectorRelu(0, 1, 2, true, size, act, mask, words)) + "\n" + Halt();
        var run = Rig.With().Run(text);
        Assert.Equal(beats + 5, run.Only("vrelu").Cycles);
        Counts(run, (Activity.AccumulatorReadWord, words ? 0 : 4 * inputs), (Activity.VectorShift, 4 * inputs),
            (Activity.VectorCompare, 8 * inputs), (Activity.VectorHalfCompare, 4 * inputs),
            (Activity.ScratchpadReadByte, words ? 16 * inputs : 0), (Activity.ScratchpadWriteByte, 2 * 16 * outputs));
    }

    [Fact]
    public void Dropout_reads_and_writes_its_codes_and_draws_for_each()
    {
        // Two images of three rows of four codes: six steps, each with a word to read, to write and, if external, of draws.
        string rows = Walk(1, 4, n1: 3, n2: 2);
        var run = Rig.With().Run(rows + "vdrop spad=0 walk=1 pitch=9 index=0 tensor=1 external=0 draws=0\n" + Halt());
        Assert.Equal(12 + 5, run.Only("vdrop").Cycles);
        Counts(run, (Activity.VectorCompare, 24), (Activity.RandomDraw, 24), (Activity.ScratchpadReadByte, 96),
            (Activity.ScratchpadWriteByte, 96));
        run = Rig.With().Run(rows + "vdrop spad=0 walk=1 pitch=9 index=0 tensor=1 external=1 draws=1024\n" + Halt());
        Assert.Equal(12 + 5, run.Only("vdrop").Cycles);
        Counts(run, (Activity.VectorCompare, 24), (Activity.ScratchpadReadByte, 192), (Activity.ScratchpadWriteByte, 96));
        run = Rig.With().Run(rows + "vdrop spad=0 walk=1 pitch=9 index=0 tensor=1 external=1 draws=512\n" + Halt());
        Assert.Equal(18 + 5, run.Only("vdrop").Cycles);
    }

    [Theory]
    [InlineData(0, 0, 3)]
    [InlineData(1, 2048, 3)]
    [InlineData(1, 512, 6)] // draws of the words' bank
    public void Chance_takes_a_draw_an_element(int external, int draws, int beats)
    {
        string line = $"vchance spad=0 to=1024 draws={draws} walk=1 index=0 tensor=1 external={external} shift=4\n";
        var run = Rig.With().Run(Walk(1, 10) + line + Halt());
        Assert.Equal(beats + 5, run.Only("vchance").Cycles);
        Counts(run, (Activity.VectorShift, 10), (Activity.VectorCompare, 20), (Activity.VectorAdd, 10),
            (Activity.RandomDraw, external == 0 ? 10 : 0), (Activity.ScratchpadReadByte, external == 0 ? 48 : 96),
            (Activity.ScratchpadWriteByte, 48));
    }

    [Theory]
    [InlineData(0, 1024, 6)] // three words of weights to read, three to write
    [InlineData(1, 1024, 6)] // five words of gradients in their own bank
    [InlineData(0, 512, 9)]
    [InlineData(1, 512, 11)]
    public void A_step_reads_gradients_and_changes_weights(int wide, int weights, int beats)
    {
        var run = Rig.With().Run(Walk(1, 10) + $"vstep gradient=0 weight={weights} walk=1 max=1 shift=2 wide={wide}\n" + Halt());
        Assert.Equal(beats + 5, run.Only("vstep").Cycles);
        Counts(run, (Activity.VectorShift, 10), (Activity.VectorHalfCompare, 10), (Activity.VectorCompare, 10), (Activity.VectorAdd, 10),
            (Activity.ScratchpadReadByte, wide == 0 ? 96 : 128), (Activity.ScratchpadWriteByte, 48));
    }

    /// <summary>These, the sequencer's instructions, and nothing else.</summary>
    private static void Counts(RigRun run, params (Activity Activity, int Count)[] expected)
    {
        var counted = Activities.All.Where(activity => activity != Activity.SequencerInstruction && run.Result.Activity[activity] > 0)
            .Select(activity => (activity, (int)run.Result.Activity[activity]));
        Assert.Equal(expected.Where(entry => entry.Count > 0).OrderBy(entry => entry.Activity), counted);
    }
}
