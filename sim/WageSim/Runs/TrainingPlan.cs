using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Datasets;

namespace WageSim.Runs;

/// <summary>Settings with every default filled in and everything loaded and checked.</summary>
public sealed record TrainingPlan(
    TrainSettings Settings, WageParameters Parameters, Chip Chip, DataSet Data,
    int Batch, int Epochs, LearningRateSchedule Rates, int Check)
{
    public Network Network => Parameters.Network;
    public int StepsPerEpoch => Data.Train.Count / Batch;

    public static TrainingPlan From(TrainSettings settings)
    {
        AtLeastOne("--epochs", settings.Epochs);
        AtLeastOne("--limit", settings.Limit);
        AtLeastOne("--test-limit", settings.TestLimit);
        bool digits = settings.Data == "digits";
        var chip = ChipFile.Load(settings.Chip ?? (digits ? "edge" : "base"), settings.Overrides);
        var rates = LearningRateSchedule.Parse(settings.LearningRate ?? (digits ? "8@0,1@20" : "8@0,1@1"));
        var data = DataSets.Load(settings.Data);
        if (settings.Limit is { } limit) data = data with { Train = data.Train.Take(limit) };
        if (settings.TestLimit is { } testLimit) data = data with { Test = data.Test.Take(testLimit) };
        string notation = NetworkCatalogue.Resolve(settings.Network ?? (digits ? "digits-cnn" : "mnist-lenet"));
        var network = Network.Parse(notation, data.Train.Shape);
        if (network.Classes < data.Classes)
            throw new InputException($"network '{network}': {network.Classes} outputs; data set {data.Name} has {data.Classes} classes");
        int batch = settings.Batch ?? (digits ? 32 : 128);
        if (batch > data.Train.Count) throw new InputException($"--batch: {batch} is more than the {data.Train.Count} training images");
        int epochs = settings.Epochs ?? (digits ? 40 : 2), check = settings.Check ?? (digits && settings.Network is null ? 2 : 0);
        return new(settings, WageParameters.Default(network, settings.Bits), chip, data, batch, epochs, rates, check);

        static void AtLeastOne(string option, int? value)
        {
            if (value < 1) throw new InputException($"{option}: {value}; at least 1 is needed");
        }
    }
}
