using WageSim.Models.Costs;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>
/// Beats and counts of wide errors, normalisation backward and momentum, by hand: four lanes, port words of 16 bytes, four banks of
/// 1 KiB, five stages.
/// </summary>
public sealed class WideErrorScheduleTests
{
    [Theory]
    [InlineData(0, 1024, 3, 20, 48, 48)] // three steps, each with a word to read and one to write
    [InlineData(0, 64, 6, 20, 48, 48)] // of one bank
    [InlineData(1, 1024, 5, 30, 80, 80)] // by two lanes
    public void Words_are_clipped(int wide, int to, int beats, int compares, int read, int written) =>
        Check($"vclip spad=0 to={to} count=10 wide={wide} max=1\n", beats, (Activity.VectorCompare, compares),
            (Activity.ScratchpadReadByte, read), (Activity.ScratchpadWriteByte, written));

    [Fact]
    public void Operands_take_a_shift_a_flag_and_a_comparison() =>
        Check("vflag spad=0 to=1024 count=10 max=1\n", 3, (Activity.VectorShift, 10), (Activity.VectorFlag, 10),
            (Activity.VectorCompare, 10),
            (Activity.ScratchpadReadByte, 48), (Activity.ScratchpadWriteByte, 48));

    [Fact]
    public void A_common_exponent_takes_one_beat_and_two_leading_ones() =>
        Check("vmatch xexponent=1 xmax=2 yexponent=3 ymax=4 to=5\n", 1, (Activity.VectorRange, 2));

    [Theory]
    [InlineData(1024, 2048, 3)]
    [InlineData(64, 128, 9)] // all of one bank
    public void Sums_read_two_words_and_write_one(int y, int to, int beats) =>
        Check(Walk(1, 10) + $"vblend x=0 y={y} to={to} walk=1 shifts=5 max=7\n", beats, (Activity.VectorShift, 20),
            (Activity.VectorAdd, 10), (Activity.VectorCompare, 20), (Activity.ScratchpadReadByte, 96), (Activity.ScratchpadWriteByte, 48));

    [Fact]
    public void An_average_is_divided_once_an_image_and_written_to_every_pixel() =>
        // Two images of nine pixels of four channels: a reciprocal of 32 bits, two steps of quotients, eighteen of results.
        Check(Walk(1, 4, n1: 9, n2: 2) + "vspread spad=0 walk=1 to=1024 max=1\n", 32 + 2 + 18, (Activity.VectorProduct, 3 * 8),
            (Activity.VectorQuotientBit, 32), (Activity.VectorAdd, 2 * 8), (Activity.VectorCompare, 2 * 8), (Activity.VectorShift, 8),
            (Activity.ScratchpadReadByte, 32), (Activity.ScratchpadWriteByte, 288));

    [Theory]
    // Four channels of 4 × 4 pixels; windows of three cover 3 and 2 pixels of a side: 25 look-ups, and 16 pixels written.
    [InlineData(1024, 2048, 25)]
    [InlineData(64, 128, 25 + 25 + 16)] // all of one bank
    public void A_pixel_looks_each_of_its_windows_up(int place, int to, int beats) =>
        Check(Walk(1, 4, n1: 4, n2: 4) + $"vunpeak spad=0 place={place} to={to} walk=1 size=3 step=2 top=0 left=0 shift=1 max=2\n", beats,
            (Activity.VectorShift, 100), (Activity.VectorAdd, 36), (Activity.VectorCompare, 100 + 2 * 64),
            (Activity.ScratchpadReadByte, 800), (Activity.ScratchpadWriteByte, 256));

    [Theory]
    // Ten pixels of four channels, two elements a step: x̂ and errors have one bank. The table's sums are six words, of one lane eight.
    [InlineData(4, 20 + 20, 20 + 20 + 6, 6)]
    [InlineData(1, 40 + 40, 40 + 40 + 8, 8)]
    public void Sums_of_errors_read_and_write_their_table_once(int lanes, int beats, int wordsRead, int wordsWritten) =>
        Check(Walk(1, 4, n1: 10) + "vchannel spad=0 walk=1 table=1024\n", beats, lanes, (Activity.VectorMultiply, 40),
            (Activity.VectorAdd, 40), (Activity.VectorWideAdd, 80), (Activity.VectorCompare, 40),
            (Activity.ScratchpadReadByte, 16 * wordsRead),
            (Activity.ScratchpadWriteByte, 16 * wordsWritten));

