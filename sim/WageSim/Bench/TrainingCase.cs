using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Bench;

/// <summary>What is trained in the benchmark: networks of the catalogue on preset chips, with images that the program makes.</summary>
public static class TrainingCase
{
    public const int Batch = 128;

    public static WageParameters Lenet { get; } = Named("mnist-lenet");
    public static WageParameters Vgg { get; } = Named("cifar10-vgg");

    /// <summary>The plan of a run of epochs over all of a set.</summary>
    public static TrainingPlan Plan(SchemeParameters parameters, string chip, DataSet data, int batch = Batch, int epochs = 1)
    {
        var scheme = SchemeCatalogue.Of(parameters);
        var settings = new TrainSettings { Scheme = scheme.Name, Network = parameters.Network.Notation, Data = data.Name, Chip = chip };
        var rates = scheme.Rates(new(), digits: false);
        return new(settings, parameters, ChipFile.Load(chip, []), data, batch, epochs, rates, Check: 0);
    }

    /// <summary>Puts into DRAM what a step of the LeNet finds there.</summary>
    public static void Prepare(StepMemory memory, int batch)
    {
        var images = new TrainingBatch(batch, new sbyte[batch * Lenet.Network.Input.Count], new int[batch]);
        Batches.Gather(
            EnlargedDigits.Make(batch).Train, PixelCodes.SignedUnit, [.. Enumerable.Range(0, batch)], images.Inputs, images.Labels);
        memory.SetState(WageInitializer.Draw(Lenet, seed: 1));
        memory.SetBatch(images);
        memory.SetScalars(seed: 1, step: 0, rate: 3);
    }

    private static WageParameters Named(string name) => WageParameters.Default(NetworkCatalogue.Find(name)!.Build(), BitWidths.Paper);
}
