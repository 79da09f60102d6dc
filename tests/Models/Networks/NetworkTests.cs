using WageSim.Models;
using WageSim.Models.Networks;

namespace WageSim.Tests.Models.Networks;

public sealed class NetworkTests
{
    [Fact]
    public void The_last_token_says_the_loss()
    {
        Assert.Equal(Loss.SquaredErrors, Network.Parse("8FC-10SSE", new(2, 2, 1)).Loss);
        var network = Network.Parse("8FC-1023CE", new(2, 2, 1));
        Assert.Equal((Loss.CrossEntropy, 1023, true), (network.Loss, network.Classes, network.Layers[^1].IsLast));
    }

    [Fact]
    public void Shapes_follow_from_the_notation()
    {
        var network = Network.Parse("32C5-MP2-64C5-MP2-512FC-10SSE", new(28, 28, 1));
        Assert.Equal(["conv0", "conv1", "fc2", "fc3"], network.Layers.Select(layer => layer.Name));
        Assert.Equal([new(28, 28, 32), new(14, 14, 64), new(1, 1, 512), new(1, 1, 10)], network.Layers.Select(layer => layer.Accumulator));
        Assert.Equal([new(14, 14, 32), new(7, 7, 64), new(1, 1, 512), new(1, 1, 10)], network.Layers.Select(layer => layer.Output));
        Assert.Equal([25, 800, 3136, 512], network.Layers.Select(layer => layer.FanIn));
        Assert.Equal([5, 5, 32, 64], network.Layers[1].WeightDimensions);
        Assert.Equal([3136, 512], network.Layers[2].WeightDimensions);
        Assert.Equal([false, false, false, true], network.Layers.Select(layer => layer.IsLast));
        Assert.Equal(10, network.Classes);
        Assert.Equal(784 * 800L + 196 * 51200L + 3136 * 512 + 5120, network.MacsPerImage);
    }

    [Fact]
    public void A_repetition_is_the_layers_written_out()
    {
        var once = Network.Parse("128C3-128C3-MP2-256C3-256C3-MP2-512C3-512C3-MP2-1024FC-10SSE", new(32, 32, 3));
        var repeated = Network.Parse("2x(128C3)-MP2-2x(256C3)-MP2-2x(512C3)-MP2-1024FC-10SSE", new(32, 32, 3));
        Assert.Equal(once.Layers, repeated.Layers);
        Assert.Equal(12_973_440, repeated.Layers.Sum(layer => layer.WeightCount));
    }

    [Fact]
    public void A_pool_drops_an_odd_last_row_and_column()
    {
        var network = Network.Parse("4C3-MP2-10SSE", new(9, 7, 1));
        Assert.Equal(new(4, 3, 4), network.Layers[0].Output);
        Assert.Equal(48, network.Layers[1].FanIn);
    }

