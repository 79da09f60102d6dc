using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>WAGEUBN's programs: golden = interpreter = machine in every tensor of a step, and inference.</summary>
public sealed class WageubnStepTests
{
    [Theory]
    [InlineData("tiny", 26, 7)]
    [InlineData("edge", 511, 1)]
    [InlineData("base", 128, 5)]
    [InlineData("wide", 3, 3)]
    [InlineData("ideal", 26, 7)]
    public void Every_preset_chip_agrees_with_the_golden_model(string chip, int rate, int rangeLog2) =>
        Agrees(WageubnCase.Of("6C3-R6-R9/2-GAP-5CE", new(8, 9, 2), 1023, 6, new(rate, rangeLog2), chip, []));

    [Theory]
    [InlineData("5C3-7C3/2-GAP-4SSE", 7, 5, 2, 3, 1023)]
    [InlineData("4C5/2-MP3/2-R3P-R5/2-R5-GAP-6CE", 13, 15, 3, 5, 255, "arrays=2")]
    [InlineData("3C3-MP2-B2-B2-B3/2-B3-GAP-5CE", 9, 6, 1, 4, null)]
    [InlineData("3C7/3-MP4/3-5C1-MP2/3-R7/3-GAP-3SSE", 23, 20, 2, 2, 1023, "rows=5", "cols=3", "macBits=4")]
    [InlineData("2C3-R2/2P-3C5-MP3/2-R3-R3-GAP-1CE", 6, 7, 1, 7, 40, "arrays=3", "cols=2", "macBits=2")]
    [InlineData("3C1-GAP-2CE", 1, 1, 1, 6, 1023, "vector.lanes=1")]
    [InlineData("9C3-R9-B3P-GAP-9SSE", 5, 6, 3, 3, 100, "scratchpad.banks=4", "scratchpad.bankKiB=2", "arrays=2", "vector.lanes=3")]
    public void Corners_agree_with_the_golden_model(
        string notation, int height, int width, int channels, int batch, int? clip, params string[] changes)
    {
        var test = WageubnCase.Of(notation, new(height, width, channels), clip, batch, new(103, 5), "edge", changes);
        Agrees(test);
        Agrees(test with { KeepWords = false, ExternalDraws = true });
        Agrees(test with { KeepWords = false, Saved = SavedTensors.Recompute });
    }

    [Theory]
    [InlineData("6C3-MP4-R5-GAP-3CE", 16, 17, 2, 3)]
    [InlineData("6C7/2-MP3/2-R5/2-GAP-3SSE", 23, 21, 3, 5, "arrays=2")]
    [InlineData("20C5-MP8-GAP-3CE", 33, 15, 1, 2, "cols=8")]
    public void Sums_that_the_accumulators_do_not_hold_are_made_in_bands_of_lines(
        string notation, int height, int width, int channels, int batch, params string[] changes)
    {
        string[] small = ["accumulator.banks=1", "accumulator.bankKiB=8", .. changes];
        var test = WageubnCase.Of(notation, new(height, width, channels), 1023, batch, new(26, 7), "edge", small);
        var program = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
        // The stem's weights, its pool, and more than one band.
        Assert.True(program.Ranges.Count(range => range is { Layer: "conv0", Phase: "forward" }) > 3);
        Agrees(test);
    }

    // Neither the sums of an image nor a channel of one with its border fit: pools, gradients and errors handed back come in bands of
    // lines, with and without strides, kernels that reach over several bands, windows that overlap or leave lines out.
    [Theory]
    [InlineData("6C3-MP3/2-R5-GAP-3CE", 34, 33, 2, 3)]
    [InlineData("5C7/2-MP3/2-R5P-GAP-3SSE", 63, 40, 3, 2, "cols=4")]
    [InlineData("3C5-5C5/3-GAP-2CE", 41, 29, 1, 2, "arrays=2", "rows=7", "cols=3")]
    [InlineData("3C3-MP4/2-7C1/2-MP7/5-GAP-4CE", 43, 47, 2, 3, "macBits=4")]
    [InlineData("4C3-MP2/3-B2/2-GAP-3CE", 50, 38, 1, 3, "arrays=3", "vector.lanes=3")]
    [InlineData("3C1/2-MP8/4-4C3/4-GAP-3CE", 147, 45, 2, 2)]
    [InlineData("3C3-5C1/3-GAP-3SSE", 37, 31, 1, 3, "cols=2")]
    public void Images_of_which_no_channel_fits_are_trained_in_bands_of_lines(
        string notation, int height, int width, int channels, int batch, params string[] changes)
    {
        string[] small = ["accumulator.banks=1", "accumulator.bankKiB=8", "scratchpad.banks=3", "scratchpad.bankKiB=1", .. changes];
        var test = WageubnCase.Of(notation, new(height, width, channels), 1023, batch, new(26, 7), "edge", small);
        var program = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
        Assert.True(test.Chip.Scratchpad.TotalBytes < 4 * height * width);
        Agrees(test);
        Agrees(test with { KeepWords = false, ExternalDraws = true, Saved = SavedTensors.Recompute });
    }

