using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.Machine;

/// <summary>What an observer is told is what the machine counts, in every cycle the same on both clocks, and changes nothing.</summary>
public sealed class ObservationTests
{
    [Fact]
    public void Every_cycle_of_random_programs_is_the_same_on_both_clocks_and_sums_to_the_counts()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new RandomMachineProgram(seed);
            Check($"seed {seed}", random.Chip, random.Program);
        }
    }

    [Theory]
    [InlineData("tiny", 8, 1, "4C3-MP2-10SSE", 2)]
    [InlineData("edge", 8, 1, "16C3-MP2-32C3-MP2-64FC-10SSE", 2)]
    [InlineData("wide", 9, 2, "8C3-4C3-10SSE", 3)]
    public void Every_cycle_of_a_training_step_is_the_same_on_both_clocks_and_sums_to_the_counts(
        string preset, int side, int channels, string notation, int batch)
    {
        var chip = ChipFile.Load(preset, []);
        var network = Network.Parse(notation, new(side, side, channels));
        Check(preset, chip, SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Paper), chip, new(batch)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(500, 500)]
    [InlineData(501, 251)] // width 2
    [InlineData(1_000_000, 500)]
    [InlineData(1_000_001, 500)] // width 2001
    public void Buckets_are_as_many_as_allowed_or_fewer_and_none_is_empty(long cycles, int count)
    {
        var buckets = new StepBuckets(cycles, 500, arrays: 1);
        Assert.Equal(count, buckets.Count);
        Assert.InRange(cycles, (count - 1) * buckets.Width + 1, count * buckets.Width);
    }

    private static void Check(string what, Chip chip, Program program)
    {
        var plain = new Accelerator(chip, program, null).Run();
        var (events, stepping) = (Run(chip, program, plain, Clock.Event, width: 1), Run(chip, program, plain, Clock.Stepping, width: 1));
        var wide = Run(chip, program, plain, Clock.Event, width: 100);
        foreach (var (unit, states) in plain.States)
            foreach (var state in Enum.GetValues<UnitState>())
            {
                long[] cycles = events.States(unit, state);
                Assert.True(cycles.AsSpan().SequenceEqual(stepping.States(unit, state)), $"{what}: {unit} {state} differs between clocks");
                Assert.True(
                    cycles.Sum() == states[(int)state],
                    $"{what}: {unit} {state}: {cycles.Sum()} cycles told, {states[(int)state]} counted");
                Assert.Equal(cycles.Chunk((int)wide.Width).Select(chunk => chunk.Sum()), wide.States(unit, state));
            }
        for (int array = 0; array < chip.Arrays; array++) Assert.Equal(stepping.Products(array), events.Products(array));
        Assert.Equal(plain.PeProducts, Enumerable.Range(0, chip.Arrays).Sum(array => events.Products(array).Sum()));
        Assert.Equal(stepping.ReadBursts, events.ReadBursts);
        Assert.Equal(stepping.WriteBursts, events.WriteBursts);
        Assert.Equal(plain.Activity[Activity.DramReadByte], events.ReadBursts.Sum() * chip.Dram.BurstBytes);
        Assert.Equal(plain.Activity[Activity.DramWriteByte], events.WriteBursts.Sum() * chip.Dram.BurstBytes);
    }

    private static StepBuckets Run(Chip chip, Program program, MachineResult plain, Clock clock, int width)
    {
        var buckets = new StepBuckets(plain.Cycles, (int)((plain.Cycles + width - 1) / width), chip.Arrays);
        Rig.Same("observed", plain, new Accelerator(chip, program, null, new() { Clock = clock, Observer = buckets }).Run());
        return buckets;
    }
}
