using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Compiler;

namespace WageSim.Tests.Workloads.Compiler;

/// <summary>Worst-case sums, recounted one by one from shapes, and those that are published.</summary>
public sealed class BoundsTests
{
    private const string Vgg = "2x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-1024FC-10SSE";

    [Theory]
    [InlineData("5C3-MP2-7C5-4FC-3SSE", 9, 7, 2, "2-8-8-8", 3)]
    [InlineData("6C3/2-4C4v-3SSE", 11, 10, 3, "3-6-10-12", 2)]
    [InlineData("6C5/3p2g2-MP3/2-8C3g2-2SSE", 14, 13, 4, "4-7-12-9", 4)]
    [InlineData("4C2-MP3/1-3C1/2-2SSE", 6, 8, 1, "2-8-8-16", 1)]
    public void Terms_and_codes_are_those_of_a_plain_count(string notation, int height, int width, int channels, string bits, int batch)
    {
        var parameters = WageParameters.Default(Network.Parse(notation, new(height, width, channels)), BitWidths.Parse(bits));
        var bounds = new Bounds(parameters, new(batch));
        foreach (var layer in parameters.Network.Layers)
        {
            long input = Largest(parameters.InputBitsOf(layer));
            long weight = Largest(parameters.Bits.Weight), error = Largest(parameters.Bits.Error);
            var (reads, writes) = Connections(layer);
            long target = layer.IsLast ? 1L << parameters.TargetLog2 : 0;
            Assert.Equal(reads * layer.GroupInputs * input * weight + target, bounds.Forward(layer).Worst);
            long cover = layer.Pool is null ? 1 : Cover(layer);
            Assert.Equal(writes * layer.GroupOutputs * cover * error * weight, bounds.Error(layer).Worst);
            Assert.Equal((long)batch * layer.Output.Height * layer.Output.Width * error * input, bounds.Gradient(layer).Worst);
        }
    }

    [Fact]
    public void The_VGG_has_the_published_widths()
    {
        var parameters = WageParameters.Default(Network.Parse(Vgg, new(32, 32, 3)), BitWidths.Paper);
        var bounds = new Bounds(parameters, new(128));
        var layers = parameters.Network.Layers;
        Assert.Equal([3_429, 146_304, 146_304, 292_608, 292_608, 585_216, 1_040_384],
            layers.SkipLast(1).Select(layer => (long)bounds.Forward(layer).Worst));
        Assert.Equal([13, 19, 19, 20, 20, 21, 21], layers.SkipLast(1).Select(layer => bounds.Forward(layer).SignedBits));
        var first = bounds.Gradient(layers[0]);
        Assert.Equal((2_114_060_288, 32, false), ((long)first.Worst, first.SignedBits, first.Wide));
        Assert.True(new Bounds(parameters, new(256)).Gradient(layers[0]).Wide);
    }

    [Theory]
    [InlineData("2-8-8-8", 35)]
    [InlineData("2-8-12-12", 39)]
    public void AlexNets_first_gradient_without_its_pool_needs_more_than_32_bits(string bits, int expected)
    {
        var parameters = WageParameters.Default(Network.Parse("96C11/4p2-1000SSE", new(224, 224, 3)), BitWidths.Parse(bits));
        Assert.Equal(expected, new Bounds(parameters, new(256)).Gradient(parameters.Network.Layers[0]).SignedBits);
    }

    [Fact]
    public void Every_form_holds_its_terms_and_not_many_more()
    {
        var random = new Random(3);
        for (int i = 0; i < 1000; i++)
        {
            int bits = random.Next(4, 19), otherBits = random.Next(2, 17);
            long terms = random.NextInt64(1, 1L << 32), limit = random.NextInt64(1 << 16, 1L << 31);
            var bound = new SumBound("conv0", "gradient", bits, Largest(bits), otherBits, Largest(otherBits), terms, 0, limit);
            if (!bound.Wide)
            {
                Assert.Equal(new SumForm(false, false, terms), Assert.Single(bound.Forms));
                continue;
            }
            foreach (var form in bound.Forms)
            {
                // The largest magnitude of what one accumulator gets: the whole code, or a byte of it.
                Int128 code = form.Apart ? LargestByte(bits, 1) : Largest(bits);
                Int128 product = code * (form.OtherApart ? LargestByte(otherBits, 2) : Largest(otherBits));
                Assert.True(product * form.TermsAtOnce <= limit, $"{bound}: {form}");
                Assert.True(product * (form.TermsAtOnce + 1) > limit, $"{bound}: {form} could hold more");
            }
        }
    }

    // Of all codes, the low byte, or what is above it times `factor`.
    private static long LargestByte(int bits, int factor) =>
        Enumerable.Range(-(int)Largest(bits), 2 * (int)Largest(bits) + 1).Max(code => Math.Max(code & 255, Math.Abs(code >> 8) * factor));

    private static long Largest(int bits) => (1L << bits - 1) - 1;

    // The most input pixels that an output reads, and the most outputs that read one input pixel, counted over a whole layer.
    private static (long Reads, long Writes) Connections(WeightLayer layer)
    {
        var made = layer.Accumulator;
        var writes = new long[layer.Input.Height, layer.Input.Width];
        for (int y = 0; y < made.Height; y++)
            for (int x = 0; x < made.Width; x++)
                for (int dy = 0; dy < layer.Kernel; dy++)
                    for (int dx = 0; dx < layer.Kernel; dx++)
                    {
                        int row = y * layer.Stride + dy - layer.Border.Top, column = x * layer.Stride + dx - layer.Border.Left;
                        if (row >= 0 && column >= 0 && row < layer.Input.Height && column < layer.Input.Width) writes[row, column]++;
                    }
        // Images smaller than a kernel have fewer; the bound counts the kernel.
        long most = writes.Cast<long>().Max(), positions = (layer.Kernel + layer.Stride - 1) / layer.Stride;
        Assert.InRange(most, 1, positions * positions);
        return ((long)layer.Kernel * layer.Kernel, Math.Max(most, positions * positions));
    }

    // The most windows of a pool that hold one pixel.
    private static long Cover(WeightLayer layer)
    {
        var (pool, made) = (layer.Pool!, layer.Accumulator);
        var windows = new long[made.Height, made.Width];
        for (int y = 0; y < layer.Output.Height; y++)
            for (int x = 0; x < layer.Output.Width; x++)
                for (int dy = 0; dy < pool.Size; dy++)
                    for (int dx = 0; dx < pool.Size; dx++) windows[y * pool.Stride + dy, x * pool.Stride + dx]++;
        return windows.Cast<long>().Max();
    }
}
