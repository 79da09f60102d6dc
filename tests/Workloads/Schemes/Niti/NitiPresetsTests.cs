using WageSim.Models;
using WageSim.Models.Schemes.Niti;
using WageSim.Runs;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.Workloads.Schemes.Niti;

public sealed class NitiPresetsTests
{
    private static readonly Scheme niti = SchemeCatalogue.Get("niti");

    [Theory, InlineData(7), InlineData(8), InlineData(9)]
    public void The_small_VGGs_are_trained_as_published(int layers)
    {
        var preset = PresetCatalogue.Get($"vgg-small-{layers}");
        Assert.Equal(("niti", "cifar10", 256, 200), (preset.Scheme, preset.Data, preset.Batch, preset.Epochs));
        Assert.Equal(Augmentation.Crop | Augmentation.Flip, preset.Augmentation);
        var rates = niti.Rates(preset.Options, digits: false);
        Assert.Equal([5, 5, 4, 4, 3, 3], ((int[])[0, 99, 100, 149, 150, 199]).Select(rates.At));
        var parameters = Parameters(preset);
        Assert.Equal((NitiRounding.Nearest2021, NitiLoss.Fixed2021, true), (parameters.Rounding, parameters.Loss, parameters.Dropout));
        Assert.Equal(layers, parameters.Network.Layers.Count);
    }

    [Fact]
    public void LeNet_is_trained_as_published_in_2020()
    {
        var preset = PresetCatalogue.Get("niti-lenet");
        Assert.Equal(("niti", "mnist", 64, Augmentation.None), (preset.Scheme, preset.Data, preset.Batch, preset.Augmentation));
        Assert.Equal(0, niti.Rates(preset.Options, digits: false).At(99));
        var parameters = Parameters(preset);
        Assert.Equal((NitiRounding.Pseudo2020, NitiLoss.Integer2020, false), (parameters.Rounding, parameters.Loss, parameters.Dropout));
        Assert.Equal([-10, -11, -10, -10], parameters.WeightExponents);
    }

    [Theory]
    [InlineData("mnist", 28, 1, "niti-lenet")]
    [InlineData("cifar10", 32, 3, "vgg-small-7")]
    [InlineData("svhn", 32, 3, "vgg-small-7")]
    [InlineData("idx", 28, 1, "niti-lenet")]
    [InlineData("idx", 32, 1, "niti-lenet")]
    [InlineData("idx", 12, 1, "niti-lenet")]
    public void A_set_has_the_network_of_its_first_preset_or_else_of_the_images_most_like_it(
        string data, int size, int channels, string network) =>
        Assert.Equal(network, PresetCatalogue.NetworkFor(niti, data, new(size, size, channels)));

    [Fact]
    public void Photographs_have_no_network_of_NITI() => Assert.Equal(
        "--network: is missing: scheme niti has none for images of 224×224×3; a name (see list networks) or a notation is expected",
        Assert.Throws<InputException>(() => PresetCatalogue.NetworkFor(niti, "imagenet", new(224, 224, 3))).Message);

    [Fact]
    public void A_preset_fills_in_the_scheme_and_what_is_chosen_of_it()
    {
        var plan = TrainingPlan.From(new() { Preset = "vgg-small-8", Data = "digits", Network = "niti-digits" });
        Assert.Equal(("niti", 256, 200, "5@0,4@100,3@150"), (plan.Scheme.Name, plan.Batch, plan.Epochs, plan.Rates.Text));
        Assert.True(((NitiParameters)plan.Parameters).Dropout);
        var changed = TrainingPlan.From(new()
        {
            Preset = "vgg-small-8", Data = "digits", Network = "niti-digits", Batch = 8,
            SchemeOptions = new() { GradientBits = "2", Dropout = false, Rounding = "pseudo-2020" },
        });
        Assert.Equal(("2", 8), (changed.Rates.Text, changed.Batch));
        var parameters = (NitiParameters)changed.Parameters;
        Assert.Equal((NitiRounding.Pseudo2020, NitiLoss.Fixed2021, false), (parameters.Rounding, parameters.Loss, parameters.Dropout));
    }

    [Fact]
    public void The_digits_are_trained_by_the_published_bits_in_their_published_parts()
    {
        var plan = TrainingPlan.From(new() { Scheme = "niti" });
        Assert.Equal(("5@0,4@20,3@30", 40, 32), (plan.Rates.Text, plan.Epochs, plan.Batch));
        Assert.Equal(NetworkCatalogue.Resolve("niti-digits"), plan.Network.Notation);
        Assert.Equal(-6, plan.InputCodes.Exponent);
    }

    private static NitiParameters Parameters(Preset preset) =>
        (NitiParameters)niti.Parameters(NetworkCatalogue.Find(preset.Network)!.Build(), preset.Options);
}
