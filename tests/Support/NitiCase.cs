using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Runs;

namespace WageSim.Tests.Support;

/// <summary>A chosen NITI network on a changed chip, with images of any codes.</summary>
internal static class NitiCase
{
    /// <param name="variant">p: pseudo-stochastic rounding; i: the loss of whole octaves; d: dropout; e: draws from memory.</param>
    public static RandomCase Of(
        string notation, ImageShape input, string variant, int batch, int gradientBits, string chip, string[] changes,
        int largest = 128, int exponent = -5)
    {
        var parameters = NitiParameters.Default(Network.Parse(notation, input)) with
        {
            Rounding = variant.Contains('p') ? NitiRounding.Pseudo2020 : NitiRounding.Nearest2021,
            Loss = variant.Contains('i') ? NitiLoss.Integer2020 : NitiLoss.Fixed2021,
            Dropout = variant.Contains('d'),
        };
        var random = new Random(batch);
        var batches = Enumerable.Range(0, RandomCase.Steps).Select(_ => new TrainingBatch(batch,
            [.. Enumerable.Range(0, batch * input.Count).Select(_ => (sbyte)random.Next(-largest, Math.Max(1, largest)))],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(parameters.Network.Classes))]) { Exponent = exponent }).ToArray();
        return new(0, 5, parameters, ChipFile.Load(chip, changes), batch, gradientBits, variant.Contains('e'), 1, batches)
        {
            KeepWords = true,
        };
    }
}
