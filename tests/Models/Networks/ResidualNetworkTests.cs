using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;

namespace WageSim.Tests.Models.Networks;

public sealed class ResidualNetworkTests
{
    [Fact]
    public void Layers_and_normalisations_are_numbered_in_order_of_execution()
    {
        var network = ResidualNetwork.Parse("8C3-R8-R16/2-R16-GAP-10CE", new(8, 8, 3));
        Assert.Equal(["3/1 3>8", "3/1 8>8", "3/1 8>8", "1/2 8>16", "3/2 8>16", "3/1 16>16", "3/1 16>16", "3/1 16>16", "1/1 16>10"],
            network.Layers.Select(layer => layer.Weights).Select(w => $"{w.Kernel}/{w.Stride} {w.Input.Channels}>{w.OutputChannels}"));
        Assert.Equal(["input", "activation/0", "activation/1", "activation/2", "activation/2", "activation/3", "activation/4",
            "activation/5", "pooled"], network.Layers.Select(layer => layer.Reads));
        Assert.Equal([(0, null, null), (1, null, null), (2, null, 0), (4, null, null), (5, 3, null), (6, null, null), (7, null, 4)],
            network.Norms.Select(norm => (norm.Layer, norm.Projection, norm.Identity)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], network.Norms.Select(norm => norm.Index));
        Assert.Equal([8, 8, 8, 4, 4, 4, 4], network.Norms.Select(norm => norm.Shape.Height));
        Assert.Equal([3, 4], network.ReadersOf(network.Norms[2]).Select(layer => layer.Index));
        Assert.Equal("block 1 (R16/2)", network.Layers[3].Place);
        Assert.Equal("token '8C3'", network.Layers[0].Place);
        Assert.Equal((10, Loss.CrossEntropy), (network.Classes, network.Loss));
    }

