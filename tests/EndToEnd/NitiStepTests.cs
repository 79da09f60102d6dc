using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>NITI's programs: golden = interpreter = machine in every tensor, spilled and made twice, and inference.</summary>
public sealed class NitiStepTests
{
    [Theory]
    [InlineData("tiny", "d", 3)]
    [InlineData("edge", "pie", 5)]
    [InlineData("base", "pd", 0)]
    [InlineData("wide", "ide", -1)]
    [InlineData("ideal", "", 4)]
    public void Every_preset_chip_agrees_with_the_golden_model(string chip, string variant, int gradientBits) =>
        Agrees(NitiCase.Of("6C3-MP2-7C3-11FC-5CE", new(8, 9, 2), variant, 6, gradientBits, chip, []));

    [Theory]
    [InlineData("4CE", 1, 1, 3, "", 2, 5)]
    [InlineData("4CE", 3, 3, 1, "d", 4, 5)]
    [InlineData("7CE", 3, 5, 2, "de", 3, 2, "scratchpad.banks=1", "scratchpad.bankKiB=1")]
    [InlineData("1CE", 1, 1, 1, "p", 1, 3, "rows=1", "cols=1")]
    [InlineData("6FC-4CE", 2, 2, 2, "de", 3, 5)]
    [InlineData("5C3-MP2-6C3-9FC-4CE", 7, 5, 2, "pide", 5, 0)]
    [InlineData("5C3-MP2-4CE", 7, 6, 3, "d", 3, 5, "arrays=2")]
    [InlineData("5C3-MP2-4CE", 7, 6, 3, "die", 7, 5, "arrays=3", "cols=3", "macBits=2")]
    [InlineData("8C3/2g2-6C3g2-MP3-7FC-3CE", 9, 8, 2, "", 3, 4, "rows=5", "cols=3", "arrays=2", "macBits=4")]
    [InlineData("6C1/3-5C3/2v-4CE", 11, 13, 3, "de", 5, 4, "arrays=4", "rows=5", "cols=4")]
    [InlineData("64C3g2-64C3/2g4-5CE", 5, 6, 8, "p", 3, 2, "rows=6", "cols=6")]
    [InlineData("5C3-MP4-12C3-MP2-33CE", 13, 14, 2, "d", 3, 2, "scratchpad.banks=3", "vector.lanes=5")]
    [InlineData("16C5-MP2-10CE", 16, 16, 4, "d", 4, 2, "arrays=4", "scratchpad.banks=4", "scratchpad.bankKiB=4")]
    [InlineData("24C3-MP3-4CE", 7, 8, 1, "de", 2, 3, "scratchpad.banks=1", "scratchpad.bankKiB=4", "rows=8", "cols=8")]
    [InlineData("3C3-MP8-2CE", 17, 9, 1, "", 2, 3, "scratchpad.portBits=8", "vector.latencyCycles=1")]
    [InlineData("9FC-100CE", 2, 3, 2, "i", 13, 1, "arrays=4", "cols=5", "vector.divideInterval=1", "vector.divideCycles=3")]
    [InlineData("4C11/11p10-3C2/5-4CE", 13, 2, 1, "p", 2, 5, "rows=3", "cols=3")]
    public void Corners_agree_with_the_golden_model(
        string notation, int height, int width, int channels, string variant, int batch, int gradientBits, params string[] changes) =>
        Agrees(NitiCase.Of(notation, new(height, width, channels), variant, batch, gradientBits, "edge", changes));

    [Theory]
    [InlineData(0, -5)]
    [InlineData(1, -40)]
    [InlineData(1, 20)]
    [InlineData(2, -12)]
    public void Images_without_range_agree_at_all_exponents(int largest, int exponent)
    {
        foreach (string variant in (string[])["p", "i"])
            foreach (int gradientBits in (int[])[-1, 5])
                Agrees(NitiCase.Of("5C3-MP2-3FC-4CE", new(4, 5, 2), variant, 3, gradientBits, "edge", [], largest, exponent));
    }

