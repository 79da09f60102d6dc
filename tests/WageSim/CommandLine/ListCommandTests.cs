using WageSim.Models.Hardware;
using WageSim.Tests.Support;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.CommandLine;

public sealed class ListCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void All_lists_are_printed_where_none_is_named()
    {
        string all = Cli.Good("list").Out;
        Assert.Equal(Cli.Good("list", "chips").Out + Cli.Good("list", "networks").Out + Cli.Good("list", "data").Out
            + Cli.Good("list", "schemes").Out
            + Cli.Good("list", "presets").Out, all);
        foreach (string preset in ChipFile.Presets) Assert.Matches($"(?m)^{preset} ", all);
        foreach (var network in NetworkCatalogue.All) Assert.Matches($"(?m)^{network.Name} ", all);
        foreach (var preset in PresetCatalogue.All) Assert.Matches($"(?m)^{preset.Name} .* {preset.Data}:DIR ", all);
        foreach (var (form, _) in DataSets.Known) Assert.Matches($"(?m)^{form} ", all);
    }

    [Fact]
    public void Chips_come_with_their_figures()
    {
        string json = folder.File("l.json");
        Assert.Matches(@"(?m)^wide +128×128 +8 +800 MHz +2\.00 MiB +4\.00 MiB +hbm2 +a server card",
            Cli.Good("list", "chips", "--json", json).Out);
        var chips = Cli.Json(json).GetProperty("chips");
        Assert.Equal(ChipFile.Presets, chips.EnumerateArray().Select(chip => chip.GetProperty("name").GetString()).Order());
        Assert.Equal([16, 256, 1024, 1024, 16384], chips.EnumerateArray().Select(chip => chip.GetProperty("pes").GetInt32()));
        Assert.Equal(4, chips[0].GetProperty("chip").GetProperty("rows").GetInt32());
        Assert.False(Cli.Json(json).TryGetProperty("networks", out _));
    }

    [Fact]
    public void Networks_come_with_weights_and_MACs()
    {
        string json = folder.File("l.json");
        Cli.Good("list", "networks", "--json", json);
        var digits = Cli.Json(json).GetProperty("networks")[0];
        Assert.Equal("digits-cnn", digits.GetProperty("name").GetString());
        // 9·16 + 9·16·32 + 2·2·32·64 + 64·10 weights; convolutions use theirs at 64 and 16 places.
        Assert.Equal(144 + 4608 + 8192 + 640, digits.GetProperty("weights").GetInt32());
        Assert.Equal(144 * 64 + 4608 * 16 + 8192 + 640, digits.GetProperty("macsPerImage").GetInt32());
    }

    [Fact]
    public void All_networks_are_one_list_with_the_schemes_that_train_them()
    {
        string json = folder.File("l.json");
        string text = Cli.Good("list", "networks", "--json", json).Out;
        Assert.Matches("(?m)^digits-cnn +wage +digits +8×8×1 +4 +13,584 +91,776 +16C3-MP2-", text);
        Assert.Matches("(?m)^vgg-small-7 +wage, niti +cifar10 +32×32×3 +7 +4,656,512 +607,600,640 ", text);
        Assert.Matches("(?m)^resnet-18 +wageubn +imagenet +224×224×3 +22 +11,691,328 +1,826,918,912 +64C7/2-MP3/2-R64P-R64-", text);
        var networks = Cli.Json(json).GetProperty("networks").EnumerateArray()
            .ToDictionary(network => network.GetProperty("name").GetString()!);
        Assert.Equal(NetworkCatalogue.All.Select(named => named.Name), networks.Keys);
        Assert.Equal(["wage", "niti"], networks["niti-lenet"].GetProperty("schemes").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(54, networks["resnet-50"].GetProperty("layers").GetInt32());
        Assert.Equal(49, networks["resnet-50"].GetProperty("normalisations").GetInt32());
        Assert.Equal(272_528, networks["resnet-20"].GetProperty("parameters").GetInt32());
        Assert.Equal(271_152, networks["resnet-20"].GetProperty("weights").GetInt32());
    }
}