    [Fact]
    public void Sums_beyond_32_bits_are_refused_with_the_layer()
    {
        var parameters = new WageubnParameters(Network.Parse("1000C1-3C3-GAP-2CE", new(3, 3, 1))) { ActivationClip = null };
        var refusal = Assert.Throws<InputException>(() => SchemeCompiler.Compile(parameters, TestChip.Edge, new(1)));
        Assert.Equal(
            "layer conv1, token '3C3': its sums reach 19868769000, accumulators hold 2147483647: clip activations", refusal.Message);
    }

    [Fact]
    public void Draws_of_more_than_64_layers_have_tensor_numbers() =>
        Agrees(WageubnCase.Of("2C1-33x(R2)-GAP-2CE", new(1, 2, 1), 1023, 2, new(511, 7), "ideal", [], keeps: false));

    [Theory]
    [InlineData("resnet-18")]
    [InlineData("resnet-34")]
    [InlineData("resnet-50")]
    public void A_published_network_of_64_images_compiles_into_the_wide_chip(string name)
    {
        var network = Network.Parse(WageSim.Workloads.Catalogue.NetworkCatalogue.Resolve(name), new(224, 224, 3));
        var chip = ChipFile.Load("wide", []);
        var program = SchemeCompiler.Compile(new WageubnParameters(network), chip, new(64));
        Assert.InRange(program.Instructions.Count, 1, chip.Sequencer.Instructions);
        if (name != "resnet-18") return;
        // Forward, gradient and all errors but those of the images.
        long macs = 64 * (3 * network.MacsPerImage - network.Layers[0].MacsPerImage);
        Assert.Equal(macs, new Accelerator(chip, program, data: null).Run().Macs);
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("edge")]
    [InlineData("base")]
    [InlineData("wide")]
    [InlineData("ideal")]
    public void Every_preset_chip_holds_the_published_networks_of_224_by_224_images(string name)
    {
        var chip = ChipFile.Load(name, []);
        foreach (string network in (string[])["resnet-18", "resnet-34", "resnet-50"])
        {
            var parameters = new WageubnParameters(
                Network.Parse(WageSim.Workloads.Catalogue.NetworkCatalogue.Resolve(network), new(224, 224, 3)));
            SchemeCompiler.Compile(parameters, chip, new(1));
            long again = SchemeCompiler.Compile(parameters, chip, new(64) { Saved = SavedTensors.Recompute }).DramBytes;
            if ((name, network) == ("tiny", "resnet-50"))
            {
                var refusal = Assert.Throws<InputException>(() => SchemeCompiler.Compile(parameters, chip, new(64)));
                Assert.Matches(@"^chip tiny: the tensors need \d+ MiB of DRAM; lpddr3-1333 has 2048 MiB: " +
                    "take a smaller batch or recompute what normalisations save \\(--saved recompute\\)$", refusal.Message);
            }
            else
            {
                Assert.InRange(again, 1, SchemeCompiler.Compile(parameters, chip, new(64)).DramBytes * 2 / 3);
            }
        }
    }

    [Theory]
    [InlineData("5C3-7C3/2-GAP-4SSE", new int[0])]
    [InlineData("5C3-R5-R5-R6/2-B2-GAP-4CE", new[] { 0, 2 })]
    [InlineData("5C3-MP2-B2P-B2-GAP-4CE", new[] { 3 })]
    public void Inference_stores_the_streams_that_a_block_ends_with_and_no_others(string notation, int[] expected)
    {
        var test = WageubnCase.Of(notation, new(8, 8, 2), 1023, 3, new(26, 7), "edge", []);
        var program = SchemeCompiler.Compile(test.Parameters, test.Chip, new(3, Inference: true, KeepWords: true));
        var streams = program.Symbols.Where(symbol => symbol.Name.StartsWith("stream/", StringComparison.Ordinal));
        var stored = streams.Where(symbol => program.Instructions.OfType<Store>()
            .Any(store => store.Dram.Offset >= symbol.Address && store.Dram.Offset < symbol.Address + symbol.Bytes));
        Assert.Equal(expected.Select(norm => $"stream/{norm}"), stored.Select(symbol => symbol.Name));
    }

