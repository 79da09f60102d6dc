using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Tests.Support;
using static WageSim.Tests.Support.Lines;

namespace WageSim.Tests.Machine;

/// <summary>Nothing is lost: bytes at the ports, cycles of the units, counts of the ranges.</summary>
public sealed class ConservationTests
{
    private const int Burst = 32, Word = 16;

    [Theory]
    // A dense aligned block: four bursts, eight words.
    [InlineData(128, 1, 0, 0, 0, 0, 128, 128)]
    // Bytes 28…51 lie in bursts 0 and 1; bytes 7…30 in words 0 and 1.
    [InlineData(24, 1, 28, 0, 7, 0, 64, 32)]
    // Runs at 0, 40, 80: bursts 0 | 1 | 2, 3. Packed in the scratchpad they are words 0, 1 | 1, 2 | 3, 4, word 1 being at hand from the run
    // before.
    [InlineData(24, 3, 0, 40, 0, 24, 128, 80)]
    // Packed in DRAM: bursts 0 | 0, 1 | 1, 2, of which one each is at hand; spread in the scratchpad: two words each.
    [InlineData(24, 3, 0, 24, 0, 64, 96, 96)]
    // One byte costs a burst and a word; again and again if it lies elsewhere, not if it is the same.
    [InlineData(1, 5, 0, 64, 0, 0, 160, 16)]
    public void Block_moves_count_whole_bursts_and_words(int run, int runs, int dram, int dramStride, int spad, int spadStride,
        int dramBytes, int spadBytes)
    {
        string walks = Walk(1, run, n1: runs, s1: dramStride) + Walk(2, run, n1: runs, s1: spadStride);
        var load = Rig.With().Run(walks + LoadBlock(dram, 1, spad, 2) + Halt()).Result;
        Assert.Equal((dramBytes, spadBytes), (load.Activity[Activity.DramReadByte], load.Activity[Activity.ScratchpadWriteByte]));
        Assert.Equal((0, 0), (load.Activity[Activity.DramWriteByte], load.Activity[Activity.ScratchpadReadByte]));
        var store = Rig.With().Run(walks + StoreBlock(spad, 2, dram, 1) + Halt()).Result;
        Assert.Equal((dramBytes, spadBytes), (store.Activity[Activity.DramWriteByte], store.Activity[Activity.ScratchpadReadByte]));
        Assert.Equal((0, 0), (store.Activity[Activity.DramReadByte], store.Activity[Activity.ScratchpadWriteByte]));
        var fill = Rig.With().Run(walks + Fill(spad, 2) + Halt()).Result;
        Assert.Equal((spadBytes, 0, 0), (fill.Activity[Activity.ScratchpadWriteByte], fill.Activity[Activity.DramReadByte],
            fill.Activity[Activity.DramWriteByte]));
    }

    [Fact]
    public void Random_block_moves_count_what_their_runs_touch()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int run = random.Next(1, 100), n1 = random.Next(1, 4), n2 = random.Next(1, 4), segments = random.Next(1, 3),
                d0 = random.Next(400), s0 = random.Next(400);
            int[] d = [random.Next(200), random.Next(200), random.Next(600)], s = [random.Next(200), random.Next(200), random.Next(600)];
            string text = Walk(1, run, n1: n1, s1: d[0], n2: n2, s2: d[1], segments: segments, segment: d[2])
                + Walk(2, run, n1: n1, s1: s[0], n2: n2, s2: s[1], segments: segments, segment: s[2]) + LoadBlock(d0, 1, s0, 2) + Halt();
            // One page takes it all and one bank holds it all, so that no run is cut.
            var result = Rig.With(pageBytes: 4096, banks: 1, bankKiB: 4).Run(text).Result;

            Assert.Equal(Touched(d0, d, Burst), result.Activity[Activity.DramReadByte]);
            Assert.Equal(result.Activity[Activity.DramReadByte], result.Dram.ReadBursts * Burst);
            Assert.Equal(Touched(s0, s, Word), result.Activity[Activity.ScratchpadWriteByte]);
            Assert.Equal(result.Dram.ReadBursts, result.Dram.RowHits + result.Dram.RowMisses + result.Dram.RowConflicts);

