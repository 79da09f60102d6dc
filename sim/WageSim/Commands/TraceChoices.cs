using System.CommandLine;
using System.CommandLine.Parsing;
using WageSim.Models;
using WageSim.Tracing;

namespace WageSim.Commands;

/// <summary>The options of a trace, for commands that run a program in time.</summary>
internal sealed class TraceChoices(bool ofTraining)
{
    private const int Mebibyte = 1 << 20;

    private readonly Option<string?> file = Choices.Text(
        "--trace", "FILE", "write what happens when: a .json for ui.perfetto.dev, or a .vcd for waveform viewers");
    private readonly Option<TraceWindow?> steps = Range("--trace-steps", "the steps traced, first and last (default 0..0)");
    private readonly Option<TraceWindow?> cycles = Range(
        "--trace-cycles",
        $"the cycles traced, first and last{(ofTraining ? ", from the begin of the first step traced" : "")} (default all)");
    private readonly Option<int?> limit = Choices.Number("--trace-limit", "MiB of the trace at most (default 64)", 1, 65536, "MIB");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(file);
        if (ofTraining) command.Add(steps);
        command.Add(cycles);
        command.Add(limit);
    }

    /// <summary>What is asked for, or null.</summary>
    public TraceRequest? Of(ParseResult parsed)
    {
        if (parsed.GetValue(file) is not { } path)
        {
            foreach (Option option in (Option[])[steps, cycles, limit])
                if (parsed.GetResult(option) is not null) throw new InputException($"{option.Name}: only with --trace");
            return null;
        }
        long bytes = parsed.GetValue(limit) is { } mebibytes ? (long)mebibytes * Mebibyte : TraceRequest.DefaultLimit;
        var request = new TraceRequest(path, ofTraining ? parsed.GetValue(steps) : null, parsed.GetValue(cycles), bytes);
        request.CheckFormat();
        return request;
    }

    private static Option<TraceWindow?> Range(string name, string description) => new(name)
    {
        Description = description, HelpName = "A..B", CustomParser = result => Parse(result, name),
    };

    private static TraceWindow? Parse(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        string[] ends = text.Split("..");
        if (ends.Length != 2 || !Number(ends[0], out long first) || !Number(ends[1], out long last))
        {
            result.AddError($"{name}: '{text}' is not a range; A..B is expected, such as 0..999, both included");
            return null;
        }
        if (first <= last) return new(first, last);
        result.AddError($"{name}: {text} ends before it begins");
        return null;
    }

    private static bool Number(string digits, out long value)
    {
        value = 0;
        return digits.Length > 0 && digits.All(char.IsAsciiDigit) && long.TryParse(digits, out value);
    }
}
