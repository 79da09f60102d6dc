using WageSim.Machine;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes.Niti;
using WageSim.Tests.Support;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>What a step of NITI must do, counted again from sizes, batch and variant alone, and what the machine counts.</summary>
public sealed class NitiRecountTests
{
    [Theory]
    [InlineData("niti-digits", "edge", 32, false)]
    [InlineData("niti-digits", "tiny", 7, true)]
    [InlineData("niti-digits", "wide", 33, true)]
    [InlineData("niti-lenet", "base", 16, false)]
    [InlineData("niti-lenet", "edge", 5, true, "macBits=4")]
    [InlineData("vgg-small-7", "base", 32, false)]
    [InlineData("vgg-small-7", "wide", 8, true, "macBits=2", "arrays=2")]
    public void A_training_step_counts_what_sizes_say(string name, string preset, int batch, bool of2020, params string[] changes)
    {
        var chip = ChipFile.Load(preset, changes);
        var result = Step(name, chip, batch, of2020);
        var layers = ShapeOfLayer.Networks[name];
        int slices = 8 / chip.MacBits;
        for (int l = 0; l < layers.Length; l++)
        {
            var layer = layers[l];
            bool first = l == 0, last = l == layers.Length - 1;
            long codes = batch * layer.Codes, sums = batch * layer.Sums, forward = batch * layer.Forward;
            long backward = first ? 0 : batch * layer.Backward;

            // Int8 by int8: every operand is a byte, cut into as many slices as a PE's multiplier asks for.
            Assert.Equal((forward, forward * slices), (Of("forward").Macs, Of("forward").PeProducts));
            Assert.Equal((backward, backward * slices), (Of("error").Macs, Of("error").PeProducts));
            Assert.Equal((forward, forward * slices), (Of("gradient").Macs, Of("gradient").PeProducts));
            Assert.Equal((0, 0), (Of("update").Macs, Of("update").PeProducts));

            // A range a tensor: activations and gradients of every layer, errors of all but the last, which the loss makes.
            Assert.Equal((1, 0, 1), (Count("forward", Activity.VectorRange), Count("gradient", Activity.VectorRange),
                Count("update", Activity.VectorRange)));
            Assert.Equal(last ? 0 : 1, Count("error", Activity.VectorRange));

            // Forward each sum is looked at for the maximum, rounded and clipped; but for logits ReLU and pool compare it once more.
            Assert.Equal(sums, Count("forward", Activity.VectorShift));
            Assert.Equal((last ? 2 : 3) * sums, Count("forward", Activity.VectorCompare));
            Assert.Equal(of2020 ? sums : 0, Count("forward", Activity.VectorHalfCompare));
            Assert.Equal(0, Count("forward", Activity.RandomDraw));

            // Back each error is rounded once: stochastically where the loss made it, as activations are elsewhere.
            Assert.Equal(codes, Count("error", Activity.VectorShift));
            Assert.Equal(last ? codes : 0, Count("error", Activity.RandomDraw));
            Assert.Equal(of2020 && !last ? codes : 0, Count("error", Activity.VectorHalfCompare));

            // Each weight is shifted pseudo-stochastically, taken off and clipped, without a draw.
            Assert.Equal((layer.Weights, layer.Weights, layer.Weights, layer.Weights, 0),
                (Count("update", Activity.VectorShift), Count("update", Activity.VectorHalfCompare), Count("update", Activity.VectorAdd),
                    Count("update", Activity.VectorCompare), Count("update", Activity.RandomDraw)));

            foreach (string phase in (string[])["forward", "error", "gradient", "update"])
            {
                var (read, written) = MustMove(layer, phase, first, last, batch);
                Assert.InRange(Count(phase, Activity.DramReadByte), read, long.MaxValue);
                Assert.InRange(Count(phase, Activity.ScratchpadWriteByte), read, long.MaxValue);
                Assert.InRange(Count(phase, Activity.DramWriteByte), written, long.MaxValue);
                Assert.InRange(Count(phase, Activity.ScratchpadReadByte), written, long.MaxValue);
            }

            RangeResult Of(string phase) => LayerOf(result, layer.Name, phase);
            long Count(string phase, Activity activity) => Of(phase).Activity[activity];
        }
        // The loss: a power, a quotient and their comparisons a class; powers of whole octaves come from no table.
        long classes = batch * layers[^1].Codes;
        var loss = LayerOf(result, layers[^1].Name, "loss").Activity;
        Assert.Equal((classes, classes, of2020 ? 0 : classes, 4 * classes, 7 * classes + batch, 2 * classes, 0),
            (loss[Activity.VectorWideDivide], loss[Activity.VectorMultiply], loss[Activity.VectorLookup], loss[Activity.VectorCompare],
                loss[Activity.VectorAdd], loss[Activity.VectorShift], loss[Activity.RandomDraw]));
        Assert.InRange(loss[Activity.DramReadByte], classes + 4 * batch, long.MaxValue);
        Assert.InRange(loss[Activity.DramWriteByte], 4 * classes, long.MaxValue);
        // WAGE's divider is another's.
        Assert.Equal(0, result.Activity[Activity.VectorDivide]);
    }