            // Units in the order of the runs; the one that the run before ended in is still at hand.
            long Touched(long start, int[] strides, int unit)
            {
                long bytes = 0, last = -1;
                for (int i4 = 0; i4 < segments; i4++)
                    for (int i2 = 0; i2 < n2; i2++)
                        for (int i1 = 0; i1 < n1; i1++)
                        {
                            long from = start + i4 * strides[2] + i2 * strides[1] + i1 * strides[0];
                            for (long u = from / unit; u <= (from + run - 1) / unit; u++)
                                if (u != last || u != from / unit) bytes += unit;
                            last = (from + run - 1) / unit;
                        }
                return bytes;
            }
        }
    }

    [Fact]
    public void Array_passes_count_their_products_sums_and_words()
    {
        // 10 rows of 4 through 4 × 3 weights: 120 products; 4 rows of weights and 10 of operands are a word each.
        string text = Walk(1, 4, n1: 10, s1: 16) + Weights(0, cols: 3) + Ws(256, 1, cols: 3, swap: true) + Set(31, 1)
            + Os(256, 1, 1024, 1, acc: 64, mode: 31) + Halt();
        var counts = Rig.With().Run(text).Result.Activity;
        Assert.Equal(10 * 4 * 3 + 10 * 4 * 4, counts[Activity.MacPass8]);
        Assert.Equal(4 * 3, counts[Activity.WeightPreload]);
        Assert.Equal((4 + 10 + 2 * 10) * Word, counts[Activity.ScratchpadReadByte]);
        Assert.Equal((10 * 3 + 4 * 4, 4 * 4), (counts[Activity.AccumulatorWriteWord], counts[Activity.AccumulatorReadWord]));
    }

    [Theory, InlineData(2, Activity.MacPass2), InlineData(4, Activity.MacPass4), InlineData(8, Activity.MacPass8)]
    public void A_product_counts_once_as_a_MAC_and_in_every_pass_as_a_PE_product(int macBits, Activity product)
    {
        // 8-bit weights in slices of the PE's width: the first slice is not shifted, the others are.
        var text = new System.Text.StringBuilder(Walk(1, 4, n1: 10, s1: 16) + Set(31, 1));
        for (int low = 0; low < 8; low += macBits)
            text.Append(Weights(0, low: low, width: macBits) + Ws(256, 1, shift: low, mode: low == 0 ? 0 : 31, swap: true));
        var result = Rig.With(macBits: macBits).Run(text.Append(Halt()).ToString()).Result;
        Assert.Equal((160, 160 * 8 / macBits, 160 * 8 / macBits), (result.Macs, result.PeProducts, result.Activity[product]));
    }

    [Fact]
    public void States_sum_to_the_cycles_and_ranges_to_the_whole()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new RandomMachineProgram(seed);
            var result = new Rig(random.Chip).Machine(random.Program, Clock.Event, data: false).Result;
            Assert.Equal(random.Chip.Arrays + 4, result.States.Count);
            foreach (var (unit, states) in result.States) Assert.True(states.Sum() == result.Cycles,
                $"seed {seed}: {unit} has {states.Sum()} of {result.Cycles} cycles");
            Assert.Equal(result.Cycles, result.Ranges.Sum(range => range.Cycles));
            Assert.Equal((result.Macs, result.PeProducts), (result.Ranges.Sum(range => range.Macs),
                result.Ranges.Sum(range => range.PeProducts)));
            Assert.Equal(result.Activity, result.Ranges.Aggregate(new ActivityCounts(), (sum, range) => sum + range.Activity));
            if (result.Ranges.Count > 0)
                Assert.Equal(result.States, result.Ranges.Select(range => range.States).Aggregate((a, b) => a + b));
            foreach (var range in result.Ranges)
                foreach (var (unit, states) in range.States)
                    Assert.True(states.Sum() == range.Cycles && states.Min() >= 0,
                        $"seed {seed}: {unit} has [{string.Join(' ', states)}] of {range.Cycles} cycles of {range.Layer} {range.Phase}");
        }
    }

    [Fact]
    public void A_range_has_its_own_instructions_and_activations()
    {
        // Five instructions of which one opens a DRAM row; then three without DRAM; then four with it.
        string text = $".range a forward\n{Walk(1, 4, n1: 4, s1: 16)}{Set(1, 0)}{LoadBlock(0, 1, 0, 1)}{Sync()}"
            + $".range b forward\n{Ws(0, 1)}{Ws(0, 1)}{Sync()}"
            + $".range a backward\n{Set(1, 0)}{StoreBlock(0, 1, 2048, 1)}{Sync()}{Halt()}";
        var ranges = Rig.With().Run(text).Result.Ranges;
        Assert.Equal([("a", "forward"), ("b", "forward"), ("a", "backward")], ranges.Select(range => (range.Layer, range.Phase)));
        Assert.Equal([5L, 3, 4], ranges.Select(range => range.Activity[Activity.SequencerInstruction]));
        Assert.Equal([1L, 0, 1], ranges.Select(range => range.Activity[Activity.DramActivate]));
        Assert.Equal([0L, 2 * 64, 0], ranges.Select(range => range.Macs));
    }

    [Fact]
    public void A_range_that_begins_in_a_stream_has_the_rest_of_its_beats()
    {
        // Each row lies in two words: 10 beats that only fetch, each before one that streams. A `set` more puts the border a cycle later.
        const int Rows = 10;
        long[]? before = null;
        for (int sets = 0; sets < 40; sets++)
        {
            string text = $".range a forward\n{Walk(1, 4, n1: Rows, s1: 32)}{Weights(0)}{Ws(270, 1, swap: true)}"
                + string.Concat(Enumerable.Repeat(Set(1, 0), sets)) + $".range b forward\n{Set(1, 0)}{Sync()}{Halt()}";
            var run = Rig.With().Run(text);
            var (first, start) = (run.Result.Ranges[0], run.Only("ws").Start);
            Assert.Equal(4 + sets, first.Cycles);
            long[] states = first.States[Unit.Array0];
            if (before is not null)
            {
                long beat = first.Cycles - 1 - start;
                var expected = beat is < 0 or >= 2 * Rows ? (UnitState?)null : beat % 2 == 0 ? UnitState.OperandFetch : UnitState.Busy;
                int changed = Enumerable.Range(0, states.Length).Single(state => states[state] == before[state] + 1);
                Assert.Equal(expected ?? (UnitState)changed, (UnitState)changed);
            }
            before = states;
            Assert.Equal(Rows, run.Result.States[Unit.Array0][(int)UnitState.OperandFetch]);
        }
        Assert.Equal(Rows, before![(int)UnitState.OperandFetch]);
    }
}
