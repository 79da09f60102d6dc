using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Runs;
using WageSim.Tests.Support;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>Networks and chips at the edges of what is allowed: they agree with the golden model, or are refused by name.</summary>
public sealed class CompilerCornerTests
{
    [Theory]
    [InlineData("1SSE", 1, 1, 1, "2-8-8-8", 1, "rows=1", "cols=1")]
    [InlineData("3C11-2SSE", 1, 1, 2, "3-8-8-8", 1, "rows=4", "cols=4")]
    [InlineData("5C11-6C9-3SSE", 2, 3, 3, "4-8-12-12", 3, "rows=4", "cols=4", "macBits=2")]
    [InlineData("2C11-3C11-5SSE", 3, 2, 1, "8-8-16-16", 2, "rows=64", "cols=3", "macBits=4")]
    [InlineData("7C3-MP2-9C1-11FC-4SSE", 5, 7, 3, "2-8-8-8", 5, "arrays=4", "rows=8", "cols=8")]
    [InlineData("7C5-33FC-4SSE", 4, 3, 2, "5-6-14-15", 7, "arrays=3", "rows=7", "cols=5", "macBits=2")]
    [InlineData("17C3-MP2-2SSE", 3, 3, 5, "2-2-4-4", 2, "scratchpad.banks=1", "scratchpad.bankKiB=16")]
    [InlineData("6C3-6C3-4SSE", 4, 4, 3, "7-8-16-16", 4, "scratchpad.banks=3", "scratchpad.portBits=8", "arrays=2")]
    [InlineData("6C3-MP2-5SSE", 6, 6, 3, "2-8-8-16", 9, "scratchpad.portBits=2048", "accumulator.portBits=32", "rows=5", "cols=6")]
    [InlineData("1CE", 1, 1, 1, "2-8-8-8", 1, "rows=1", "cols=1")]
    [InlineData("4C3-MP2-1000CE", 4, 4, 1, "2-8-8-8", 9, "cols=7", "vector.lanes=3", "scratchpad.banks=4")]
    [InlineData("9FC-37CE", 2, 3, 2, "8-8-16-16", 13, "arrays=4", "cols=5", "vector.divideInterval=1", "vector.divideCycles=3")]
    [InlineData("5C3-1023CE", 3, 3, 1, "2-4-8-8", 2, "scratchpad.banks=1", "scratchpad.bankKiB=16", "scratchpad.portBits=8")]
    [InlineData("5C3-MP2-6C3-9FC-4SSE", 6, 5, 2, "2-12-12-12", 5, "cols=5", "macBits=2")]
    [InlineData("7C3-MP2-5C1-4CE", 7, 6, 3, "4-16-16-16", 3, "arrays=2", "rows=6", "cols=4", "macBits=4")]
    [InlineData("6C3-11FC-3SSE", 3, 4, 2, "2-9-9-5", 6, "rows=5", "cols=3")]
    [InlineData("8C3/2g2-6C3g2-MP3/2-7FC-3CE", 9, 8, 2, "3-12-12-14", 3, "rows=5", "cols=3", "arrays=2", "macBits=4")]
    [InlineData("6C5-11FC-3CE", 5, 4, 2, "2-16-8-8", 6, "rows=9", "cols=7", "macBits=2", "scratchpad.portBits=8")]
    [InlineData("4C3-6FC-3SSE", 3, 3, 2, "9-8-9-8", 4, "rows=5", "cols=3")]
    [InlineData("3C3-5FC-3CE", 2, 3, 1, "16-8-16-16", 4, "rows=5", "cols=3", "macBits=2", "arrays=3")]
    [InlineData("4C3-MP2-5C3-3SSE", 4, 4, 1, "12-10-16-12", 3, "rows=16", "cols=9", "macBits=4")]
    [InlineData("40SSE", 2, 2, 70, "8-8-16-16", 3, "accumulator.banks=1", "accumulator.bankKiB=1", "vector.lanes=1")]
    [InlineData("8C11/4p2-MP3/2-12C5-MP3/2-16C3-16C3-12C3-MP3/2-20FC-20FC-10CE", 67, 67, 3, "2-8-12-12", 2)]
    [InlineData("8C11/4p2-MP3/2-12C5g2-MP3/2-16C3-16C3g2-12C3g2-MP3/2-20FC-20FC-10SSE", 67, 67, 3, "2-8-8-8", 2, "macBits=2", "arrays=2")]
    [InlineData("6C1/3-5C3/2v-4SSE", 11, 13, 3, "3-8-8-8", 5, "arrays=4", "rows=5", "cols=4")]
    [InlineData("7C3-6C2/5-5C1/4-3SSE", 14, 13, 2, "2-8-12-12", 3, "macBits=4")]
    [InlineData("20C3-18C4/3p3-MP2/1-3SSE", 8, 9, 2, "8-8-16-14", 3, "rows=16", "cols=8", "arrays=3")]
    [InlineData("4C11/11p10-3C11/11p10-4SSE", 13, 2, 1, "2-8-8-8", 2, "rows=3", "cols=3")]
    [InlineData("5C3-MP8/1-4C2-MP5/1-3SSE", 14, 13, 2, "2-8-8-9", 2, "arrays=2")]
    [InlineData("5C2-MP5/1-3SSE", 9, 8, 2, "2-8-8-11", 4, "macBits=2")]
    [InlineData("5C2-MP5/4-3C4-MP3/2-3SSE", 16, 17, 2, "3-7-8-6", 4, "macBits=2")]
    [InlineData("12C3g4-MP3/2-12C3g12-24C2/2g6-5SSE", 9, 10, 4, "2-8-8-8", 5, "arrays=3", "rows=7", "cols=5", "macBits=2")]
    [InlineData("16C5-MP2-10SSE", 16, 16, 4, "2-8-8-8", 4, "arrays=4", "scratchpad.banks=4", "scratchpad.bankKiB=4")]
    [InlineData("64C3g2-64C3/2g4-5SSE", 5, 6, 8, "8-8-16-16", 3, "rows=6", "cols=6")]
    public void Corners_agree_three_ways_and_on_both_clocks(
        string notation, int height, int width, int channels, string bits, int batch, params string[] changes)
    {
        var test = ExtremeCase.Of(notation, new(height, width, channels), bits, batch, changes);
        Assert.Null(CaseCheck.Run(test).Fault);
    }

