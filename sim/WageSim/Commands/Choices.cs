using System.CommandLine;
using System.CommandLine.Parsing;
using WageSim.Machine;
using WageSim.Models;
using WageSim.Models.Costs;
using WageSim.Models.Networks;
using WageSim.Runs;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Topologies;

namespace WageSim.Commands;

/// <summary>Options with their checks; an error names the option, the value and what is allowed.</summary>
internal static class Choices
{
    /// <summary>A whole number of a range.</summary>
    public static Option<int?> Number(string name, string description, int low, int high, string help = "N") => new(name)
    {
        Description = description, HelpName = help, CustomParser = result => (int?)Whole(result, name, low, high),
    };

    /// <summary>Seed of the random numbers.</summary>
    public static Option<uint?> Seed(string description) => new("--seed")
    {
        Description = description, HelpName = "S", CustomParser = result => (uint?)Whole(result, "--seed", 0, uint.MaxValue),
    };

    /// <summary>A text that says something.</summary>
    public static Option<string?> Text(string name, string help, string description, bool required = false) => new(name)
    {
        Description = description, HelpName = help, Required = required, CustomParser = result => NotEmpty(result, name, help),
    };

    public static Option<string?> Network(string description) =>
        Text("--network", "NETWORK", description + "; a name (see list networks), a notation such as 16C3-MP2-64FC-10SSE or an ONNX file");

    public static Option<string?> Chip(string description) =>
        Text("--chip", "CHIP", description + "; a preset (see list chips) or a JSON file");

    /// <summary>Changes to the chip; may be given several times.</summary>
    public static Option<string[]> Overrides() => new("--set")
    {
        Description = "a change to the chip, such as rows=32 or scratchpad.banks=8; may be given several times", HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>What everything costs.</summary>
    public static Option<string?> Prices() => Text(
        "--prices", "PRICES", $"what everything costs: a table ({string.Join(", ", PriceTable.Names)}) or a JSON file (default paper)");

    public static Option<BitWidths?> Bits() => new("--bits")
    {
        Description = "wage: widths of weights, activations, gradients and errors (default 2-8-8-8)", HelpName = "W-A-G-E",
        CustomParser = result => Checked(result, () => (BitWidths?)BitWidths.Parse(result.Tokens[0].Value)),
    };

    /// <summary>on or off; a text, as the library lets nothing but true or false follow an option that is a truth value.</summary>
    public static Option<string?> OnOff(string name, string description) => new(name)
    {
        Description = description, HelpName = "on|off",
        CustomParser = result => result.Tokens[0].Value is "on" or "off"
            ? result.Tokens[0].Value
            : Fault<string?>(result, $"{name}: '{result.Tokens[0].Value}' is not one of on, off"),
    };

    public static Option<Clock?> Clock() => new("--clock")
    {
        Description = "event: only cycles in which something changes (default); stepping: every cycle, the reference",
        HelpName = "event|stepping",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "event" => Machine.Clock.Event,
            "stepping" => Machine.Clock.Stepping,
            var other => Fault<Clock?>(result, $"--clock: '{other}' is not one of event, stepping"),
        },
    };

    public static Option<Fidelity?> Fidelity() => new("--fidelity")
    {
        Description = "kernel: the arrays' products at once (default); grid: PE by PE, register by register, with the same values",
        HelpName = "kernel|grid",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "kernel" => Runs.Fidelity.Kernel,
            "grid" => Runs.Fidelity.Grid,
            var other => Fault<Fidelity?>(result, $"--fidelity: '{other}' is not one of kernel, grid"),
        },
    };

    /// <summary>How training images are varied.</summary>
    public static Option<Augmentation?> Augment() => new("--augment")
    {
        Description = "random variations of training images: crop, a window anywhere within a zero border of 4; flip, left and right " +
            "exchanged every second time (default: the preset's, else none)",
        HelpName = string.Join('|', Augmentations.Names),
        CustomParser = result => Augmentations.Find(result.Tokens[0].Value) ?? Fault<Augmentation?>(
            result, $"--augment: '{result.Tokens[0].Value}' is not one of {string.Join(", ", Augmentations.Names)}"),
    };

    public static Option<ErrorPass?> ErrorPass() => SpillOrRecompute(
        "--error-pass", "errors before quantisation, and NITI's sums: spill writes them to DRAM as wide words (default); " +
        "recompute makes their products twice", Workloads.Compiler.ErrorPass.Spill, Workloads.Compiler.ErrorPass.Recompute);

    public static Option<SavedTensors?> Saved() => SpillOrRecompute(
        "--saved", "wageubn: codes, activations and masks of batch normalisations: spill keeps them in DRAM for the backward pass " +
        "(default); recompute keeps the codes alone and makes the others again", SavedTensors.Spill, SavedTensors.Recompute);

    private static Option<T?> SpillOrRecompute<T>(string name, string description, T spill, T recompute) where T : struct => new(name)
    {
        Description = description,
        HelpName = "spill|recompute",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "spill" => spill,
            "recompute" => recompute,
            var other => Fault<T?>(result, $"{name}: '{other}' is not one of spill, recompute"),
        },
    };

    public static Option<Dataflow?> Dataflow() => new("--dataflow")
    {
        Description = "what stays in the PEs: ws, weights (default); os, sums", HelpName = "ws|os",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "ws" => Workloads.Topologies.Dataflow.WeightStationary,
            "os" => Workloads.Topologies.Dataflow.OutputStationary,
            var other => Fault<Dataflow?>(result, $"--dataflow: '{other}' is not one of ws, os"),
        },
    };

    public static Option<string?> Zeros(string runs) => Text(
        "--zeros", "all|none|N",
        $"count products with a zero operand in all {runs}, none, or the first N (default: all if the chip has zeroGating, else 2)");

    public static Option<int?> Threads() =>
        Number("--threads", "host threads (default: all cores); results do not depend on it", 1, 64, "T");

    public static Option<string?> Json() => Text("--json", "FILE", "write the results to this file as JSON");

    /// <summary>A file that is read.</summary>
    public static Argument<string> File(string name, string description) => new(name) { Description = description };

    /// <summary>Runs a check of the library's own and reports what it throws as an error of the command line.</summary>
    private static T? Checked<T>(ArgumentResult result, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException error)
        {
            return Fault<T>(result, $"--bits: {error.Message}");
        }
    }

    private static long? Whole(ArgumentResult result, string name, long low, long high)
    {
        string text = result.Tokens[0].Value;
        string digits = text.StartsWith('-') ? text[1..] : text;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
            return Fault<long?>(result, $"{name}: '{text}' is not a whole number; {low}..{high} is expected");
        // What does not fit 64 bits is outside any range too.
        return long.TryParse(text, out long value) && value >= low && value <= high
            ? value
            : Fault<long?>(result, $"{name}: {text} is outside {low}..{high}");
    }

    private static string? NotEmpty(ArgumentResult result, string name, string help) =>
        string.IsNullOrWhiteSpace(result.Tokens[0].Value)
            ? Fault<string>(result, $"{name}: the value is empty; {help} is expected")
            : result.Tokens[0].Value;

    private static T? Fault<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