    [Theory]
    [InlineData("4C11/4p2", 224, 224, 55, 55, 2, 2, 2, 2)]
    [InlineData("4C3", 5, 6, 5, 6, 1, 1, 1, 1)]
    [InlineData("4C2", 5, 6, 5, 6, 0, 1, 0, 1)]
    [InlineData("4C4", 5, 6, 5, 6, 1, 2, 1, 2)]
    [InlineData("4C3/2", 5, 6, 3, 3, 1, 1, 0, 1)]
    [InlineData("4C3/2", 6, 7, 3, 4, 0, 1, 1, 1)]
    [InlineData("4C1/3", 5, 6, 2, 2, 0, 0, 0, 0)]
    [InlineData("4C5/3", 1, 9, 1, 3, 2, 2, 1, 1)]
    [InlineData("4C4/3v", 9, 10, 2, 3, 0, 0, 0, 0)]
    [InlineData("4C4p3", 1, 2, 4, 5, 3, 3, 3, 3)]
    public void Outputs_and_borders_follow_from_kernel_stride_and_padding(
        string token, int height, int width, int outputs, int across, int top, int bottom, int left, int right)
    {
        var layer = Network.Parse($"{token}-10SSE", new(height, width, 2)).Layers[0];
        Assert.Equal(new(outputs, across, 4), layer.Output);
        Assert.Equal(new(top, bottom, left, right), layer.Border);
        Assert.Equal((long)outputs * across * layer.Kernel * layer.Kernel * 2 * 4, layer.MacsPerImage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AlexNet_has_the_shapes_and_counts_of_its_paper(int groups)
    {
        string g = groups == 1 ? "" : $"g{groups}";
        var network = Network.Parse(
            $"96C11/4p2-MP3/2-256C5{g}-MP3/2-384C3-384C3{g}-256C3{g}-MP3/2-4096FC-4096FC-1000SSE", new(224, 224, 3));
        Assert.Equal([new(55, 55, 96), new(27, 27, 256), new(13, 13, 384), new(13, 13, 384), new(13, 13, 256)],
            network.Layers.Take(5).Select(layer => layer.Accumulator));
        Assert.Equal([new(27, 27, 96), new(13, 13, 256), new(13, 13, 384), new(13, 13, 384), new(6, 6, 256)],
            network.Layers.Take(5).Select(layer => layer.Output));
        Assert.Equal([363, 2400 / groups, 2304, 3456 / groups, 3456 / groups, 9216, 4096, 4096],
            network.Layers.Select(layer => layer.FanIn));
        Assert.Equal([5, 5, 96 / groups, 256], network.Layers[1].WeightDimensions);
        Assert.Equal(groups == 1 ? 62_367_776 : 60_954_656, network.Layers.Sum(layer => layer.WeightCount));
        Assert.Equal(groups == 1 ? 1_135_256_096 : 724_406_816, network.MacsPerImage);
    }

    [Fact]
    public void Pools_may_overlap()
    {
        var network = Network.Parse("4C3-MP3/2-4C3-MP4/1-4C3-MP3-10SSE", new(24, 23, 1));
        Assert.Equal([new(11, 11, 4), new(8, 8, 4), new(2, 2, 4), new(1, 1, 10)], network.Layers.Select(layer => layer.Output));
        Assert.Equal([4, 16, 1], network.Layers.Take(3).Select(layer => layer.Pool!.Cover));
    }

    [Theory]
    [InlineData("32C5-AP2-10SSE", "'AP2'")]
    [InlineData("32C5--10SSE", "''")]
    [InlineData("", "''")]
    [InlineData("32c5-10SSE", "'32c5'")]
    [InlineData("32C4/-10SSE", "'32C4/'")]
    [InlineData("32C4/0-10SSE", "0 is outside 1..11")]
    [InlineData("32C4/12-10SSE", "12 is outside 1..11")]
    [InlineData("32C4p4-10SSE", "4 is outside 0..3")]
    [InlineData("32C4v/2-10SSE", "'32C4v/2'")]
    [InlineData("32C4vp1-10SSE", "'32C4vp1'")]
    [InlineData("32C9v-10SSE", "too small for a 9×9 kernel")]
    [InlineData("32C4g0-10SSE", "0 is outside 1..65536")]
    [InlineData("32C3-30C3g4-10SSE", "4 groups do not divide 32 channels read and 30 made")]
    [InlineData("32C3g2-10SSE", "2 groups do not divide 1 channels read and 32 made")]
    [InlineData("32C5-MP3/4-10SSE", "4 is outside 1..3")]
    [InlineData("32C5-MP3/0-10SSE", "0 is outside 1..3")]
    [InlineData("32C5/4-MP3-10SSE", "the image is 2×2×32 there, too small for a 3×3 pool")]
    [InlineData("32C13-10SSE", "13 is outside")]
    [InlineData("0C3-10SSE", "0 is outside")]
    [InlineData("99999999999FC-10SSE", "99999999999 is outside")]
    [InlineData("32C5-MP1-10SSE", "1 is outside 2..8")]
    [InlineData("32C5-MP9-10SSE", "9 is outside 2..8")]
    [InlineData("MP2-10SSE", "'MP2'")]
    [InlineData("32C5-MP2-MP2-10SSE", "once")]
    [InlineData("8C3-MP2-8C3-MP2-8C3-MP2-8C3-MP2-10SSE", "too small for a 2×2 pool")]
    [InlineData("64FC-8C3-10SSE", "cannot follow")]
    [InlineData("64FC-MP2-10SSE", "a pool follows a convolution")]
    [InlineData("32C5-MP2-10FC", "the last layer carries the loss")]
    [InlineData("32C5-MP2", "must be a loss layer")]
    [InlineData("10SSE-10SSE", "the loss comes last")]
    [InlineData("10CE-10SSE", "the loss comes last")]
    [InlineData("10CE-10FC", "the loss comes last")]
    [InlineData("1024CE", "1024 is outside 1..1023")]
    [InlineData("0CE", "0 is outside 1..1023")]
    [InlineData("0x(8C3)-10CE", "'0x(8C3)': 0 is outside 1..99")]
    [InlineData("100x(8C3)-10CE", "'100x(8C3)': 100 is outside 1..99")]
    public void A_bad_notation_is_refused_in_one_line_that_names_the_token(string notation, string named)
    {
        var e = Assert.Throws<InputException>(() => Network.Parse(notation, new(8, 8, 1)));
        Assert.Contains(named, e.Message);
        Assert.Contains($"network '{notation}'", e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("2-8-8", "four numbers")]
    [InlineData("2-8-8-x", "four numbers")]
    [InlineData("1-8-8-8", "W = 1")]
    [InlineData("17-8-8-8", "W = 17")]
    [InlineData("2-17-8-8", "A = 17")]
    [InlineData("2-8-17-8", "G = 17")]
    [InlineData("2-8-8-3", "E = 3")]
    [InlineData("8-8-6-8", "G = 6 is below W = 8")]
    public void Bad_widths_are_refused_by_name(string text, string named) =>
        Assert.Contains(named, Assert.Throws<InputException>(() => BitWidths.Parse(text)).Message);

    [Fact]
    public void Widths_print_as_they_are_read() => Assert.Equal("3-6-10-12", BitWidths.Parse("3-6-10-12").ToString());
}