    [Fact]
    public void A_row_of_classes_that_no_scratchpad_bank_holds_is_refused() =>
        Assert.Equal("chip edge: too small for a tile of layer fc1 loss: its smallest tile needs 8012 bytes of scratchpad (there are 4096)",
            Refusal(() => Compile("3FC-1000CE", new(1, 1, 3), "2-8-8-8", 1, "scratchpad.banks=1", "scratchpad.bankKiB=4")));

    [Theory]
    [InlineData("4C3-MP3/2-2SSE", "2-8-8-15",
        "conv0: its pool MP3/2 adds up to 4 error codes of 15 bits, 17 bits in all; operands have at most 16: take E up to 14")]
    [InlineData("4C3-MP5/1-2SSE", "2-8-8-12",
        "conv0: its pool MP5/1 adds up to 25 error codes of 12 bits, 17 bits in all; operands have at most 16: take E up to 11")]
    public void Errors_that_grow_beyond_two_bytes_behind_a_pool_are_refused(string notation, string bits, string why)
    {
        Assert.Equal("layer " + why, Refusal(() => Compile(notation, new(8, 8, 1), bits, 1)));
        var parameters = WageParameters.Default(Network.Parse(notation, new(8, 8, 1)), BitWidths.Parse(bits));
        Assert.NotEmpty(SchemeCompiler.Compile(parameters, ChipFile.Load("edge", []), new(1, Inference: true)).Instructions);
    }

    [Fact]
    public void An_image_whose_sums_no_accumulator_holds_is_refused() => Assert.Equal(
        "chip edge: too small for a tile of layer conv0 forward: its smallest tile needs 3025 accumulator rows (there are 2048)",
        Refusal(() => Compile("96C11/4p2-MP3/2-10SSE", new(224, 224, 3), "2-8-8-8", 1)));

    [Theory]
    [InlineData("63x(2FC)-2SSE")]
    [InlineData("300FC-1000SSE")]
    [InlineData("300FC-1000CE")]
    public void What_is_compiled_fits_its_words(string notation) =>
        Assert.NotEmpty(ProgramFile.ToBytes(Compile(notation, new(1, 1, 3), "2-8-8-8", 1)));

    [Theory]
    [InlineData("64x(2FC)-2SSE", "2-8-8-8", "layer fc64 update: vupdate: tensor=64 is outside 0..63")]
    public void What_does_not_fit_its_words_is_refused(string notation, string bits, string why)
    {
        string message = Refusal(() => Compile(notation, new(1, 1, 1), bits, 1, "scratchpad.banks=32", "scratchpad.bankKiB=512"));
        Assert.Equal($"network '{notation}' does not fit the instruction set: {why}", message);
    }

    [Fact]
    public void Errors_before_quantisation_count_as_DRAM() =>
        Assert.Equal("chip wide: the tensors need 4208 MiB of DRAM; hbm2 has 4096 MiB: take a smaller batch",
            Refusal(() => SchemeCompiler.Compile(
                Parameters("300C1-1C1-2SSE", new(32, 32, 1), "2-8-8-4"), ChipFile.Load("wide", []), new(2048))));

    [Fact]
    public void More_DRAM_than_an_array_holds_is_compiled_and_timed_and_only_its_contents_are_refused()
    {
        var chip = ChipFile.Load("wide", []);
        var program = SchemeCompiler.Compile(Parameters("300C1-1C1-2SSE", new(32, 32, 1), "2-8-8-4"), chip, new(1280));
        Assert.InRange(program.DramBytes, Array.MaxLength + 1L, 4L << 30);
        Assert.InRange(new Accelerator(chip, program, data: null).Run().Cycles, 1, long.MaxValue);
        Assert.StartsWith($"the program needs {program.DramBytes >> 20} MiB of DRAM; with its contents 2047 MiB can be simulated: ",
            Refusal(() => _ = new MachineState(chip, program.DramBytes)));
    }