    [Fact]
    public void Gradients_beyond_the_accumulators_are_words_of_64_bits()
    {
        foreach (long limit in (long[])[450_000, 1_000_000])
        {
            string[] changes = ["rows=5", "cols=5", "arrays=2"];
            var test = NitiCase.Of("6C3-MP4-2CE", new(8, 8, 3), "", 20, 3, "edge", changes) with { SumLimit = limit };
            var program = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
            Assert.Contains(program.Instructions, instruction => instruction is VectorStep { Wide: true });
            Agrees(test);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Words_that_are_kept_change_their_places_only(bool inference)
    {
        var parameters = NitiParameters.Default(Network.Parse("5C3-MP2-6C3-4CE", new(6, 6, 2)));
        var chip = TestChip.Edge;
        var shared = SchemeCompiler.Compile(parameters, chip, new(3, inference));
        var kept = SchemeCompiler.Compile(parameters, chip, new(3, inference, KeepWords: true));
        Assert.Equal(Kinds(shared), Kinds(kept));
        var names = kept.Symbols.Select(symbol => symbol.Name);
        Assert.DoesNotContain("wide", names);
        Assert.Equal([0, 1, 2], Layers(WordTensor.Sums));
        Assert.Equal(inference ? [] : [0, 1], Layers(WordTensor.ErrorSums));
        var twice = SchemeCompiler.Compile(parameters, chip, new(3, inference, ErrorPass: ErrorPass.Recompute));
        Assert.DoesNotContain(twice.Symbols, symbol => symbol.Name == "wide");

        int[] Layers(Func<int, string> name) => [.. Enumerable.Range(0, 3).Where(layer => names.Contains(name(layer)))];

        static IEnumerable<Type> Kinds(Program program) => program.Instructions.Select(instruction => instruction.GetType());
    }

    [Fact]
    public void A_step_leaves_every_tensor_of_the_golden_model_but_words_that_are_not_kept()
    {
        foreach (var pass in Enum.GetValues<ErrorPass>())
        {
            var test = NitiCase.Of("5C3-MP2-6C3-4CE", new(6, 6, 2), "", 3, 3, "edge", []) with { ErrorPass = pass };
            var program = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
            var memory = new StepMemory(program, new MachineState(test.Chip, program.DramBytes), test.Parameters);
            var probes = new ProbeRecorder(program, test.Parameters.Network, test.Batch);
            var scheme = SchemeCatalogue.Of(test.Parameters);
            var golden = scheme.Golden(test.Parameters).Step(
                scheme.StartState(test.Parameters, 1), test.Batches[0], 3, scheme.Draws(test.Parameters, 1, 0, test.Batch));
            var missing = golden.Tensors.Where(tensor => memory.Tensor(tensor.Kind, tensor.Layer, probes) is null);
            Assert.Equal(pass == ErrorPass.Spill ? [] : [TensorKind.ErrorAccumulator], missing.Select(tensor => tensor.Kind).Distinct());
            Assert.Equal(golden.Tensors.Except(missing), memory.Left(golden.Tensors, probes));
            foreach (var tensor in golden.Tensors)
                if (memory.Tensor(tensor.Kind, tensor.Layer, probes) is { } other) Assert.Equal(tensor.Values.Length, other.Values.Length);
        }
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("edge")]
    [InlineData("base")]
    [InlineData("wide")]
    public void Making_products_twice_repeats_those_of_forward_and_error_and_takes_less_than_twice_the_time(string preset)
    {
        const int batch = 16;
        var chip = ChipFile.Load(preset, []);
        foreach (string notation in (string[])["12C3-MP2-16C3-10CE", "72FC-40FC-10CE"])
        {
            var parameters = NitiParameters.Default(Network.Parse(notation, new(12, 12, 3)));
            MachineResult spill = Time(ErrorPass.Spill), twice = Time(ErrorPass.Recompute);
            long macs = parameters.Network.Layers.Sum(layer => layer.MacsPerImage * (layer.Index > 0 ? 2 : 1)) * batch;
            Assert.Equal(spill.Macs + macs, twice.Macs);
            Assert.InRange(twice.Cycles, 1, 2 * spill.Cycles);

            MachineResult Time(ErrorPass pass) =>
                new Accelerator(chip, SchemeCompiler.Compile(parameters, chip, new(batch) { ErrorPass = pass }), data: null).Run();
        }
    }

    [Theory]
    [InlineData("niti-lenet", 28, 1, 64, "tiny", "edge", "base", "wide")]
    [InlineData("vgg-small-7", 32, 3, 256, "tiny", "edge", "base", "wide")]
    public void A_published_network_compiles_into_an_eighth_of_the_instruction_memory(
        string name, int side, int channels, int batch, params string[] chips)
    {
        var network = Network.Parse(WageSim.Workloads.Catalogue.NetworkCatalogue.Resolve(name), new(side, side, channels));
        var parameters = NitiParameters.Default(network) with { Dropout = true };
        foreach (string preset in chips)
            foreach (var pass in Enum.GetValues<ErrorPass>())
            {
                var chip = ChipFile.Load(preset, ["sequencer.instructions=8192"]);
                Assert.NotEmpty(SchemeCompiler.Compile(parameters, chip, new(batch) { ErrorPass = pass }).Instructions);
            }
    }

    private static void Agrees(RandomCase test)
    {
        Assert.Null(CaseCheck.Run(test).Fault);
        Assert.Null(CaseCheck.Run(test with { ErrorPass = ErrorPass.Recompute }).Fault);
    }
}
