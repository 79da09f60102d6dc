using System.Text.Json;
using WageSim.CommandLine;
using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.RunFolders;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>The newest weights of a run that is kept in a folder, finished or not.</summary>
/// <param name="Asked">What the run was asked to do; its network, chip and batch, too, where they were left to the data set.</param>
/// <param name="Parameters">Network and scheme, as far as they say what the state's arrays are.</param>
/// <param name="State">Arrays of the state.</param>
/// <param name="Where">Which weights these are: "run/checkpoint-000012.wsc, epoch 3 after 17 steps".</param>
internal sealed record TrainedWeights(TrainSettings Asked, SchemeParameters Parameters, int[][] State, string Where)
{
    /// <summary>What it trains.</summary>
    public Network Network => Parameters.Network;

    /// <summary>Reads a folder, in which the run may be going on.</summary>
    public static TrainedWeights Read(string path)
    {
        using var folder = new RunFolder(DiskStorage.ToRead(path));
        var record = folder.Record();
        if (folder.Newest() is not var (file, checkpoint))
            throw new InputException($"{path}: the run has no checkpoint yet, and so no weights");
        string where = Path.Combine(path, file);
        if (RunSettings.Difference(record.Settings, checkpoint.Settings, "in the checkpoint") is { } other)
            throw new InputException($"{where}: is a checkpoint of another run: {other}");
        int[] input = checkpoint.Settings["input"]!.Deserialize<int[]>()!;
        var network = Network.Parse(checkpoint.Settings["network"]!.GetValue<string>(), new(input[0], input[1], input[2]));
        // Runs from before there was a choice do not name it.
        var scheme = SchemeCatalogue.Get(checkpoint.Settings["scheme"]?.GetValue<string>() ?? SchemeCatalogue.Default.Name);
        var progress = checkpoint.Progress.Deserialize<TrainingProgress>(OutputFile.JsonOptions)!;
        string when = progress.Step == 0 ? $"after {progress.Epoch} epochs" : $"epoch {progress.Epoch} after {progress.Step} steps";
        var asked = AskedSettings.Read(record.Asked);
        asked = asked with
        {
            Network = network.Notation,
            Chip = asked.Chip ?? TrainingPlan.DefaultChip(asked.Data!),
            Batch = record.Settings["batch"]!.GetValue<int>(),
        };
        return new(asked, scheme.Parameters(network, new()), checkpoint.Weights, $"{where}, {when}");
    }
}