    [Fact]
    public void A_bottleneck_narrows_strides_in_the_middle_and_widens_to_four_times_the_channels()
    {
        var network = ResidualNetwork.Parse("4C3-B3/2-B3-B3P-GAP-2SSE", new(7, 5, 1));
        Assert.Equal(["3/1 7×5×4", "1/2 4×3×12", "1/1 7×5×3", "3/2 4×3×3", "1/1 4×3×12", "1/1 4×3×3", "3/1 4×3×3", "1/1 4×3×12",
            "1/1 4×3×12", "1/1 4×3×3", "3/1 4×3×3", "1/1 4×3×12", "1/1 1×1×2"],
            network.Layers.Select(layer => $"{layer.Weights.Kernel}/{layer.Weights.Stride} {layer.Weights.Accumulator}"));
        Assert.Equal([null, null, null, 1, null, null, null, null, null, 8], network.Norms.Select(norm => norm.Projection));
        Assert.Equal([null, null, null, null, null, null, 3, null, null, null], network.Norms.Select(norm => norm.Identity));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2],
            network.Layers.Skip(1).SkipLast(1).Select(layer => layer.Place["block ".Length] - '0'));
    }

    [Fact]
    public void Parts_are_named_by_block_in_order()
    {
        var network = ResidualNetwork.Parse("4C3-6C3/2-R6-B2/2-GAP-2CE", new(9, 7, 1));
        Assert.Equal(["4C3", "6C3/2", "block 0 (R6), conv 1", "block 0 (R6), conv 2", "block 1 (B2/2), projection",
            "block 1 (B2/2), conv 1", "block 1 (B2/2), conv 2", "block 1 (B2/2), conv 3", "2CE"],
            network.Layers.Select(layer => layer.Part));
        Assert.Equal(["6C3/2, norm", "block 0 (R6), norm 1", "block 0 (R6), norm 2", "block 1 (B2/2), norm 1", "block 1 (B2/2), norm 2",
            "block 1 (B2/2), norm 3", "GAP, norm"], network.Norms.Select(norm => norm.Part));
        Assert.Equal(("block 1 (B2/2), conv 2", "block 0 (R6), norm 2", null),
            (network.PartOf("conv6"), network.PartOf("norm2"), network.PartOf("conv9")));
    }

    // Weight layers, normalisations, weights; products of an image, from the sizes of the images alone.
    [Theory]
    [InlineData("64C7/2-MP3/2-R64P-R64-R128/2-R128-R256/2-R256-R512/2-R512-GAP-1001CE", 22, 17, 11_683_520)]
    [InlineData("64C7/2-MP3/2-R64P-2x(R64)-R128/2-3x(R128)-R256/2-5x(R256)-R512/2-2x(R512)-GAP-1001CE", 38, 33, 21_784_256)]
    [InlineData("64C7/2-MP3/2-3x(B64)-B128/2-3x(B128)-B256/2-5x(B256)-B512/2-2x(B512)-GAP-1001CE", 54, 49, 25_504_960)]
    public void The_resnets_of_the_authors_have_their_layers_and_weights(string notation, int layers, int norms, long weights)
    {
        var network = ResidualNetwork.Parse(notation, new(224, 224, 3));
        Assert.Equal((layers, norms, weights), (network.Layers.Count, network.Norms.Count, network.WeightCount));
        int[] depths = layers == 22 ? [2, 2, 2, 2] : [3, 4, 6, 3];
        long side = 56, read = 64, macs = 112 * 112 * 49 * 3 * 64L, channels = 0;
        for (int stage = 0; stage < 4; stage++)
        {
            long narrow = 64L << stage, wide = layers == 54 ? 4 * narrow : narrow;
            for (int block = 0; block < depths[stage]; block++)
            {
                long before = side * side;
                if (block == 0 && stage > 0) side /= 2;
                long after = side * side;
                if (block == 0) macs += after * read * wide;
                macs += layers == 54
                    ? before * read * narrow + after * 9 * narrow * narrow + after * narrow * wide
                    : after * 9 * (read * narrow + narrow * narrow);
                channels += read + narrow * (layers == 54 ? 2 : 1);
                read = wide;
            }
        }
        Assert.Equal(macs + read * 1001, network.MacsPerImage);
        Assert.Equal(weights + 2 * (channels + read), network.ParameterCount);
    }

    [Theory]
    [InlineData("4C3/2", 5, 6, 3, 3)]
    [InlineData("4C7/2", 224, 225, 112, 113)]
    [InlineData("4C1/3", 7, 2, 3, 1)]
    [InlineData("4C11/11", 1, 12, 1, 2)]
    [InlineData("4C3-MP3/2", 112, 7, 56, 4)]
    [InlineData("4C3-MP2", 5, 4, 3, 2)]
    [InlineData("4C3-MP2/3", 5, 1, 2, 1)]
    [InlineData("4C3-MP8/4", 3, 9, 1, 3)]
    public void Every_stride_leaves_one_pixel_for_each_begun(string tokens, int height, int width, int rows, int columns)
    {
        var network = ResidualNetwork.Parse($"{tokens}-GAP-2CE", new(height, width, 2));
        Assert.Equal(new(rows, columns, 4), network.Norms[0].Shape);
        Assert.Equal(network.Layers[0].Output, network.Norms[0].Shape);
    }

    [Theory]
    [InlineData("R16-GAP-10CE", "token 'R16': the first token is a convolution")]
    [InlineData("GAP-10CE", "token 'GAP': the first token is a convolution")]
    [InlineData("MP2-8C3-GAP-2CE", "token 'MP2': a pool follows a convolution")]
    [InlineData("8C3-R8-MP2-GAP-2CE", "token 'MP2': a pool follows a convolution")]
    [InlineData("8C3-MP2-MP2-GAP-2CE", "token 'MP2': a pool follows a convolution")]
    [InlineData("8C3-MP3/1-GAP-2CE", "token 'MP3/1': 9 windows share a pixel; at most 4 are allowed")]
    [InlineData("8C3-MP9-GAP-2CE", "token 'MP9': 9 is outside 2..8")]
    [InlineData("8C4-GAP-2CE", "token '8C4': kernel 4 is even; odd ones are expected")]
    [InlineData("8C13-GAP-2CE", "token '8C13': 13 is outside 1..11")]
    [InlineData("0C3-GAP-2CE", "token '0C3': 0 is outside 1..16384")]
    [InlineData("8C3-R8-R0-GAP-2CE", "block 1 (R0): 0 is outside 1..16384")]
    [InlineData("8C3-R8/12-GAP-2CE", "block 0 (R8/12): 12 is outside 1..11")]
    [InlineData("8C3-R8-B99999999999-GAP-2CE", "block 1 (B99999999999): 99999999999 is outside 1..16384")]
    [InlineData("8C3-R8-B16384-GAP-2CE", "block 1 (B16384): 147456 × 16384 are more than 2147483647 weights")]
    [InlineData("8C3-R8-R9/2-R16384P-GAP-2CE", "block 2 (R16384P): 147456 × 16384 are more than 2147483647 weights")]
    [InlineData("8C3-GAP-R8-2CE", "block 0 (R8): after GAP only a loss follows")]
    [InlineData("8C3-R8-10CE", "token '10CE': GAP stands in front of it")]
    [InlineData("8C3-R8-GAP", "the last tokens must be GAP and a loss, such as GAP-10CE")]
    [InlineData("8C3-GAP-2CE-2CE", "token '2CE': the loss comes last")]
    [InlineData("8C3-GAP-1024CE", "token '1024CE': 1024 is outside 1..1023")]
    [InlineData("8C3-32FC-GAP-2CE", "token '32FC': known are nCk, MPk, Rn, Bn")]
    [InlineData("8C3-R8P/2-GAP-2CE", "token 'R8P/2': known are")]
    [InlineData("8C3-0x(R8)-GAP-2CE", "token '0x(R8)': 0 is outside 1..99")]
    [InlineData("８C3-R8-GAP-2CE", "token '８C3': known are")]
    [InlineData("8C3-R٣-GAP-2CE", "token 'R٣': known are")]
    [InlineData("", "token '': known are")]
    public void A_bad_token_or_block_is_named(string notation, string told)
    {
        var e = Assert.Throws<InputException>(() => ResidualNetwork.Parse(notation, new(9, 9, 3)));
        Assert.StartsWith($"network '{notation}': {told}", e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Images_too_large_to_index_are_refused_by_block()
    {
        var e = Assert.Throws<InputException>(() => ResidualNetwork.Parse("1C1-R2000-GAP-2CE", new(2000, 2000, 1)));
        Assert.Equal("network '1C1-R2000-GAP-2CE': block 0 (R2000): 2000×2000×2000 are more than 2147483647 elements", e.Message);
    }
}