    [Fact]
    public void Tensors_share_memory_unless_words_are_kept()
    {
        var test = WageubnCase.Of("5C3-R5-R5-R6/2-GAP-4CE", new(8, 8, 2), 1023, 3, new(26, 7), "edge", []);
        var kept = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
        var shared = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options with { KeepWords = false });
        Assert.Equal(kept.Instructions.Select(i => i.GetType()), shared.Instructions.Select(i => i.GetType()));
        Assert.DoesNotContain(kept.Symbols, symbol => symbol.Name == "wide");
        long all = kept.Symbols.Where(symbol => shared.Symbols.All(other => other.Name != symbol.Name)).Sum(symbol => symbol.Bytes);
        Assert.InRange(shared.Symbols.Single(symbol => symbol.Name == "wide").Bytes, all / 5, all * 2 / 3);
    }

    [Fact]
    public void Keeping_normalised_codes_alone_takes_more_cycles_and_less_memory_and_leaves_the_same_state()
    {
        var test = WageubnCase.Of("8C3-R8-R8-R12/2-GAP-4CE", new(8, 8, 2), 1023, 4, new(26, 7), "edge", [], keeps: false);
        var spill = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
        var again = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options with { Saved = SavedTensors.Recompute });
        Assert.True(Shared(again) < Shared(spill));
        Assert.InRange(Cycles(again), Cycles(spill) * 101 / 100, Cycles(spill) * 3 / 2);
        Agrees(test with { KeepWords = true, Saved = SavedTensors.Recompute });

        long Cycles(Program program) => new Accelerator(test.Chip, program, data: null).Run().Cycles;

        static long Shared(Program program) => program.Symbols.Single(symbol => symbol.Name == "wide").Bytes;
    }

    // Of two bytes the upper one is zero: a pass less forward, and less slices of the gradient's input.
    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    public void Activations_of_an_unsigned_byte_take_fewer_passes(int macBits)
    {
        var (byteWide, wider) = (Case(255), Case(256));
        long macs = Run(byteWide).Macs;
        Assert.Equal(macs, Run(wider).Macs);
        var network = byteWide.Parameters.Network;
        long stem = byteWide.Batch * network.Layers[0].MacsPerImage, others = byteWide.Batch * network.MacsPerImage - stem;
        int weightSlices = 8 / macBits;
        // Forward a byte of two, gradient a slice more of the input for both bytes of the error.
        Assert.Equal(others * (weightSlices + 2), Run(wider).PeProducts - Run(byteWide).PeProducts);
        Assert.True(Run(byteWide).Cycles < Run(wider).Cycles);
        Agrees(byteWide);
        Agrees(byteWide with { SumLimit = 1 << 24 });

        RandomCase Case(int clip) =>
            WageubnCase.Of("8C3-R8-R12/2-GAP-4CE", new(8, 8, 2), clip, 4, new(26, 7), "edge", [$"macBits={macBits}"], keeps: false);

        static MachineResult Run(RandomCase test) =>
            new Accelerator(test.Chip, SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options), data: null).Run();
    }

    [Fact]
    public void Images_without_range_agree() =>
        Agrees(WageubnCase.Of("5C3-R5-R6/2-GAP-4CE", new(4, 5, 2), 1023, 3, new(26, 7), "edge", [], largest: 0));

    [Fact]
    public void A_batch_of_one_pixel_has_no_variance_and_no_gradient_for_filters() =>
        Agrees(WageubnCase.Of("5C1-R5-GAP-4CE", new(1, 1, 2), 1023, 1, new(26, 7), "edge", []));

    [Fact]
    public void A_step_leaves_every_tensor_of_the_golden_model_but_steps()
    {
        var test = WageubnCase.Of("5C3-MP2-R5-R6/2-GAP-4SSE", new(8, 6, 2), 1023, 3, new(26, 7), "edge", []);
        var program = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
        var memory = new StepMemory(program, new MachineState(test.Chip, program.DramBytes), test.Parameters);
        var scheme = SchemeCatalogue.Of(test.Parameters);
        var golden = scheme.Golden(test.Parameters).Step(
            scheme.StartState(test.Parameters, 1), test.Batches[0], test.Rate, scheme.Draws(test.Parameters, 1, 0, test.Batch));
        var missing = golden.Tensors.Where(tensor => memory.Tensor(tensor.Kind, tensor.Layer, null) is null).ToList();
        Assert.Equal(
            [TensorKind.Step, TensorKind.GammaStep, TensorKind.BetaStep], missing.Select(tensor => tensor.Kind).Distinct().Order());
        foreach (var tensor in golden.Tensors.Except(missing))
            Assert.Equal(tensor.Values.Length, memory.Tensor(tensor.Kind, tensor.Layer, null)!.Values.Length);
    }

    private static void Agrees(RandomCase test) => Assert.Null(CaseCheck.Run(test).Fault);
}
