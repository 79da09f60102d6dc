using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Runs;

/// <summary>How many first steps of a run have their products with a zero operand counted: all, none or a number.</summary>
public static class ZeroSteps
{
    public const int All = int.MaxValue;

    // Counting takes about an eighth of a step's time; the first steps say what share of zeros to expect (docs/performance.md).
    private const int Default = 2;

    /// <summary>What was asked for, or the default: all where the chip's energy depends on it, else the first two.</summary>
    public static int Of(string? asked, Chip chip)
    {
        if (asked is null) return chip.ZeroGating ? All : Default;
        int steps = asked switch
        {
            "all" => All,
            "none" => 0,
            _ when asked.All(char.IsAsciiDigit) && int.TryParse(asked, out int number) && number > 0 => number,
            _ => throw new InputException($"--zeros: '{asked}' is not one of all, none, or a number of steps from 1"),
        };
        if (chip.ZeroGating && steps != All)
            throw new InputException($"--zeros: {asked}; chip {chip.Name} has zeroGating, whose energy needs all");
        return steps;
    }

    /// <summary>The number in words.</summary>
    public static string Name(int steps) => steps switch { All => "all", 0 => "none", _ => $"{steps}" };
}
