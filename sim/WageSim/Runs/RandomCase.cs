using System.Globalization;
using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>A small random network, its constants and data, and a random chip that can run it: a function of seed and number.</summary>
public sealed record RandomCase(
    int Number, uint Seed, SchemeParameters Parameters, Chip Chip, int Batch,
    StepRate Rate, bool ExternalDraws, int Threads, TrainingBatch[] Batches)
{
    public const int Steps = 2;

    // Stands for an attempt where the scheme is drawn.
    private const int SchemeDraw = -1, ResidualDraw = -2;

    /// <summary>What it is, in a line.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Parameters.Network} on {Parameters.Network.Input}, {Parameters.Formats}, batch {Batch}, {RateText}, {Way}; " +
        $"{Chip.Arrays} of {Chip.Rows}×{Chip.Cols} PEs of {Chip.MacBits} bits, " +
        $"scratchpad {Chip.Scratchpad.Banks}×{Chip.Scratchpad.BankKiB} KiB×{Chip.Scratchpad.PortBits}, " +
        $"{Chip.Vector.Lanes} lanes, {Chip.Dram.Name}");

    private string Way => Parameters is WageubnParameters ? $"{Saved}" : $"{ErrorPass}";

    private string RateText => Parameters switch
    {
        WageParameters => $"rate 2^{Rate.Rate}",
        WageubnParameters => $"learning-rate code {Rate.Rate}, gradient range {1 << Rate.RangeLog2}",
        _ => $"gradient bits {Rate.Rate}",
    };

    /// <summary>How its training step is compiled.</summary>
    public CompileOptions Options => new(
        Batch, ExternalDraws: ExternalDraws, SumLimit: SumLimit, ErrorPass: ErrorPass, KeepWords: KeepWords, Saved: Saved);

    /// <summary>What accumulators are trusted with; less than they hold, so that small networks split their sums, too.</summary>
    public long SumLimit { get; init; } = int.MaxValue;

    /// <summary>How its error tensors are made.</summary>
    public ErrorPass ErrorPass { get; init; }

    /// <summary>What is kept of batch normalisations.</summary>
    public SavedTensors Saved { get; init; }

    /// <summary>Whether words before quantisation are kept, so that they are compared, too.</summary>
    public bool KeepWords { get; init; }

    /// <summary>Draws until the chip can hold the network.</summary>
    public static RandomCase Draw(uint seed, int number)
    {
        for (int attempt = 0; ; attempt++)
        {
            var random = new Random(HashOf(seed, number, attempt));
            try
            {
                var drawn = Draw(random, seed, number);
                drawn = drawn with { SumLimit = RandomSumLimit(random, drawn), ErrorPass = (ErrorPass)random.Next(2) };
                if (drawn.Parameters is not WageParameters) drawn = drawn with { KeepWords = random.Next(2) == 0 };
                if (drawn.Parameters is WageubnParameters) drawn = drawn with { Saved = (SavedTensors)random.Next(2) };
                SchemeCompiler.Compile(drawn.Parameters, drawn.Chip, drawn.Options);
                return drawn;
            }
            catch (InputException) when (attempt < 1000)
            {
                // Too small a chip, or a DRAM burst longer than the page: the next draw.
            }
        }
    }

    private static RandomCase Draw(Random random, uint seed, int number)
    {
        // Draws of their own, so that a case of one scheme is the same whichever others there are.
        if (HashOf(seed, number, ResidualDraw) % 3 == 0) return DrawResidual(random, seed, number);
        bool niti = HashOf(seed, number, SchemeDraw) % 2 == 0;
        var bits = random.Next(3) == 0 ? BitWidths.Paper : RandomBitWidths(random);
        var input = new ImageShape(random.Next(2, 11), random.Next(2, 11), random.Next(1, 5));
        var network = Network.Parse(RandomNotation(random, input, niti), input);
        SchemeParameters parameters = niti ? RandomNiti(random, network) : RandomWage(random, network, bits);
        int batch = random.Next(1, 8), least = niti ? -128 : -127;
        var batches = Enumerable.Range(0, Steps).Select(_ => new TrainingBatch(batch,
            [.. Enumerable.Range(0, batch * input.Count).Select(_ => (sbyte)random.Next(least, 128))],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(network.Classes))])
        {
            Exponent = niti ? random.Next(-9, 3) : -7,
        }).ToArray();
        int rate = niti
            ? random.Next(NitiParameters.LeastGradientBits, NitiParameters.MostGradientBits + 1) : random.Next(-3, 6);
        return new(
            number, seed, parameters, RandomChip(random), batch,
            rate, ExternalDraws: random.Next(2) == 0, Threads: random.Next(1, 3), batches);
    }

    private static RandomCase DrawResidual(Random random, uint seed, int number)
    {
        var input = new ImageShape(random.Next(1, 10), random.Next(1, 10), random.Next(1, 5));
        var parameters = new WageubnParameters(Network.Parse(RandomResidual(random), input))
        {
            ActivationClip = random.Next(4) switch { 0 => null, 1 => 255, 2 => random.Next(1, 2000), _ => 1023 },
            RunningShift = random.Next(3) == 0
                ? random.Next(WageubnParameters.LeastRunningShift, WageubnParameters.MostRunningShift + 1) : 8,
        };
        parameters.Check();
        int batch = random.Next(1, 8);
        var batches = Enumerable.Range(0, Steps).Select(_ => new TrainingBatch(batch,
            [.. Enumerable.Range(0, batch * input.Count).Select(_ => (sbyte)random.Next(-127, 128))],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(parameters.Network.Classes))])).ToArray();
        var ranges = WageubnParameters.GradientRanges;
        var rate = new WageubnRate(
            random.Next(WageubnParameters.LeastLearningRate, WageubnParameters.MostLearningRate + 1), ranges[random.Next(ranges.Count)]);
        return new(
            number, seed, parameters, RandomChip(random), batch,
            rate.Step, ExternalDraws: random.Next(2) == 0, Threads: random.Next(1, 3), batches);
    }

    private static string RandomResidual(Random random)
    {
        var tokens = new List<string> { Stem() };
        for (int i = random.Next(4); i > 0; i--)
        {
            string stride = random.Next(3) == 0 ? $"/{random.Next(1, 4)}" : "", projected = random.Next(4) == 0 ? "P" : "";
            tokens.Add(random.Next(3) switch
            {
                0 => Stem(),
                1 => $"R{random.Next(1, 13)}{stride}{projected}",
                _ => $"B{random.Next(1, 5)}{stride}{projected}",
            });
        }
        return string.Join('-', tokens.Append($"GAP-{random.Next(1, 13)}{(random.Next(2) == 0 ? "CE" : "SSE")}"));

        string Stem()
        {
            string pool = random.Next(3) switch { 0 => $"-MP{random.Next(2, 5)}", 1 => "-MP3/2", _ => "" };
            return $"{random.Next(1, 13)}C{2 * random.Next(3) + 1}{(random.Next(3) == 0 ? "/2" : "")}{pool}";
        }
    }

    private static WageParameters RandomWage(Random random, Network network, BitWidths bits)
    {
        int[] alpha = [.. network.Layers.Select(layer =>
            Math.Max(0, WageParameters.DefaultAlphaLog2(layer.FanIn, bits.Weight) + (random.Next(4) == 0 ? random.Next(-1, 2) : 0)))];
        return new(network, bits, alpha, random.Next(4) == 0 ? bits.Gradient : bits.Weight);
    }

    // Exponents that reach both branches of the loss.
    private static NitiParameters RandomNiti(Random random, Network network)
    {
        var parameters = NitiParameters.Default(network) with
        {
            Loss = (NitiLoss)random.Next(2), Rounding = (NitiRounding)random.Next(2), Dropout = random.Next(3) == 0,
        };
        parameters = parameters with
        {
            WeightExponents = [.. parameters.WeightExponents.Select(exponent => exponent + random.Next(-3, 4))],
        };
        parameters.Check();
        return parameters;
    }

    // Now and then an accumulator that does not hold all sums at once.
    private static long RandomSumLimit(Random random, RandomCase drawn)
    {
        if (random.Next(3) > 0) return int.MaxValue;
        var bounds = new Bounds(drawn.Parameters, drawn.Options);
        var least = drawn.Parameters.Network.Layers.Max(layer => Int128.Max(bounds.Forward(layer).Worst, bounds.Error(layer).Worst));
        return (long)Int128.Min(int.MaxValue, least * random.Next(drawn.Parameters is WageParameters ? 1 : 8, 65) / 8);
    }

    private static BitWidths RandomBitWidths(Random random)
    {
        int weight = random.Next(5) == 0 ? random.Next(9, 17) : random.Next(2, 9);
        int activation = random.Next(4) switch { 0 => random.Next(4, 9), 1 => random.Next(9, 17), _ => 8 };
        return new(weight, activation, random.Next(Math.Max(weight, 6), 17), random.Next(6, 17));
    }

    private static string RandomNotation(Random random, ImageShape input, bool niti)
    {
        var tokens = new List<string>();
        var shape = input;
        for (int i = random.Next(3); i > 0; i--)
        {
            Take(RandomConvolution(random, shape.Channels));
            if (shape.Height > 1 && shape.Width > 1 && random.Next(2) == 0) Take(RandomPool(random, shape, overlaps: !niti));
        }
        for (int i = random.Next(3); i > 0; i--) tokens.Add($"{random.Next(1, 25)}FC");
        tokens.Add($"{random.Next(2, 13)}{(niti || random.Next(3) == 0 ? "CE" : "SSE")}");
        return string.Join('-', tokens);

        // What does not fit the image is refused when the network is read, and another is drawn.
        void Take(string token)
        {
            tokens.Add(token);
            shape = Network.Parse(string.Join('-', tokens.Append("2SSE")), input).Layers[^2].Output;
        }
    }

    private static string RandomConvolution(Random random, int inputs)
    {
        // Now and then many channels, so that sums outgrow 32 bits at wide operands.
        int outputs = random.Next(1, random.Next(6) == 0 ? 41 : 13), groups = 1;
        if (random.Next(4) == 0)
        {
            int[] divisors = [.. Enumerable.Range(1, inputs).Where(divisor => inputs % divisor == 0)];
            groups = divisors[random.Next(divisors.Length)];
            outputs = (outputs + groups - 1) / groups * groups;
        }
        if (random.Next(2) == 0) return Grouped($"{outputs}C{2 * random.Next(3) + 1}");
        int kernel = random.Next(8) == 0 ? random.Next(1, 12) : random.Next(1, 7);
        int stride = random.Next(2) == 0 ? 1 : random.Next(1, kernel + 2);
        string padding = random.Next(4) switch { 0 => "v", 1 => $"p{random.Next(kernel)}", _ => "" };
        return Grouped($"{outputs}C{kernel}" + (stride > 1 ? $"/{Math.Min(stride, 11)}" : "") + padding);

        string Grouped(string token) => groups == 1 ? token : $"{token}g{groups}";
    }

    private static string RandomPool(Random random, ImageShape shape, bool overlaps)
    {
        if (random.Next(2) == 0) return "MP2";
        int size = random.Next(2, Math.Min(5, Math.Min(shape.Height, shape.Width)) + 1);
        return !overlaps || random.Next(3) == 0 ? $"MP{size}" : $"MP{size}/{random.Next(1, size + 1)}";
    }

    private static Chip RandomChip(Random random)
    {
        int rows = random.Next(2, 21), cols = random.Next(2, 21);
        string json = string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "name": "random", "clockMegahertz": {{random.Next(100, 1201)}},
              "arrays": {{(random.Next(3) == 0 ? random.Next(2, 5) : 1)}},
              "rows": {{rows}}, "cols": {{cols}}, "macBits": {{2 << random.Next(3)}},
              "scratchpad": { "banks": {{random.Next(1, 17)}}, "bankKiB": {{1 << random.Next(4)}}, "portBits": {{8 << random.Next(7)}} },
              "accumulator": { "banks": {{random.Next(1, 5)}}, "bankKiB": {{2 << random.Next(4)}}, "portBits": {{32 << random.Next(6)}} },
              "vector": {
                "lanes": {{random.Next(1, 33)}}, "latencyCycles": {{random.Next(1, 13)}},
                "divideCycles": {{random.Next(1, 25)}}, "divideInterval": {{random.Next(1, 18)}}
              },
              "dma": { "pageBytes": {{64 << random.Next(5)}}, "pages": {{random.Next(1, 9)}}, "latencyCycles": {{random.Next(1, 21)}} },
              "dram": "{{DramSets.Names[random.Next(DramSets.Names.Count)]}}",
              "sequencer": { "instructions": 65536, "queueDepth": {{2 << random.Next(6)}} }
            }
            """);
        return ChipFile.Parse(json, "random chip", []);
    }

    // A sequence of bits that is the same on every host and for every order of cases.
    private static int HashOf(uint seed, int number, int attempt) =>
        (int)(Models.Numerics.RandomBits.Key(seed, (uint)number, (uint)attempt) >> 1);
}
