using System.Globalization;
using WageSim.Models.Schemes.Niti;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>NITI's gradient bits from given epochs on: "5@0,4@100,3@150".</summary>
public sealed class GradientBitsSchedule : RateSchedule
{
    private GradientBitsSchedule(string text, IReadOnlyList<(int, int)> steps) : base(text, steps) { }

    public override string Key => "gradientBits";

    public override IReadOnlyDictionary<string, double> Values(int epoch) => new Dictionary<string, double> { [Key] = At(epoch).Rate };

    /// <summary>Reads BITS@EPOCH pairs; epochs rise from 0.</summary>
    public static GradientBitsSchedule Parse(string text) =>
        new(text, Read(SchemeOptions.GradientBitsOption, text, "BITS@EPOCH is expected, such as 5@0", (bits, bad) =>
        {
            if (!int.TryParse(bits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)) return null;
            const int least = NitiParameters.LeastGradientBits, most = NitiParameters.MostGradientBits;
            return value is >= least and <= most ? value : throw bad($"gradient bits are {least}..{most}");
        }));
}