    [Theory]
    [InlineData("niti-digits", "edge", 8), InlineData("niti-lenet", "wide", 3)]
    public void Products_made_twice_are_counted_twice_and_no_words_of_sums_and_errors_move(string name, string preset, int batch)
    {
        var chip = ChipFile.Load(preset, []);
        var (spilled, twice) = (Step(name, chip, batch, of2020: false), Step(name, chip, batch, of2020: false, ErrorPass.Recompute));
        foreach (string phase in (string[])["forward", "loss", "error", "gradient", "update"])
        {
            Assert.Equal((phase is "forward" or "error" ? 2 : 1) * Macs(spilled, phase), Macs(twice, phase));
            Activity[] same = [Activity.VectorRange, Activity.RandomDraw, Activity.VectorShift, Activity.VectorWideDivide];
            foreach (var activity in same)
                Assert.Equal(Count(spilled, phase, activity), Count(twice, phase, activity));
        }
        // Nearly four bytes a sum less: columns that fill bursts in part differ.
        Assert.InRange(Count(spilled, "forward", Activity.DramWriteByte) - Count(twice, "forward", Activity.DramWriteByte),
            3 * batch * ShapeOfLayer.Networks[name].Sum(layer => layer.Sums), long.MaxValue);
        Assert.True(twice.Activity[Activity.DramWriteByte] < spilled.Activity[Activity.DramWriteByte]);
    }

    // By hand, prices `paper`: 12 subtractions of 64 bits, half a comparison, a comparison of 64 bits and five additions.
    [Theory]
    [InlineData(Activity.VectorWideDivide, 8 * 10, 2.4)]
    [InlineData(Activity.VectorHalfCompare, 13_584 + 8 * (1024 + 512 + 64 + 10 + 256 + 128 + 64), 0.05)]
    [InlineData(Activity.VectorRange, 4 + 4 + 3, 0.7)]
    public void The_new_operations_cost_what_their_counts_say(Activity activity, long count, double each)
    {
        var chip = ChipFile.Load("edge", []);
        var result = Step("niti-digits", chip, 8, of2020: true);
        var parts = new EnergyModel(ChipPrices.For(chip, PriceTable.Load("paper"))).Parts(new(result.Activity, result.Cycles));
        Assert.Equal((decimal)(count * each), parts.Where(part => part.Price.Activity == activity).Sum(part => part.Picojoules));
    }

    [Fact]
    public void A_step_costs_nothing_at_prices_of_0()
    {
        var chip = ChipFile.Load("edge", []);
        var result = Step("niti-digits", chip, 8, of2020: true);
        foreach (var table in PriceTable.Names.Select(PriceTable.Load))
        {
            var free = table;
            foreach (var (key, entry) in table.Entries)
                foreach (var figure in Enum.GetValues<PriceFigure>().Where(figure => entry[figure] is not null))
                    free = free.With(key, figure, 0);
            Assert.Equal(0, new EnergyModel(ChipPrices.For(chip, free)).Picojoules(new(result.Activity, result.Cycles)));
        }
    }

    // Bytes from and to DRAM: codes, weights and masks of one, words of sums, errors, gradients and scalars of four.
    private static (long Read, long Written) MustMove(ShapeOfLayer layer, string phase, bool first, bool last, int batch)
    {
        const long word = 4;
        long below = batch * layer.Inputs3, above = batch * layer.Codes, sums = batch * layer.Sums, masks = last ? 0 : above;
        return phase switch
        {
            "forward" => (below + layer.Weights + sums * word, sums * word + above + masks + 2 * word),
            "gradient" => (below + above + masks, layer.Weights * word),
            "update" => (layer.Weights * (word + 1), layer.Weights + word),
            // A layer's own errors are rounded; then they go through it.
            _ when first => (above * word, above + word),
            _ => (above * (word + 1) + masks + layer.Weights, above + below * word + word),
        };
    }

    private static long Macs(MachineResult result, string phase) =>
        result.Ranges.Where(range => range.Phase == phase).Sum(range => range.Macs);

    private static long Count(MachineResult result, string phase, Activity activity) =>
        result.Ranges.Where(range => range.Phase == phase).Sum(range => range.Activity[activity]);

    private static RangeResult LayerOf(MachineResult result, string layer, string phase) =>
        result.Ranges.Where(range => range.Layer == layer && range.Phase == phase).Aggregate((a, b) => a with
        {
            Macs = a.Macs + b.Macs, PeProducts = a.PeProducts + b.PeProducts, Cycles = a.Cycles + b.Cycles,
            Activity = a.Activity + b.Activity, States = a.States + b.States,
        });

    private static MachineResult Step(string name, Chip chip, int batch, bool of2020, ErrorPass pass = ErrorPass.Spill)
    {
        var parameters = NitiParameters.Default(NetworkCatalogue.Find(name)!.Build());
        if (of2020) parameters = parameters with { Rounding = NitiRounding.Pseudo2020, Loss = NitiLoss.Integer2020 };
        return new Accelerator(chip, SchemeCompiler.Compile(parameters, chip, new(batch) { ErrorPass = pass }), data: null).Run();
    }
}
