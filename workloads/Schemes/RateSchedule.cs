using WageSim.Models;
using WageSim.Models.Golden;

namespace WageSim.Workloads.Schemes;

/// <summary>A scheme's rate from given epochs on: what decides how far a step goes.</summary>
public abstract class RateSchedule
{
    private readonly IReadOnlyList<(int Rate, int Epoch)> steps;

    private protected RateSchedule(string text, IReadOnlyList<(int Rate, int Epoch)> steps) => (Text, this.steps) = (text, steps);

    /// <summary>The text it was made from.</summary>
    public string Text { get; }

    /// <summary>What the schedule is called among a run's settings.</summary>
    public abstract string Key { get; }

    /// <summary>The schedule as a run's settings have it, by name.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> Settings => [new(Key, Text)];

    /// <summary>The rate of an epoch, as programs read it.</summary>
    public virtual StepRate At(int epoch) => At(steps, epoch);

    /// <summary>An epoch's rate as people know it, by the names of <see cref="Settings"/>.</summary>
    public abstract IReadOnlyDictionary<string, double> Values(int epoch);

    /// <summary>The value that holds in an epoch.</summary>
    private protected static int At(IReadOnlyList<(int Value, int Epoch)> steps, int epoch) =>
        steps.Last(step => step.Epoch <= epoch).Value;

    /// <summary>Reads VALUE@EPOCH pairs; epochs rise from 0, and @0 may be left out.</summary>
    /// <param name="option">What the text was given with.</param>
    /// <param name="form">What is expected of a pair.</param>
    /// <param name="value">A value from its text; null where it is not of the form; throws with the reason where it is not allowed.</param>
    private protected static IReadOnlyList<(int, int)> Read(
        string option, string text, string form, Func<string, Func<string, InputException>, int?> value)
    {
        var steps = new List<(int Rate, int Epoch)>();
        foreach (string part in text.Split(','))
        {
            string[] pair = part.Split('@');
            int epoch = 0;
            if (pair.Length > 2 || (pair.Length == 2 && !int.TryParse(pair[1], out epoch)) || value(pair[0], Bad) is not { } rate)
                throw Bad(form);
            if (steps.Count == 0 ? epoch != 0 : epoch <= steps[^1].Epoch) throw Bad("epochs must rise, beginning with 0");
            steps.Add((rate, epoch));

            InputException Bad(string why) => new($"{option}: '{part}' in '{text}': {why}");
        }
        return steps;
    }
}
