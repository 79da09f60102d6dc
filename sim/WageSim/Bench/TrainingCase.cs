using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Runs;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;

namespace WageSim.Bench;

/// <summary>What is trained in the benchmark: networks of the catalogue on preset chips, with images that the program makes.</summary>
internal static class TrainingCase
{
    public const int Batch = 128;

    public static WageParameters Lenet { get; } = Named("mnist-lenet");
    public static WageParameters Vgg { get; } = Named("cifar10-vgg");

    /// <summary>The plan of a run of epochs over all of a set.</summary>
    public static TrainingPlan Plan(WageParameters parameters, string chip, DataSet data, int batch = Batch, int epochs = 1)
    {
        var settings = new TrainSettings { Network = parameters.Network.Notation, Data = data.Name, Chip = chip };
        return new(settings, parameters, ChipFile.Load(chip, []), data, batch, epochs, LearningRateSchedule.Parse("8@0"), Check: 0);
    }

    private static WageParameters Named(string name) => WageParameters.Default(NetworkCatalogue.Find(name)!.Build(), BitWidths.Paper);
}
