using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;

namespace WageSim.Tests.Support;

/// <summary>A chosen network on a changed chip edge; half of its images' codes are extreme, so that sums come near their bounds.</summary>
internal static class ExtremeCase
{
    public static RandomCase Of(string notation, ImageShape input, string bits, int batch, string[] changes, int extreme = -127)
    {
        var parameters = WageParameters.Default(Network.Parse(notation, input), BitWidths.Parse(bits));
        var random = new Random(batch);
        var batches = Enumerable.Range(0, RandomCase.Steps).Select(_ => new TrainingBatch(batch,
            [.. Enumerable.Range(0, batch * input.Count).Select(_ => (sbyte)(random.Next(2) == 0 ? extreme : random.Next(-127, 128)))],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(parameters.Network.Classes))])).ToArray();
        return new(0, 5, parameters, ChipFile.Load("edge", changes), batch, 3, ExternalDraws: false, 1, batches);
    }
}
