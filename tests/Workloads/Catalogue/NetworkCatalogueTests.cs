using WageSim.Models;
using WageSim.Models.Schemes.Niti;
using WageSim.Workloads.Catalogue;

namespace WageSim.Tests.Workloads.Catalogue;

public sealed class NetworkCatalogueTests
{
    [Fact]
    public void Every_network_builds_and_resolves_by_its_name()
    {
        foreach (var named in NetworkCatalogue.All)
        {
            Assert.Equal(named.Name == "imagenet-alexnet" ? 1000 : named.Name is "resnet-18" or "resnet-34" or "resnet-50" ? 1001 : 10,
                named.Build().Classes);
            Assert.Equal(named.Notation, NetworkCatalogue.Resolve(named.Name));
            Assert.Same(named, NetworkCatalogue.Find(named.Name));
            Assert.InRange(named.TrainingImages ?? 0, 1_438, 1_281_167);
        }
        Assert.Equal(NetworkCatalogue.All.Count, NetworkCatalogue.All.DistinctBy(named => named.Name).Count());
    }

    // Fan-ins and the sides of what the convolutions make, as in the authors' code.
    [Theory]
    [InlineData("niti-lenet", new[] { 25, 500, 800, 500 }, new[] { 24, 8 }, 500 + 25_000 + 400_000 + 5_000)]
    [InlineData("vgg-small-7", new[] { 27, 1152, 1152, 2304, 2304, 4608, 8192 }, new[] { 32, 32, 16, 16, 8, 8 }, 4_656_512)]
    [InlineData("vgg-small-8", new[] { 27, 1152, 1152, 1152, 2304, 2304, 4608, 8192 }, new[] { 32, 32, 32, 16, 16, 8, 8 }, 4_803_968)]
    [InlineData("vgg-small-9", new[] { 27, 1152, 1152, 1152, 2304, 2304, 2304, 4608, 8192 },
        new[] { 32, 32, 32, 16, 16, 16, 8, 8 }, 5_393_792)]
    public void NITI_s_networks_have_the_published_sizes(string name, int[] fanIns, int[] sides, int weights)
    {
        var network = NetworkCatalogue.Find(name)!.Build();
        Assert.Equal(fanIns, network.Layers.Select(layer => layer.FanIn));
        Assert.Equal(sides, network.Layers.Where(layer => layer.IsConvolution).Select(layer => layer.Accumulator.Height));
        Assert.Equal(weights, network.Layers.Sum(layer => layer.WeightCount));
        NitiParameters.Default(network).Check();
    }

    [Theory, InlineData("10SSE"), InlineData("2x(8C3-8C3-MP2)-10SSE"), InlineData("MP2-10SSE"), InlineData("")]
    public void A_notation_is_left_to_the_parser(string notation)
    {
        Assert.Equal(notation, NetworkCatalogue.Resolve(notation));
        Assert.Null(NetworkCatalogue.Find(notation));
    }

    [Fact]
    public void What_is_like_a_name_gets_a_suggestion() =>
        Assert.StartsWith("network 'mnist': unknown name; did you mean mnist-lenet? ",
            Assert.Throws<InputException>(() => NetworkCatalogue.Resolve("mnist")).Message);
}
