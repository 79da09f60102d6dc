using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Tests.Support;
using WageSim.Workloads.Topologies;

namespace WageSim.Tests.Workloads.Topologies;

/// <summary>Programs of single layers compute the layer, in both dataflows, on any chip that holds a tile.</summary>
public sealed class LayerCompilerTests
{
    public static TheoryData<Dataflow> Dataflows => [Dataflow.WeightStationary, Dataflow.OutputStationary];

    [Theory, MemberData(nameof(Dataflows))]
    public void Random_layers_on_random_chips_are_what_plain_loops_make(Dataflow dataflow)
    {
        int ran = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var chip = RandomChip.Next(random);
            var layer = RandomLayer(random);
            var options = new LayerOptions(dataflow, random.Next(1, 4), random.Next(2, 9));
            Program program;
            try
            {
                program = LayerCompiler.Compile(layer, chip, options);
            }
            catch (InputException refusal)
            {
                Assert.Contains("too small for layer", refusal.Message);
                continue;
            }
            ran++;
            var start = Start(program, chip, random);
            sbyte[] expected = PlainLoops(program, start, layer, options);
            var interpreted = Copy(start);
            new Interpreter(program, interpreted).Run();
            Assert.Equal(expected, Output(program, interpreted));
            Assert.Equal(expected, Output(program, Timed(program, start, Clock.Event, out var time)));
            Assert.Equal(expected, Output(program, Timed(program, start, Clock.Stepping, out var stepped)));
            Assert.Equal(stepped.Cycles, time.Cycles);
            Assert.Equal(layer.Macs / layer.Repeats * options.Batch, time.Macs);
            Assert.Equal(time.Cycles, new Accelerator(chip, program, null).Run().Cycles);
        }
        Assert.InRange(ran, 40, 100);
    }

    [Theory, MemberData(nameof(Dataflows))]
    public void Layers_on_presets_are_what_plain_loops_make(Dataflow dataflow)
    {
        TopologyLayer[] layers =
        [
            new("a", 18, 34, 3, 3, 3, 40, 1, 1), new("b", 19, 23, 7, 5, 3, 20, 2, 3), new("c", 8, 9, 3, 3, 24, 35, 2, 1),
            new("d", 14, 14, 1, 1, 40, 33, 2, 2), TopologyLayer.Product("e", 1, 130, 400), TopologyLayer.Product("f", 77, 35, 65),
        ];
        // Races are looked for in the small memories; what the others run differs in sizes only.
        foreach (string preset in ChipFile.Presets)
            foreach (int arrays in (int[])[1, 3])
                foreach (var layer in layers)
                {
                    var chip = ChipFile.Load(preset, [$"arrays={arrays}"]);
                    var options = new LayerOptions(dataflow, 2);
                    var program = LayerCompiler.Compile(layer, chip, options);
                    var memory = Start(program, chip, new(layer.Height));
                    sbyte[] expected = PlainLoops(program, memory, layer, options);
                    new Interpreter(program, memory).Run();
                    Assert.Equal(expected, Output(program, memory));
                    if (preset == "tiny") RaceCheck.Run(chip, program, default);
                }
    }

    [Fact]
    public void A_layer_that_no_tile_of_fits_is_refused_by_name()
    {
        var chip = ChipFile.Load("tiny", []);
        var error = Assert.Throws<InputException>(() =>
            LayerCompiler.Compile(new("wide", 11, 200_000, 11, 200_000, 1, 1, 1, 1), chip, new()));
        Assert.StartsWith("layer wide: 2200000 products of 8-bit codes may need more than the 32 bits of an accumulator", error.Message);
        error = Assert.Throws<InputException>(() => LayerCompiler.Compile(new("deep", 300, 300, 300, 300, 1, 1, 1, 1), chip, new()));
        Assert.StartsWith("chip tiny: too small for layer deep: its smallest tile needs ", error.Message);
        error = Assert.Throws<InputException>(() => LayerCompiler.Compile(TopologyLayer.Product("p", 1, 1, 1), chip, new(WeightBits: 9)));
        Assert.Equal("weights of 9 bits: 2..8 is allowed", error.Message);
        error = Assert.Throws<InputException>(() => LayerCompiler.Compile(TopologyLayer.Product("big", 65536, 65536, 1), chip, new()));
        Assert.Equal("layer big: 4294967296 outputs are more than 2147483647", error.Message);
    }

    private static TopologyLayer RandomLayer(Random random)
    {
        if (random.Next(4) == 0) return TopologyLayer.Product("p", random.Next(1, 40), random.Next(1, 20), random.Next(1, 60));
        int kernelHeight = random.Next(1, 4), kernelWidth = random.Next(1, 4);
        return new("c", kernelHeight + random.Next(0, 7), kernelWidth + random.Next(0, 7), kernelHeight, kernelWidth,
            random.Next(1, 9), random.Next(1, 12), random.Next(1, 4), random.Next(1, 4));
    }

    private static MachineState Start(Program program, Chip chip, Random random)
    {
        var memory = new MachineState(chip, program.DramBytes);
        random.NextBytes(memory.Dram);
        // Codes are symmetric: -128 is none of them.
        for (int i = 0; i < memory.Dram.Length; i++)
            if (memory.Dram[i] == 0x80) memory.Dram[i] = 0x7f;
        return memory;
    }

    private static MachineState Copy(MachineState memory)
    {
        var copy = new MachineState(memory.Chip, memory.Dram.Length);
        memory.Dram.CopyTo(copy.Dram, 0);
        return copy;
    }

    private static MachineState Timed(Program program, MachineState start, Clock clock, out MachineResult time)
    {
        var memory = Copy(start);
        time = new Accelerator(start.Chip, program, memory, new() { Clock = clock, CheckHazards = true }).Run();
        return memory;
    }

    private static sbyte[] Output(Program program, MachineState memory)
    {
        var symbol = program.Find("output");
        return [.. memory.Dram.AsSpan((int)symbol.Address, (int)symbol.Elements).ToArray().Select(code => (sbyte)code)];
    }

    /// <summary>Sum by sum, from the order of the tensors that the dataflow reads.</summary>
    private static sbyte[] PlainLoops(Program program, MachineState memory, TopologyLayer layer, LayerOptions options)
    {
        bool channelsFirst = options.Dataflow == Dataflow.OutputStationary;
        long weightAt = program.Find("weight").Address;
        int shift = program.Instructions.OfType<VectorActivate>().First().Shift, most = (1 << (options.WeightBits - 1)) - 1;
        var codes = new List<sbyte>();
        for (int image = 0; image < options.Batch; image++)
            for (int y = 0; y < layer.OutputHeight; y++)
                for (int x = 0; x < layer.OutputWidth; x++)
                    for (int filter = 0; filter < layer.Filters; filter++)
                    {
                        long sum = 0;
                        for (int dy = 0; dy < layer.KernelHeight; dy++)
                            for (int dx = 0; dx < layer.KernelWidth; dx++)
                                for (int c = 0; c < layer.Channels; c++)
                                    sum += Input(image, y * layer.StrideDown + dy, x * layer.StrideAcross + dx, c)
                                        * Weight(dy, dx, c, filter);
                        codes.Add((sbyte)Math.Min(127, HalfToEven(Math.Max(sum, 0), shift)));
                    }
        return [.. codes];

        // The batch of a matrix product is more rows.
        long Input(int image, int y, int x, int c)
        {
            var (images, height, width) = layer is { KernelHeight: 1, KernelWidth: 1, StrideDown: 1, StrideAcross: 1 }
                ? (1, 1, options.Batch * layer.Height * layer.Width) : (options.Batch, layer.Height, layer.Width);
            if (images == 1) (image, y, x) = (0, 0, (image * layer.Height + y) * layer.Width + x);
            long at = channelsFirst
                ? (((long)image * layer.Channels + c) * height + y) * width + x
                : (((long)image * height + y) * width + x) * layer.Channels + c;
            return (sbyte)memory.Dram[at];
        }

        long Weight(int dy, int dx, int c, int filter)
        {
            long tap = (long)dy * layer.KernelWidth + dx, taps = (long)layer.KernelHeight * layer.KernelWidth;
            long row = channelsFirst ? c * taps + tap : tap * layer.Channels + c;
            int code = (sbyte)memory.Dram[weightAt + row * layer.Filters + filter];
            return channelsFirst ? Sign(code) : Math.Clamp(code, -most, most);
        }

        // An output-stationary pass takes the low bits of the byte as they are.
        long Sign(int code) => (long)code << (64 - options.WeightBits) >> (64 - options.WeightBits);
    }

    private static long HalfToEven(long value, int shift)
    {
        if (shift == 0) return value;
        long half = 1L << (shift - 1), rest = value & ((1L << shift) - 1), whole = value >> shift;
        return rest > half || (rest == half && (whole & 1) == 1) ? whole + 1 : whole;
    }
}
