using WageSim.Models;
using WageSim.Workloads.Catalogue;

namespace WageSim.Tests.Workloads.Catalogue;

public sealed class NetworkCatalogueTests
{
    [Fact]
    public void Every_network_builds_and_resolves_by_its_name()
    {
        foreach (var named in NetworkCatalogue.All)
        {
            Assert.Equal(named.Name == "imagenet-alexnet" ? 1000 : 10, named.Build().Classes);
            Assert.Equal(named.Notation, NetworkCatalogue.Resolve(named.Name));
            Assert.Same(named, NetworkCatalogue.Find(named.Name));
        }
        Assert.Equal(NetworkCatalogue.All.Count, NetworkCatalogue.All.DistinctBy(named => named.Name).Count());
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
