using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;
using Xunit.Abstractions;

namespace WageSim.Tests.EndToEnd;

/// <summary>
/// What a training step of the shipped networks must do, counted again from sizes, batch and widths alone, and what the machine counts.
/// </summary>
public sealed class RecountTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("digits-cnn", "edge", 32)]
    [InlineData("digits-cnn", "tiny", 7)]
    [InlineData("digits-cnn", "wide", 33)]
    [InlineData("mnist-lenet", "base", 16)]
    [InlineData("mnist-lenet", "edge", 5)]
    [InlineData("svhn-vgg", "wide", 16)]
    [InlineData("cifar10-vgg", "base", 128)]
    [InlineData("cifar10-vgg", "edge", 4)]
    [InlineData("cifar10-vgg", "wide", 128)]
    [InlineData("cifar10-vgg", "base", 8, "2-8-8-8", "macBits=2")]
    [InlineData("cifar10-vgg", "base", 8, "8-8-8-8", "macBits=4", "arrays=3")]
    [InlineData("digits-cnn", "edge", 9, "3-6-8-7", "macBits=2")]
    [InlineData("digits-cnn", "base", 9, "2-8-12-12", "macBits=4")]
    [InlineData("imagenet-alexnet", "wide", 4, "2-8-12-12")]
    [InlineData("imagenet-alexnet", "base", 2)]
    public void A_training_step_counts_what_sizes_say(
        string name, string preset, int batch, string bits = "2-8-8-8", params string[] changes)
    {
        var chip = ChipFile.Load(preset, changes);
        var result = Step(name, chip, batch, bits);
        int[] width = [.. bits.Split('-').Select(int.Parse)];
        var layers = ShapeOfLayer.Networks[name];
        for (int l = 0; l < layers.Length; l++)
        {
            var layer = layers[l];
            bool first = l == 0, last = l == layers.Length - 1;
            int input = first ? 8 : width[1];
            // Codes that meet on one sum are added: two bits more.
            int error = width[3] + (layer.Overlap > 1 ? 2 : 0);
            long above = batch * layer.Codes, forward = batch * layer.Forward, backward = first ? 0 : batch * layer.Backward;

            Assert.Equal((layer.Name, "forward", forward), (layer.Name, "forward", Of("forward").Macs));
            Assert.Equal((layer.Name, "gradient", forward), (layer.Name, "gradient", Of("gradient").Macs));
            Assert.Equal((layer.Name, "error", backward), (layer.Name, "error", Of("error").Macs));
            Assert.Equal(0, Of("update").Macs);

            // Weights stand still, cut into slices of the PE; codes move, byte by byte. Where both move, the narrower one is cut.
            int slices = Parts(width[0], chip.MacBits);
            Assert.Equal(forward * slices * Parts(input, 8), Of("forward").PeProducts);
            Assert.Equal(backward * slices * Parts(error, 8), Of("error").PeProducts);
            int cut = Parts(Math.Min(input, error), chip.MacBits);
            Assert.Equal(forward * cut * Parts(Math.Max(input, error), 8), Of("gradient").PeProducts);

            foreach (string phase in (string[])["forward", "error", "gradient", "update"]) AtLeast(phase);

            // Each weight is updated once, with a draw and a shift; each code and each error is rounded once.
            Assert.Equal(layer.Weights, Of("update").Activity[Activity.RandomDraw]);
            Assert.Equal(layer.Weights, Of("update").Activity[Activity.VectorShift]);
            Assert.Equal(above, Of("error").Activity[Activity.VectorShift]);
            if (!last) Assert.Equal(above, Of("forward").Activity[Activity.VectorShift]);
            if (!last) Assert.InRange(Of("forward").Activity[Activity.VectorCompare], batch * layer.Sums, long.MaxValue);

            RangeResult Of(string phase) => LayerOf(result, layer.Name, phase);

            // What a phase reads comes from DRAM into the scratchpad, what it leaves goes the other way; each sum is written once at least.
            void AtLeast(string phase)
            {
                var counts = Of(phase).Activity;
                var (read, written) = MustMove(layer, phase, first, last, batch, width);
                long sums = phase switch
                {
                    "forward" => batch * layer.Sums, "gradient" => layer.Weights, "error" when !first => batch * layer.Inputs3, _ => 0,
                };
                output.WriteLine($"{layer.Name} {phase}: read {counts[Activity.DramReadByte]} of {read}, " +
                    $"written {counts[Activity.DramWriteByte]} of {written}, sums {counts[Activity.AccumulatorWriteWord]} of {sums}");
                Assert.InRange(counts[Activity.DramReadByte], read, long.MaxValue);
                Assert.InRange(counts[Activity.ScratchpadWriteByte], read, long.MaxValue);
                Assert.InRange(counts[Activity.DramWriteByte], written, long.MaxValue);
                Assert.InRange(counts[Activity.ScratchpadReadByte], written, long.MaxValue);
                Assert.InRange(counts[Activity.AccumulatorWriteWord], sums, long.MaxValue);
            }
        }
    }

    [Theory]
    [InlineData("conv0"), InlineData("conv1")]
    public void Where_a_chip_holds_all_that_a_layer_works_on_nothing_moves_twice(string name)
    {
        const int batch = 128;
        var chip = ChipFile.Load("wide", []);
        var result = Step("cifar10-vgg", chip, batch, "2-8-8-8");
        var layer = ShapeOfLayer.Networks["cifar10-vgg"].Single(layer => layer.Name == name);
        foreach (string phase in (string[])["forward", "error", "gradient", "update"])
        {
            var counts = LayerOf(result, name, phase).Activity;
            var (read, written) = MustMove(layer, phase, first: name == "conv0", last: false, batch, [2, 8, 8, 8]);
            // The end of a tensor fills a burst in part: at most four are read, two written.
            Assert.InRange(counts[Activity.DramReadByte] - read, 0, 4 * (chip.Dram.BurstBytes - 1));
            Assert.InRange(counts[Activity.DramWriteByte] - written, 0, 2 * (chip.Dram.BurstBytes - 1));
        }
    }

    [Theory]
    [InlineData("digits-cnn", "edge", 32), InlineData("digits-cnn", "tiny", 5), InlineData("mnist-lenet", "wide", 8)]
    public void Nothing_is_lost_between_commands_units_ranges_and_the_whole(string name, string preset, int batch)
    {
        var chip = ChipFile.Load(preset, []);
        var parameters = WageParameters.Default(NetworkCatalogue.Find(name)!.Build(), BitWidths.Paper);
        var program = SchemeCompiler.Compile(parameters, chip, new(batch));
        long loaded = 0, stored = 0, loadRuns = 0, storeRuns = 0;
        var result = new Accelerator(chip, program, data: null, new()
        {
            Observe = (command, _, _) =>
            {
                if (command.Instruction is Load) (loaded, loadRuns) = (loaded + command.W0!.TotalBytes, loadRuns + Runs(command.W0));
                if (command.Instruction is Store) (stored, storeRuns) = (stored + command.W0!.TotalBytes, storeRuns + Runs(command.W0));
            },
        }).Run();
        // A run fills its first and its last burst in part.
        int burst = chip.Dram.BurstBytes;
        Assert.Equal(result.Activity[Activity.DramReadByte], result.Dram.ReadBursts * burst);
        Assert.Equal(result.Activity[Activity.DramWriteByte], result.Dram.WriteBursts * burst);
        Assert.InRange(result.Activity[Activity.DramReadByte], loaded, loaded + 2 * loadRuns * burst);
        Assert.InRange(result.Activity[Activity.DramWriteByte], stored, stored + 2 * storeRuns * burst);
        Assert.Equal(result.Dram.ReadBursts + result.Dram.WriteBursts,
            result.Dram.RowHits + result.Dram.RowMisses + result.Dram.RowConflicts);

        // busy + waiting + idle = cycles × units, in each range; ranges sum to the whole.
        foreach (var range in result.Ranges)
            Assert.All(range.States, unit => Assert.Equal(range.Cycles, unit.Value.Sum()));
        Assert.Equal(result.States, result.Ranges.Select(range => range.States).Aggregate((a, b) => a + b));
        Assert.Equal(result.Cycles, result.Ranges.Sum(range => range.Cycles));
        Assert.Equal(result.Activity, result.Ranges.Aggregate(new ActivityCounts(), (sum, range) => sum + range.Activity));

        // A walk's runs, cut where a page ends.
        long Runs(Walk walk) => (long)walk.Positions * walk.Segments + walk.TotalBytes / chip.Dma.PageBytes + 1;
    }

    // Bytes from and to DRAM: weights, codes and errors of one byte up to 8 bits, masks of one, wide errors and gradients of at least four.
    private static (long Read, long Written) MustMove(ShapeOfLayer layer, string phase, bool first, bool last, int batch, int[] width)
    {
        const long wide = 4;
        long weights = layer.Weights * Parts(width[2], 8), code = Parts(width[1], 8), error = Parts(width[3], 8);
        long below = batch * layer.Inputs3, above = batch * layer.Codes, masks = last ? 0 : above, inputs = below * (first ? 1 : code);
        return phase switch
        {
            "forward" => (inputs + weights, last ? above * wide : above * code + masks),
            "gradient" => (inputs + above * error + masks, layer.Weights * wide),
            "update" => (layer.Weights * wide + weights, weights),
            // A layer's own errors are quantised; then they go through it, and are masked as the layer below says.
            _ when first => (above * wide, above * error),
            _ => (above * (wide + error) + masks + weights + below, above * error + below * wide),
        };
    }

    private static int Parts(int bits, int most) => (bits + most - 1) / most;

    private static RangeResult LayerOf(MachineResult result, string layer, string phase) =>
        result.Ranges.Where(range => range.Layer == layer && range.Phase == phase).Aggregate((a, b) => a with
        {
            Macs = a.Macs + b.Macs, PeProducts = a.PeProducts + b.PeProducts, Cycles = a.Cycles + b.Cycles,
            Activity = a.Activity + b.Activity, States = a.States + b.States,
        });

    private static MachineResult Step(string name, Chip chip, int batch, string bits)
    {
        var parameters = WageParameters.Default(NetworkCatalogue.Find(name)!.Build(), BitWidths.Parse(bits));
        return new Accelerator(chip, SchemeCompiler.Compile(parameters, chip, new(batch)), data: null).Run();
    }
}
