using WageSim.CommandLine;
using WageSim.Models.Traces;
using WageSim.RunFolders;

namespace WageSim.Runs;

/// <summary>Writes the newest weights of a run as an archive in the golden-trace layout.</summary>
public static class WeightExport
{
    /// <summary>Writes the archive and says what it has; returns the process's exit code.</summary>
    public static int Execute(string run, string file, string? json)
    {
        OutputFile.CheckApart(file, json);
        RunFolder.CheckApart(run, file, json);
        OutputFile.Check(file);
        OutputFile.Check(json);
        var trained = TrainedWeights.Read(run);
        OutputFile.Write(file, WeightFile.ToBytes(trained.Parameters, trained.State));
        var (layers, sha256) = (trained.Network.Layers, WeightHash.Sha256(trained.Parameters, trained.State));
        long count = layers.Sum(layer => (long)layer.WeightCount);
        OutputFile.WriteJson(json, new
        {
            File = file, Source = trained.Where, Network = trained.Network.Notation,
            Layers = layers.Count, Weights = count, WeightsSha256 = sha256,
        });
        Output.Line($"{file}: {Format.Count(count)} weights of {layers.Count} layers, from {trained.Where}; sha256 {sha256}");
        return ExitCode.Good;
    }
}
