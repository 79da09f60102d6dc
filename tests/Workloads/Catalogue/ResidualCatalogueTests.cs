using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Schemes;

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
        var network = NetworkCatalogue.Find(name)!.Build().Residual!;
        Assert.Equal((layers, norms, weights, classes),
            (network.Layers.Count, network.Norms.Count, network.WeightCount, network.Classes));
        // In front of the average: a 32nd of a photograph's side, a quarter of a CIFAR image's.
        Assert.Equal(network.Input.Height == 224 ? 7 : 8, network.Norms[^1].Shape.Height);
        Assert.Equal(network.Layers.Max(layer => layer.Weights.FanIn), name == "resnet-20" ? 576 : 4608);
    }

    [Fact]
    public void A_network_with_blocks_is_one_of_the_app_with_its_graph()
    {
        var named = NetworkCatalogue.Find("resnet-20")!;
        var network = Network.Parse(named.Notation, named.Input);
        Assert.Equal(network.Residual!.Layers.Select(layer => layer.Weights), network.Layers);
        Assert.Equal((named.Notation, 10, Loss.CrossEntropy, network.Residual.MacsPerImage),
            (network.Notation, network.Classes, network.Loss, network.MacsPerImage));
        Assert.Equal(named.Notation, NetworkCatalogue.Resolve("resnet-20"));
        Assert.Null(NetworkCatalogue.Find("resnet-19"));
        Assert.All(NetworkCatalogue.All.Where(other => !other.Notation.Contains("GAP")), other => Assert.Null(other.Build().Residual));
    }

    [Fact]
    public void Schemes_of_chains_refuse_residual_networks_and_WAGEUBN_refuses_chains()
    {
        var (residual, chain) = (Network.Parse("4C3-R4-GAP-2CE", new(4, 4, 1)), Network.Parse("4C3-2CE", new(4, 4, 1)));
        foreach (string name in (string[])["wage", "niti"])
            Assert.Equal($"network '4C3-R4-GAP-2CE': scheme {name} trains chains of layers; residual blocks and GAP are for wageubn",
                Assert.Throws<InputException>(() => SchemeCatalogue.Get(name).Parameters(residual, new())).Message);
        Assert.Equal("network '4C3-2CE': WAGEUBN trains residual networks, which end in GAP and a loss; such as " +
            "16C3-R16-R32/2-GAP-10CE is expected",
            Assert.Throws<InputException>(() => SchemeCatalogue.Get("wageubn").Parameters(chain, new())).Message);
    }
}
