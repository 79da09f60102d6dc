using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Runs;

namespace WageSim.Tests.Support;

/// <summary>A chosen residual network on a changed chip, with images of any codes.</summary>
internal static class WageubnCase
{
    public static RandomCase Of(
        string notation, ImageShape input, int? clip, int batch, StepRate rate, string chip, string[] changes,
        bool keeps = true, bool external = false, int largest = 127)
    {
        var parameters = new WageubnParameters(Network.Parse(notation, input)) { ActivationClip = clip };
        var random = new Random(batch);
        var batches = Enumerable.Range(0, RandomCase.Steps).Select(_ => new TrainingBatch(batch,
            [.. Enumerable.Range(0, batch * input.Count).Select(_ => (sbyte)random.Next(-largest, largest + 1))],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(parameters.Network.Classes))])).ToArray();
        return new(0, 5, parameters, ChipFile.Load(chip, changes), batch, rate, external, 2, batches) { KeepWords = keeps };
    }
}
