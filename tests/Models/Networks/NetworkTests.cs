using WageSim.Models;
using WageSim.Models.Networks;

namespace WageSim.Tests.Models.Networks;

public sealed class NetworkTests
{
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
    [InlineData("32C5-AP2-10SSE", "'AP2'")]
    [InlineData("32C5--10SSE", "''")]
    [InlineData("", "''")]
    [InlineData("32c5-10SSE", "'32c5'")]
    [InlineData("32C4-10SSE", "kernel 4 is even")]
    [InlineData("32C13-10SSE", "13 is outside")]
    [InlineData("0C3-10SSE", "0 is outside")]
    [InlineData("99999999999FC-10SSE", "99999999999 is outside")]
    [InlineData("32C5-MP3-10SSE", "pool size 3")]
    [InlineData("MP2-10SSE", "'MP2'")]
    [InlineData("32C5-MP2-MP2-10SSE", "once")]
    [InlineData("8C3-MP2-8C3-MP2-8C3-MP2-8C3-MP2-10SSE", "too small for a 2×2 pool")]
    [InlineData("64FC-8C3-10SSE", "cannot follow")]
    [InlineData("64FC-MP2-10SSE", "a pool follows a convolution")]
    [InlineData("32C5-MP2-10FC", "the last layer carries the loss")]
    [InlineData("32C5-MP2", "must be a loss layer")]
    [InlineData("10SSE-10SSE", "the loss comes last")]
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
    [InlineData("2-9-8-8", "A = 9")]
    [InlineData("2-8-17-8", "G = 17")]
    [InlineData("2-8-8-3", "E = 3")]
    [InlineData("8-8-6-8", "G = 6 is below W = 8")]
    public void Bad_widths_are_refused_by_name(string text, string named) =>
        Assert.Contains(named, Assert.Throws<InputException>(() => BitWidths.Parse(text)).Message);

    [Fact]
    public void Widths_print_as_they_are_read() => Assert.Equal("3-6-10-12", BitWidths.Parse("3-6-10-12").ToString());
}