    [Fact]
    public void Guard_bits_read_a_table_once() =>
        // Three steps: five words of deviations and gammas and five of maxima, of one bank.
        Check("vlive table=0 count=10 guard=1 exponent=2 more=0\n", 10, (Activity.VectorRange, 10), (Activity.VectorCompare, 10),
            (Activity.ScratchpadReadByte, 160));

    [Theory]
    // Two steps of reciprocals of 32 bits each, then twenty of two elements; one lane: four and forty elements of two steps each.
    [InlineData(4, 32 * 2 + 20, 20 + 20 + 2 + 4, 20)]
    [InlineData(1, 2 * (32 * 4 + 40), 40 + 40 + 4 + 4, 40)]
    public void Errors_are_divided_by_their_channel_s_reciprocal(int lanes, int beats, int wordsRead, int wordsWritten) =>
        Check(Walk(1, 4, n1: 10) + "vnormback spad=0 table=1024 to=2048 walk=1 n=3 guard=4 max=5\n", beats, lanes,
            (Activity.VectorProduct, 3 * 40 + 4), (Activity.VectorMultiply, 5 * 40), (Activity.VectorAdd, 2 * 40),
            (Activity.VectorWideAdd, 4 * 40),
            (Activity.VectorShift, 2 * 40), (Activity.VectorCompare, 3 * 40), (Activity.VectorQuotientBit, 32 * 4),
            (Activity.ScratchpadReadByte, 16 * wordsRead), (Activity.ScratchpadWriteByte, 16 * wordsWritten));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Parameters_share_one_reciprocal(int beta) =>
        Check($"vparam table=0 state=1024 count=10 exponent=3 batch=32 beta={beta}\n", 25 + 5, (Activity.VectorProduct, 30),
            (Activity.VectorQuotientBit, 25), (Activity.VectorMultiply, 10), (Activity.VectorShift, 30), (Activity.VectorAdd, 40),
            (Activity.VectorCompare, 30), (Activity.ScratchpadReadByte, 160), (Activity.ScratchpadWriteByte, 80));

    [Theory]
    // Weights and momenta have one bank: four words a step.
    [InlineData(0, 0, 3 * 4, 9, 6)]
    [InlineData(1, 0, 5 * 4, 15, 10)]
    [InlineData(1, 1, 5 * 4, 20, 10)]
    public void Momentum_reads_gradients_and_changes_weights(int wide, int external, int beats, int wordsRead, int wordsWritten) =>
        Check(Walk(1, 10) + $"vmomentum gradient=0 state=1024 draws=2048 walk=1 max=1 index=0 tensor=2 wide={wide} external={external}\n",
            beats, (Activity.VectorMultiply, 10), (Activity.VectorShift, 20), (Activity.VectorAdd, 30), (Activity.VectorCompare, 30),
            (Activity.RandomDraw, external == 0 ? 10 : 0), (Activity.ScratchpadReadByte, 16 * wordsRead),
            (Activity.ScratchpadWriteByte, 16 * wordsWritten));

    private static void Check(string text, int beats, params (Activity, int)[] expected) => Check(text, beats, 4, expected);

    /// <summary>The last line's beats, and these counts, the sequencer's instructions, and nothing else.</summary>
    private static void Check(string text, int beats, int lanes, params (Activity Activity, int Count)[] expected)
    {
        var run = Rig.With(lanes: lanes).Run(text + Halt());
        string mnemonic = text.TrimEnd().Split('\n')[^1].Split(' ')[0];
        Assert.Equal(beats + 5, run.Only(mnemonic).Cycles);
        var counted = Activities.All.Where(activity => activity != Activity.SequencerInstruction && run.Result.Activity[activity] > 0)
            .Select(activity => (activity, (int)run.Result.Activity[activity]));
        Assert.Equal(expected.Where(entry => entry.Count > 0).OrderBy(entry => entry.Activity), counted);
    }
}
