using WageSim.Models.Costs;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Beats and counts of streams, statistics and normalisation, by hand: four lanes unless said, port words of 16 bytes.</summary>
public sealed class NormalisationScheduleTests
{
    private const int Latency = 5;

    [Theory]
    [InlineData(1024, 8, 0, 3)] // three steps, each with a word to read and one to write
    [InlineData(64, 8, 0, 6)] // of one bank
    [InlineData(1024, 11, 0, 3)]
    [InlineData(1024, 11, 1, 3)]
    public void Words_are_narrowed_a_step_of_lanes_a_beat(int to, int bits, int words, int beats)
    {
        var run = Run($"vnarrow spad=0 to={to} count=10 shift=16 bits={bits} words={words}\n", beats);
        Counts(run, (Activity.VectorShift, 10), (Activity.VectorCompare, 10), (Activity.ScratchpadReadByte, 48),
            (Activity.ScratchpadWriteByte, 48));
    }

    [Theory]
    [InlineData(1, 1024, 2048, 3)]
    [InlineData(1, 1024, 1024, 6)]
    [InlineData(1, 64, 128, 9)] // all of one bank
    [InlineData(0, 64, 1024, 3)] // b is not looked at
    public void Two_streams_are_joined_a_step_of_lanes_a_beat(int both, int b, int to, int beats)
    {
        var run = Run(Walk(1, 10) + $"vjoin a=0 b={b} to={to} walk=1 both={both} bits=24\n", beats);
        Counts(run, (Activity.VectorAdd, 10 * both), (Activity.VectorCompare, 10), (Activity.ScratchpadReadByte, 48 + 48 * both),
            (Activity.ScratchpadWriteByte, 48));
    }

    [Theory]
    // Four channels of 4 × 4 words: of a side 3 + 2 pixels are inside, 2 + 3, or 2 + 2 + 2 + 1.
    [InlineData(3, 2, 0, 1024, 2048, 25, 25, 4)]
    [InlineData(3, 2, 1, 1024, 2048, 25, 25, 4)]
    [InlineData(2, 1, 0, 1024, 2048, 49, 49, 16)]
    [InlineData(1, 3, 0, 1024, 2048, 4, 4, 4)]
    [InlineData(3, 2, 0, 256, 512, 25 + 4 + 4, 25, 4)] // all of one bank
    public void Only_pixels_inside_the_image_take_a_step(
        int size, int step, int before, int to, int place, int beats, int fetches, int outputs)
    {
        var run = Run(Walk(1, 4, n1: 4, n2: 4) +
            $"vpeak spad=0 walk=1 size={size} step={step} top={before} left={before} to={to} place={place}\n", beats);
        Counts(run, (Activity.VectorCompare, 4 * fetches), (Activity.ScratchpadReadByte, 16 * fetches),
            (Activity.ScratchpadWriteByte, 2 * 16 * outputs));
    }

    [Theory]
    // Four channels of ten pixels. A word takes six lanes: with four of them two steps.
    [InlineData(4, 1024, 80, 40, 8)]
    [InlineData(6, 1024, 40, 40, 8)]
    [InlineData(12, 1024, 20, 20, 6)]
    [InlineData(12, 512, 20 + 6 + 6, 20, 6)] // sums in the words' bank, read and written
    public void Statistics_take_six_lanes_a_word(int lanes, int sums, int beats, int words, int sumWords)
    {
        var run = Run(Walk(1, 4, n1: 10) + $"vstat spad=0 walk=1 sums={sums}\n", beats, lanes);
        Counts(run, (Activity.VectorProduct, 40), (Activity.VectorWideAdd, 240), (Activity.ScratchpadReadByte, 16 * (words + sumWords)),
            (Activity.ScratchpadWriteByte, 16 * sumWords));
    }

    [Theory]
    [InlineData(2, 800, 8, 4)]
    [InlineData(4, 400, 8, 4)]
    [InlineData(7, 400, 8, 4)]
    [InlineData(16, 100, 6, 2)]
    public void A_mean_a_square_and_a_root_take_a_hundred_steps(int lanes, int beats, int read, int written)
    {
        var run = Run("vmoment sums=0 table=1024 count=4 n=1000\n", beats, lanes);
        Counts(run, (Activity.VectorProduct, 28), (Activity.VectorAdd, 4 * 2), (Activity.VectorWideAdd, 4 * 4),
            (Activity.VectorQuotientBit, 4 * (25 + 2 * 50)), (Activity.VectorRootBit, 4 * 25),
            (Activity.ScratchpadReadByte, 16 * read), (Activity.ScratchpadWriteByte, 16 * written));
    }