    [Fact]
    public void Shared_memory_of_more_than_2_GiB_an_image_has_a_symbol_of_its_size()
    {
        var network = Network.Parse("1800C1-1C1-GAP-2CE", new(448, 448, 1));
        var program = SchemeCompiler.Compile(new WageubnParameters(network), ChipFile.Load("wide", []), new(1, Inference: true));
        var shared = ProgramFile.FromBytes(ProgramFile.ToBytes(program), "shared").Symbols.Single(symbol => symbol.Name == "wide");
        Assert.InRange(shared.Bytes, int.MaxValue + 1L, program.DramBytes);
        Assert.Equal((1, program.DramBytes), (shared.Shape[0], shared.Address + shared.Bytes));
    }

    [Theory]
    [InlineData("cifar10-vgg", 32, 3, "2-8-8-8", 128, "tiny", "edge", "base", "wide")]
    [InlineData("cifar10-vgg", 32, 3, "2-8-8-8", 256, "tiny", "edge", "base", "wide")]
    [InlineData("cifar10-vgg", 32, 3, "2-8-12-12", 256, "tiny", "edge", "base", "wide")]
    [InlineData("mnist-lenet", 28, 1, "4-8-16-16", 256, "tiny", "edge", "base", "wide")]
    [InlineData("imagenet-alexnet", 224, 3, "2-8-12-12", 256, "base", "wide")]
    public void A_published_network_compiles_into_an_eighth_of_the_instruction_memory(
        string name, int side, int channels, string bits, int batch, params string[] chips)
    {
        var parameters = Parameters(NetworkCatalogue.Resolve(name), new(side, side, channels), bits);
        foreach (string preset in chips)
            foreach (var pass in Enum.GetValues<ErrorPass>())
            {
                var chip = ChipFile.Load(preset, ["sequencer.instructions=8192"]);
                var program = SchemeCompiler.Compile(parameters, chip, new(batch) { ErrorPass = pass });
                Assert.InRange(program.Instructions.Count, 1, 8192);
            }
        var small = ChipFile.Load(chips[^1], ["sequencer.instructions=1024"]);
        Assert.Matches(
            $"^chip {chips[^1]}: the program has [0-9]+ instructions; sequencer.instructions is 1024$",
            Refusal(() => SchemeCompiler.Compile(parameters, small, new(batch))));
    }

    [Theory]
    [InlineData("65536C1-10SSE", 224, "token '65536C1': 224×224×65536 are more than 2147483647 elements")]
    [InlineData("65536FC-65536FC-10SSE", 1, "token '65536FC': 65536 × 65536 are more than 2147483647 weights")]
    public void A_layer_beyond_31_bits_is_refused(string notation, int side, string why) =>
        Assert.Equal($"network '{notation}': {why}", Refusal(() => Network.Parse(notation, new(side, side, 3))));

    [Fact]
    public void The_target_counts_among_the_last_layers_sums()
    {
        var parameters = Parameters("2SSE", new(1, 1, 133_100), "8-8-8-8") with { AlphaLog2 = [16] };
        var bound = new Bounds(parameters, new(1)).Forward(parameters.Network.Layers[0]);
        Assert.Equal((3_220_511_724, true, 8), ((long)bound.Worst, bound.Wide, bound.WordBytes));
        // Accumulators hold the sums; only with the target they need a wide word.
        var program = SchemeCompiler.Compile(parameters, ChipFile.Load("base", []), new(1), out var sums);
        Assert.Equal(("one accumulator", 8), (sums[0].Text, program.Find("output").ElementBytes));
    }

    [Theory]
    [InlineData(0, 4, 0L, "elements of 0 bytes; 1..8 are allowed")]
    [InlineData(0, 4, -1L, "elements of -1 bytes; 1..8 are allowed")]
    [InlineData(0, 4, 1L << 33, "elements of 8589934592 bytes; 1..8 are allowed")]
    [InlineData(4, 1 << 20, 0L, "the walk covers more than 2147483647 bytes")]
    public void A_walk_beyond_every_memory_is_refused(int dimension, int count, long stride, string why)
    {
        var pass = new WeightStationary(0, 64, 1, 0, 0, 0, 0, 1, true);
        var program = new Program
        {
            Instructions = [new SetWalk(1, 0, 4096, 1), new SetWalk(1, dimension, count, stride), pass, new Halt()],
        };
        var machine = new MachineState(ChipFile.Load("edge", []), program.DramBytes);
        Assert.StartsWith($"program: instruction 1: {why}", Refusal(() => new Interpreter(program, machine).Run()));
    }

    private static WageParameters Parameters(string notation, ImageShape input, string bits) =>
        WageParameters.Default(Network.Parse(notation, input), BitWidths.Parse(bits));

    private static Program Compile(string notation, ImageShape input, string bits, int batch, params string[] changes) =>
        SchemeCompiler.Compile(Parameters(notation, input, bits), ChipFile.Load("edge", [.. changes]), new(batch));

    private static string Refusal(Action action) => Assert.Throws<InputException>(action).Message;
}
