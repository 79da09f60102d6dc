using System.Globalization;
using System.Numerics;
using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Schemes.Wageubn;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>WAGEUBN's learning-rate codes and gradient ranges, each from given epochs on: "26@0,3@30" and "128@0,32@60".</summary>
public sealed class WageubnSchedule : RateSchedule
{
    private const string RangeKey = "gradientRange";

    private readonly string codes, ranges;
    private readonly IReadOnlyList<(int Log2, int Epoch)> rangeSteps;

    private WageubnSchedule(string codes, IReadOnlyList<(int, int)> codeSteps, string ranges, IReadOnlyList<(int, int)> rangeSteps)
        : base($"{codes}, gradient range {ranges}", codeSteps) =>
        (this.codes, this.ranges, this.rangeSteps) = (codes, ranges, rangeSteps);

    public override string Key => "learningRateCode";

    public override IEnumerable<KeyValuePair<string, string>> Settings => [new(Key, codes), new(RangeKey, ranges)];

    public override IReadOnlyDictionary<string, double> Values(int epoch)
    {
        var rate = At(epoch);
        return new Dictionary<string, double> { [Key] = rate.Rate, [RangeKey] = 1 << rate.RangeLog2 };
    }

    public override StepRate At(int epoch) => new(base.At(epoch).Rate, At(rangeSteps, epoch));

    /// <summary>Reads CODE@EPOCH pairs, and RANGE@EPOCH pairs; epochs rise from 0.</summary>
    public static WageubnSchedule Parse(string codes, string ranges) => new(
        codes, Read(SchemeOptions.LearningRateCodeOption, codes, "CODE@EPOCH is expected, such as 26@0", Code),
        ranges, Read(SchemeOptions.GradientRangeOption, ranges, "RANGE@EPOCH is expected, such as 128@0", Range));

    private static int? Code(string text, Func<string, InputException> bad)
    {
        const int least = WageubnParameters.LeastLearningRate, most = WageubnParameters.MostLearningRate;
        if (!IsWhole(text, out int value)) return null;
        return value is >= least and <= most ? value : throw bad($"learning-rate codes are {least}..{most}");
    }

    private static int? Range(string text, Func<string, InputException> bad)
    {
        if (!IsWhole(text, out int value)) return null;
        return WageubnParameters.GradientRanges.Contains(value)
            ? BitOperations.Log2((uint)value)
            : throw bad($"gradient ranges are {string.Join(", ", WageubnParameters.GradientRanges)}");
    }

    private static bool IsWhole(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
