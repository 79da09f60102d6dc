using System.Text.Json;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.EndToEnd;

/// <summary>The multiply-accumulates of the ResNets' training steps, beside a count from the published shapes alone.</summary>
public sealed class ResNetMacsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Forward MACs of an image, layer by layer in order of execution, a block's projection before its convolutions.</summary>
    /// <remarks>He et al., arXiv 1512.03385, table 1 and section 4.2: stages that double the channels and halve the sides.</remarks>
    private static List<long> Published(string network)
    {
        bool small = network == "resnet-20", bottleneck = network == "resnet-50";
        int[] blocks = small ? [3, 3, 3] : network == "resnet-18" ? [2, 2, 2, 2] : [3, 4, 6, 3];
        long side = small ? 32 : 112, channels = small ? 16 : 64;
        List<long> macs = [side * side * (small ? 3 * 3 : 7 * 7) * 3 * channels];
        if (!small) side = 56; // the pool
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            long narrow = (small ? 16L : 64L) << stage, wide = bottleneck ? 4 * narrow : narrow;
            for (int block = 0; block < blocks[stage]; block++)
            {
                long before = side;
                if (block == 0 && stage > 0) side /= 2;
                if (block == 0) macs.Add(side * side * channels * wide);
                if (bottleneck) macs.Add(before * before * channels * narrow);
                macs.Add(side * side * 9 * (bottleneck ? narrow : channels) * narrow);
                macs.Add(side * side * (bottleneck ? narrow * wide : 9 * narrow * narrow));
                channels = wide;
            }
        }
        macs.Add(channels * (small ? 10 : 1001));
        return macs;
    }

    private JsonElement Timed(string network, int batch, string clip)
    {
        string json = folder.File("t.json");
        Cli.Good("time", "--network", network, "--chip", "wide", "--batch", $"{batch}", "--activation-clip", clip, "--json", json);
        return Cli.Json(json);
    }

    // Activations to 1023 and errors E2 of 15 bits take two passes each; images have 8 bits, and get no error.
    private void Check(string network, int batch, string clip = "1023")
    {
        var result = Timed(network, batch, clip);
        var published = Published(network);
        var found = result.GetProperty("layers").EnumerateArray().ToDictionary(
            layer => (layer.GetProperty("name").GetString()!, layer.GetProperty("phase").GetString()!),
            layer => (Macs: layer.GetProperty("macs").GetInt64(), Products: layer.GetProperty("peProducts").GetInt64()));
        for (int l = 0; l < published.Count; l++)
        {
            string name = l == published.Count - 1 ? $"fc{l}" : $"conv{l}";
            long macs = batch * published[l];
            int operand = l == 0 || clip == "255" ? 1 : 2;
            Assert.Equal((macs, operand * macs), found[(name, "forward")]);
            Assert.Equal((macs, 2 * operand * macs), found[(name, "gradient")]);
            Assert.Equal(l == 0 ? (0, 0) : (macs, 2 * macs), found[(name, "error")]);
        }
        Assert.Equal(batch * (3 * published.Sum() - published[0]), result.GetProperty("macs").GetInt64());
        Assert.Equal(found.Values.Sum(layer => layer.Macs), result.GetProperty("macs").GetInt64());
        Assert.Equal(published.Count + 2 * (published.Count - 1) + 1, found.Values.Count(layer => layer.Macs > 0));
    }

    [Theory]
    [InlineData("resnet-18", 2), InlineData("resnet-34", 1), InlineData("resnet-50", 1), InlineData("resnet-20", 5)]
    public void Every_layer_and_phase_makes_the_products_of_the_published_shapes(string network, int batch) => Check(network, batch);

    [Fact]
    public void Activations_of_one_byte_take_one_pass() => Check("resnet-20", 3, "255");

    [SlowTheory]
    [InlineData("resnet-18"), InlineData("resnet-34"), InlineData("resnet-50"), InlineData("resnet-20")]
    public void So_it_does_at_batch_64(string network) => Check(network, 64);

    // Of 1,000 classes and without a projection where shapes fit: 1.814, 3.664 and 4.089 G (torchvision), 40.55 M.
    [Theory]
    [InlineData("resnet-18", 1_814_073_344), InlineData("resnet-34", 3_663_761_408), InlineData("resnet-50", 4_089_184_256)]
    [InlineData("resnet-20", 40_551_040)]
    public void Beside_published_totals_there_are_a_class_and_projections_more(string network, long published)
    {
        bool small = network == "resnet-20";
        long projections = network switch
        {
            "resnet-20" => (32 * 32 * 16 * 16) + (16 * 16 * 16 * 32) + (8 * 8 * 32 * 64),
            "resnet-50" => 0,
            _ => 56 * 56 * 64 * 64,
        };
        long oneClass = small ? 0 : network == "resnet-50" ? 2048 : 512;
        Assert.Equal(published, Published(network).Sum() - projections - oneClass);
    }
}
