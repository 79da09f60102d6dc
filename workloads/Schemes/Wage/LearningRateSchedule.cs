namespace WageSim.Workloads.Schemes.Wage;

/// <summary>Learning rates, powers of two, from given epochs on: "8@0,1@200,0.125@250".</summary>
public sealed class LearningRateSchedule : RateSchedule
{
    private LearningRateSchedule(string text, IReadOnlyList<(int, int)> steps) : base(text, steps) { }

    public override string Key => "learningRate";

    public override IReadOnlyDictionary<string, double> Values(int epoch) =>
        new Dictionary<string, double> { [Key] = Math.ScaleB(1, At(epoch).Rate) };

    /// <summary>Reads RATE@EPOCH pairs; epochs rise from 0. Rates are log2.</summary>
    public static LearningRateSchedule Parse(string text) =>
        new(text, Read(SchemeOptions.LearningRateOption, text, "RATE@EPOCH is expected, such as 8@0", (rate, bad) =>
        {
            if (!double.TryParse(rate, out double value)) return null;
            double log2 = Math.Log2(value);
            if (!(value > 0) || log2 != Math.Round(log2) || Math.Abs(log2) > 16) throw bad("the rate must be a power of two, 2^-16..2^16");
            return (int)log2;
        }));
}
