using System.Globalization;

namespace WageSim.Tests.Tracing;

/// <summary>A VCD file as it is read: signals by scope and name, with their changes.</summary>
internal sealed class VcdFile
{
    private readonly Dictionary<string, List<(long Time, string Value)>> byCode = [];

    public VcdFile(string text)
    {
        var scopes = new Stack<string>();
        long time = 0;
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            switch (words[0])
            {
                case "$scope": scopes.Push(words[2]); break;
                case "$upscope": scopes.Pop(); break;
                case "$var":
                    // The outermost scope is the chip.
                    string name = string.Join('.', scopes.Reverse().Skip(1).Append(words[4]));
                    byCode[words[3]] = Changes[name] = [];
                    break;
                case "$timescale":
                    Timescale = words.Length > 1 ? string.Concat(words[1..^1]) : reader.ReadLine()!.Trim().Replace(" ", "");
                    break;
                case "$comment": Comments.Add(line); break;
                case ['#', .. var digits]:
                    time = long.Parse(digits, CultureInfo.InvariantCulture);
                    Times.Add(time);
                    break;
                case ['$', ..]: break;
                case ['s' or 'b', .. var value] when words.Length == 2: byCode[words[1]].Add((time, value)); break;
                case ['0' or '1', .. var code]: byCode[code].Add((time, line[..1])); break;
            }
        }
    }

    public string Timescale { get; } = "";
    public List<string> Comments { get; } = [];
    public List<long> Times { get; } = [];
    public Dictionary<string, List<(long Time, string Value)>> Changes { get; } = [];

    /// <summary>The value of each cycle of a stretch.</summary>
    public string[] Values(string name, long first, long count, long unitsOfCycle)
    {
        var changes = Changes[name];
        string[] values = new string[count];
        int next = 0;
        string value = "?";
        for (long i = 0; i < count; i++)
        {
            while (next < changes.Count && changes[next].Time <= (first + i) * unitsOfCycle) value = changes[next++].Value;
            values[i] = value;
        }
        return values;
    }

    /// <summary>The same as numbers; -1 where nothing drives it.</summary>
    public long[] Numbers(string name, long first, long count, long unitsOfCycle) =>
        [.. Values(name, first, count, unitsOfCycle).Select(value => value.Contains('z') ? -1 : Convert.ToInt64(value, 2))];
}
