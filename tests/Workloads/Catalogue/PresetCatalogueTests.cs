using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;
using WageSim.Workloads.Schemes.Wage;

namespace WageSim.Tests.Workloads.Catalogue;

public sealed class PresetCatalogueTests
{
    [Fact]
    public void Every_preset_has_a_network_a_data_set_and_a_schedule()
    {
        Assert.Equal(PresetCatalogue.All.Count, PresetCatalogue.All.DistinctBy(preset => preset.Name).Count());
        foreach (var preset in PresetCatalogue.All)
        {
            Assert.Same(preset, PresetCatalogue.Get(preset.Name));
            Assert.NotNull(NetworkCatalogue.Find(preset.Network));
            Assert.Equal(preset.Scheme, SchemeCatalogue.Get(preset.Scheme).Name);
            Assert.Contains($"{preset.Data}:DIR", DataSets.Known.Select(known => known.Form));
            var rates = SchemeCatalogue.Get(preset.Scheme).Rates(preset.Options, digits: false);
            var options = preset.Options;
        Assert.Equal(options.LearningRate ?? options.GradientBits ?? options.LearningRateCode, rates.Settings.First().Value);
        }
    }

    // The alphas are those that the authors' log prints.
    [Theory, InlineData("cifar10-vgg"), InlineData("svhn-vgg")]
    public void The_VGG_has_the_published_weights_MACs_and_alphas(string name)
    {
        var network = NetworkCatalogue.Find(name)!.Build();
        Assert.Equal(12_973_440, network.Layers.Sum(layer => layer.WeightCount));
        long[] forward = [3_538_944, 150_994_944, 75_497_472, 150_994_944, 75_497_472, 150_994_944, 8_388_608, 10_240];
        Assert.Equal(forward, network.Layers.Select(layer => layer.MacsPerImage));
        Assert.Equal(615_917_568, network.MacsPerImage);
        var alphas = WageParameters.Default(network, BitWidths.Paper).AlphaLog2.Select(log2 => 1 << log2);
        Assert.Equal([2, 16, 16, 16, 16, 32, 32, 16], alphas);
    }

    [Fact]
    public void CIFAR_10_is_trained_as_published()
    {
        var preset = PresetCatalogue.Get("cifar10-vgg");
        Assert.Equal((128, 300, (BitWidths?)BitWidths.Paper), (preset.Batch, preset.Epochs, preset.Options.Bits));
        Assert.Equal(Augmentation.Crop | Augmentation.Flip, preset.Augmentation);
        var rates = LearningRateSchedule.Parse(preset.Options.LearningRate!);
        Assert.Equal([3, 3, 0, 0, -3, -3], ((int[])[0, 199, 200, 249, 250, 299]).Select(rates.At));
    }

    // Alphas by the fan-in terms of the authors' code; sizes of AlexNet without groups.
    [Fact]
    public void AlexNet_is_trained_as_published()
    {
        var preset = PresetCatalogue.Get("imagenet-alexnet");
        Assert.Equal((256, 80, (BitWidths?)new BitWidths(2, 8, 12, 12)), (preset.Batch, preset.Epochs, preset.Options.Bits));
        Assert.Equal(Augmentation.Crop | Augmentation.Flip, preset.Augmentation);
        var rates = LearningRateSchedule.Parse(preset.Options.LearningRate!);
        Assert.Equal([5, 5, 2, 2, -1], ((int[])[0, 39, 40, 59, 60]).Select(rates.At));
        var network = NetworkCatalogue.Find(preset.Network)!.Build();
        Assert.Equal([55, 27, 13, 13, 13], network.Layers.Take(5).Select(layer => layer.Accumulator.Height));
        Assert.Equal([363, 2400, 2304, 3456, 3456, 9216, 4096, 4096], network.Layers.Select(layer => layer.FanIn));
        Assert.Equal(62_367_776, network.Layers.Sum(layer => (long)layer.WeightCount));
        var parameters = WageParameters.Default(network, preset.Options.Bits!.Value);
        Assert.Equal([8, 16, 16, 32, 32, 32, 32, 32], parameters.AlphaLog2.Select(log2 => 1 << log2));
    }

    [Fact]
    public void Street_numbers_and_digits_are_not_mirrored()
    {
        Assert.Equal(Augmentation.Crop, PresetCatalogue.Get("svhn-vgg").Augmentation);
        Assert.Equal(Augmentation.None, PresetCatalogue.Get("mnist-lenet").Augmentation);
    }

    [Fact]
    public void A_preset_fills_in_what_is_not_asked_for()
    {
        var plan = TrainingPlan.From(new() { Preset = "cifar10-vgg", Data = "digits", Network = "digits-cnn" });
        Assert.Equal((128, 300, "8@0,1@200,0.125@250"), (plan.Batch, plan.Epochs, plan.Rates.Text));
        Assert.Equal(Augmentation.Crop | Augmentation.Flip, plan.Augmentation);
        var changed = TrainingPlan.From(new()
        {
            Preset = "cifar10-vgg", Data = "digits", Network = "digits-cnn", Batch = 8, Epochs = 3,
            SchemeOptions = new() { LearningRate = "4", Bits = new(3, 8, 8, 8) },
            Augmentation = Augmentation.None,
        });
        Assert.Equal((8, 3, "4"), (changed.Batch, changed.Epochs, changed.Rates.Text));
        Assert.Equal((Augmentation.None, 3), (changed.Augmentation, changed.Parameters.Bits.Weight));
    }

    [Fact]
    public void Wrong_presets_are_refused()
    {
        Assert.StartsWith("--preset: 'cifar-vgg' is unknown; did you mean cifar10-vgg? Presets are mnist-lenet, ",
            Error(new() { Preset = "cifar-vgg", Data = "digits" }));
        Assert.Equal("--preset svhn-vgg: its images are missing; --data svhn:DIR is expected", Error(new() { Preset = "svhn-vgg" }));

        static string Error(TrainSettings settings) => Assert.Throws<InputException>(() => TrainingPlan.From(settings)).Message;
    }
}
