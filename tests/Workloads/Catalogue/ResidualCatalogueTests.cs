using WageSim.Models;
using WageSim.Workloads.Catalogue;

namespace WageSim.Tests.Workloads.Catalogue;

public sealed class ResidualCatalogueTests
{
    [Theory]
    [InlineData("resnet-18", 22, 17, 11_683_520, 1001)]
    [InlineData("resnet-34", 38, 33, 21_784_256, 1001)]
    [InlineData("resnet-50", 54, 49, 25_504_960, 1001)]
    [InlineData("resnet-20", 23, 19, 271_152, 10)]
    public void Every_network_has_its_published_size(string name, int layers, int norms, long weights, int classes)
    {
        var network = ResidualCatalogue.Find(name)!.Build();
        Assert.Equal((layers, norms, weights, classes),
            (network.Layers.Count, network.Norms.Count, network.WeightCount, network.Classes));
        // In front of the average: a 32nd of a photograph's side, a quarter of a CIFAR image's.
        Assert.Equal(network.Input.Height == 224 ? 7 : 8, network.Norms[^1].Shape.Height);
        Assert.Equal(network.Layers.Max(layer => layer.Weights.FanIn), name == "resnet-20" ? 576 : 4608);
    }

    [Fact]
    public void Names_are_those_of_no_other_network()
    {
        Assert.Equal(4, ResidualCatalogue.All.Count);
        Assert.All(ResidualCatalogue.All, named => Assert.Null(NetworkCatalogue.Find(named.Name)));
        Assert.Null(ResidualCatalogue.Find("resnet-19"));
    }

    [Fact]
    public void Commands_that_need_the_machine_say_that_it_does_not_know_them() =>
        Assert.Equal("network 'resnet-20': 16C3-R16P-R16-R16-R32/2-R32-R32-R64/2-R64-R64-GAP-10CE has residual blocks, " +
            "which no machine program has yet", Assert.Throws<InputException>(() => NetworkCatalogue.Resolve("resnet-20")).Message);
}
