using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.Workloads.Compiler;

/// <summary>What the machine multiplies, layer by layer and phase by phase, recounted from shapes.</summary>
public sealed class LayerWorkTests
{
    [Theory]
    [InlineData("5C3-MP2-7C5-4FC-3SSE", 9, 7, 2)]
    [InlineData("6C5/2p1-MP3/2-4C2v-5SSE", 17, 14, 3, "arrays=3")]
    [InlineData("8C4/3-6C2-6C1/3-3SSE", 13, 16, 2, "macBits=2")]
    [InlineData("6C3-4C4/3p2-MP3/1-3SSE", 14, 15, 2, "rows=5", "cols=3")]
    [InlineData("12C3g4-8C3/2g4-24C2g8-5SSE", 9, 10, 4)]
    [InlineData("4C3-6C2/5-7C7/4p6-3SSE", 12, 11, 2, "scratchpad.banks=4")]
    public void Every_product_of_a_layer_is_made_once(string notation, int height, int width, int channels, params string[] changes)
    {
        const int batch = 3;
        var network = Network.Parse(notation, new(height, width, channels));
        var chip = ChipFile.Load("edge", [.. changes]);
        var program = SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Parse("2-8-8-12")), chip, new(batch));
        var ranges = new Accelerator(chip, program, data: null).Run().Ranges;
        foreach (var layer in network.Layers)
        {
            long products = (long)batch * layer.Accumulator.Height * layer.Accumulator.Width * layer.OutputChannels
                * layer.Kernel * layer.Kernel * (layer.Input.Channels / layer.Groups);
            Assert.Equal(batch * layer.MacsPerImage, products);
            Assert.Equal(products, Macs(layer, "forward"));
            Assert.Equal(products, Macs(layer, "gradient"));
            Assert.Equal(layer.Index == 0 ? 0 : batch * ErrorMacs(layer), Macs(layer, "error"));
        }

        long Macs(WeightLayer layer, string phase) =>
            ranges.Where(range => range.Layer == layer.Name && range.Phase == phase).Sum(range => range.Macs);
    }

    // Each input pixel meets the taps that some position of the kernel, also one outside the image, has it under.
    private static long ErrorMacs(WeightLayer layer)
    {
        long taps = 0;
        for (int y = 0; y < layer.Input.Height; y++)
            for (int x = 0; x < layer.Input.Width; x++)
                for (int tap = 0; tap < layer.Kernel * layer.Kernel; tap++)
                {
                    int down = y + layer.Border.Top - tap / layer.Kernel, across = x + layer.Border.Left - tap % layer.Kernel;
                    if (down % layer.Stride == 0 && across % layer.Stride == 0) taps++;
                }
        return taps * layer.Input.Channels * (layer.OutputChannels / layer.Groups);
    }

    [Fact]
    public void A_stride_takes_error_backward_no_more_products_than_forward_but_those_at_the_border()
    {
        var network = Network.Parse("8C3-8C4/4v-2SSE", new(32, 32, 1));
        var chip = ChipFile.Load("edge", []);
        var program = SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Paper), chip, new(2));
        var ranges = new Accelerator(chip, program, data: null).Run().Ranges.Where(range => range.Layer == "conv1").ToList();
        Assert.Equal(2 * network.Layers[1].MacsPerImage, ranges.Single(range => range.Phase == "forward").Macs);
        Assert.Equal(2 * network.Layers[1].MacsPerImage, ranges.Where(range => range.Phase == "error").Sum(range => range.Macs));
    }
}
