using System.Reflection;
using WageSim.Isa;

namespace WageSim.Tests.Isa;

/// <summary>Random instructions and programs.</summary>
/// <remarks>It reads the attributes itself, so that it does not inherit a mistake of the code under test.</remarks>
internal sealed class RandomPrograms(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Every record that is an instruction.</summary>
    public static Type[] Records { get; } =
        [.. typeof(Instruction).Assembly.GetTypes().Where(type => type.BaseType == typeof(Instruction))];

    public Instruction Instruction(Type record)
    {
        var primary = record.GetConstructors().Single();
        return (Instruction)primary.Invoke([.. primary.GetParameters().Select(Value)]);
    }

    public Instruction Instruction() => Instruction(Records[random.Next(Records.Length)]);

    public Program Program()
    {
        var instructions = Enumerable.Range(0, random.Next(0, 60)).Select(_ => Instruction()).ToArray();
        var symbols = Enumerable.Range(0, random.Next(5)).Select(i => Symbol($"t{i}.weights")).ToArray();
        return new()
        {
            Instructions = instructions,
            Symbols = symbols,
            Ranges = [.. Ranges(instructions.Length)],
            Probes = [.. Enumerable.Range(0, instructions.Length).SelectMany(Probes)],
            Chip = random.Next(2) == 0 ? "" : "small chip.json",
            DramBytes = symbols.Select(symbol => symbol.Address + symbol.Bytes).DefaultIfEmpty().Max() + random.Next(3),
        };
    }

    private object Value(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<AtAttribute>() is { } at) return new Address(random.Next(32), Number(0, (1L << at.Width) - 1));
        var bits = parameter.GetCustomAttribute<BitsAttribute>()!;
        long number = bits.Signed
            ? Number(Math.Max(bits.Min, -(1L << (bits.Width - 1))), (1L << (bits.Width - 1)) - 1)
            : Number(Math.Max(bits.Min, 0), (1L << bits.Width) - 1);
        return Convert.ChangeType(number, parameter.ParameterType);
    }

    // The limits often, since that is where encodings break.
    private long Number(long min, long max) => random.Next(6) switch { 0 => min, 1 => max, _ => random.NextInt64(min, max + 1) };

    private Symbol Symbol(string name)
    {
        int[] shape = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(1, 9))];
        return new(name, random.NextInt64(1L << 30), 1 << random.Next(4), random.Next(2) == 0, shape);
    }

    private IEnumerable<CodeRange> Ranges(int count)
    {
        for (int start = random.Next(3), end; start < count; start = end + Math.Max(0, random.Next(5) - 2))
        {
            end = Math.Min(count, start + random.Next(1, 10));
            yield return new(start, end, $"conv{random.Next(4)}", random.Next(2) == 0 ? "forward" : "backward");
        }
    }

    private IEnumerable<Probe> Probes(int pc)
    {
        for (int i = random.Next(8) - 5; i > 0; i--)
            yield return new(pc, "error", random.Next(9), random.Next(128), random.Next(64), Steps(), Steps());
    }

    private int[] Steps() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(-100, 100))];
}