    [Theory]
    [InlineData(1024, 6)] // running values are read and written
    [InlineData(512, 9)]
    public void Running_values_are_read_and_written(int fresh, int beats)
    {
        var run = Run($"vdecay running=0 new={fresh} count=10 shift=8\n", beats);
        Counts(run, (Activity.VectorShift, 10), (Activity.VectorCompare, 10), (Activity.VectorAdd, 20), (Activity.ScratchpadReadByte, 96),
            (Activity.ScratchpadWriteByte, 48));
    }

    [Theory]
    // Four channels of ten pixels, two a step with four lanes; the reciprocals of a step's channels take 25 steps.
    [InlineData(1, 7, 1024, 2048, 2 * 40 + 25 * 2 * 4, 40)] // the only lane twice
    [InlineData(4, 7, 1024, 2048, 20 + 25 * 2, 20)]
    [InlineData(8, 7, 1024, 2048, 10 + 25, 10)]
    [InlineData(4, 7, 512, 768, 20 + 4 + 3 * 20, 20)] // all of one bank: words, table, outputs
    [InlineData(4, 1, 1024, 2048, 20 + 25 * 2, 20)]
    [InlineData(4, 4, 1024, 2048, 20 + 25 * 2, 20)]
    [InlineData(4, 6, 1024, 2048, 20 + 25 * 2, 20)]
    public void Normalisation_takes_two_lanes_a_word_and_reciprocals_first(int lanes, int outputs, int table, int to, int beats, int words)
    {
        int scaled = (outputs & 6) != 0 ? 40 : 0, codes = (outputs & 2) != 0 ? 40 : 0, kinds = int.PopCount(outputs);
        var run = Run(Walk(1, 4, n1: 10) + $"vnorm z=0 table={table} to={to} walk=1 clip=1023 outputs={outputs}\n", beats, lanes);
        Counts(run, (Activity.VectorAdd, 160 + scaled), (Activity.VectorProduct, 120 + scaled),
            (Activity.VectorCompare, 80 + scaled + codes), (Activity.VectorShift, codes), (Activity.VectorQuotientBit, 100),
            (Activity.ScratchpadReadByte, 16 * (words + 4)), (Activity.ScratchpadWriteByte, 16 * words * kinds));
    }

    [Theory]
    [InlineData(3, 1024, 2048, 20)] // a step a row of four channels; activations and masks are of one bank
    [InlineData(1, 1024, 2048, 10)]
    [InlineData(2, 1024, 2048, 10)]
    public void Scaling_takes_a_lane_a_code(int outputs, int table, int to, int beats)
    {
        int codes = (outputs & 1) != 0 ? 40 : 0, kinds = int.PopCount(outputs);
        var run = Run(Walk(1, 4, n1: 10) + $"vscale x=0 table={table} to={to} walk=1 clip=1023 outputs={outputs}\n", beats);
        Counts(run, (Activity.VectorMultiply, 40), (Activity.VectorAdd, 40), (Activity.VectorCompare, 40 + codes),
            (Activity.VectorShift, codes), (Activity.ScratchpadReadByte, 16 * 12), (Activity.ScratchpadWriteByte, 16 * 10 * kinds));
    }

    [Fact]
    public void An_average_takes_a_step_a_pixel_and_one_reciprocal()
    {
        var run = Run(Walk(1, 4, n1: 5, n2: 2) + "vaverage spad=0 walk=1 to=1024\n", 25 + 10 + 2);
        Counts(run, (Activity.VectorAdd, 40 + 16), (Activity.VectorProduct, 24), (Activity.VectorCompare, 8),
            (Activity.VectorQuotientBit, 25), (Activity.ScratchpadReadByte, 160), (Activity.ScratchpadWriteByte, 32));
    }

    [Fact]
    public void Exponents_take_a_beat_each()
    {
        var run = Rig.With().Run("vget spad=100 scalar=3\n" + "vaddi scalar=3 value=-7\n" + "vexpo max=3 exponent=4 bits=7\n" +
            "vroom max=3 shift=5 exponent=4 bits=28\n" + Halt());
        Assert.All((string[])["vget", "vaddi", "vexpo", "vroom"], name => Assert.Equal(1 + Latency, run.Only(name).Cycles));
        Counts(run, (Activity.ScratchpadReadByte, 16), (Activity.VectorWideAdd, 2), (Activity.VectorRange, 2));
    }

    private static RigRun Run(string text, int beats, int lanes = 4)
    {
        var run = Rig.With(lanes: lanes).Run(text + Halt());
        string name = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ')[0];
        Assert.Equal(beats + Latency, run.Only(name).Cycles);
        return run;
    }

    /// <summary>These, the sequencer's instructions, and nothing else.</summary>
    private static void Counts(RigRun run, params (Activity Activity, int Count)[] expected)
    {
        var counted = Activities.All.Where(activity => activity != Activity.SequencerInstruction && run.Result.Activity[activity] > 0)
            .Select(activity => (activity, (int)run.Result.Activity[activity]));
        Assert.Equal(expected.Where(entry => entry.Count > 0).OrderBy(entry => entry.Activity), counted);
    }
}
