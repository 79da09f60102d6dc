using WageSim.Models;

namespace WageSim.Runs;

/// <summary>Learning rates, powers of two, from given epochs on: "8@0,1@200,0.125@250".</summary>
public sealed class LearningRateSchedule
{
    private readonly (int Log2, int Epoch)[] steps;

    private LearningRateSchedule(string text, (int, int)[] steps) => (Text, this.steps) = (text, steps);

    public string Text { get; }

    /// <summary>Reads RATE@EPOCH pairs; epochs rise from 0.</summary>
    public static LearningRateSchedule Parse(string text)
    {
        var steps = new List<(int Log2, int Epoch)>();
        foreach (string part in text.Split(','))
        {
            string[] pair = part.Split('@');
            if (pair.Length > 2 || !double.TryParse(pair[0], out double rate) || (pair.Length == 2 && !int.TryParse(pair[1], out _)))
                throw Bad(part, "RATE@EPOCH is expected, such as 8@0");
            double log2 = Math.Log2(rate);
            if (!(rate > 0) || log2 != Math.Round(log2) || Math.Abs(log2) > 16)
                throw Bad(part, "the rate must be a power of two, 2^-16..2^16");
            int epoch = pair.Length == 2 ? int.Parse(pair[1]) : 0;
            if (steps.Count == 0 ? epoch != 0 : epoch <= steps[^1].Epoch) throw Bad(part, "epochs must rise, beginning with 0");
            steps.Add(((int)log2, epoch));
        }
        return new(text, [.. steps]);

        InputException Bad(string part, string why) => new($"--learning-rate: '{part}' in '{text}': {why}");
    }

    /// <summary>log2 of the rate in an epoch.</summary>
    public int Log2At(int epoch) => steps.Last(step => step.Epoch <= epoch).Log2;
}
