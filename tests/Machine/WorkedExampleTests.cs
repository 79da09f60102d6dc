using System.Globalization;
using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Numerics;

namespace WageSim.Tests.Machine;

/// <summary>The worked example of docs/machine.md: assembled from the page, its tables are what the machine does.</summary>
public sealed class WorkedExampleTests
{
    private const string Example = "## 13 ", Numerics = "## 8 ";

    [Theory, InlineData(Clock.Event), InlineData(Clock.Stepping)]
    public void Every_command_is_issued_starts_and_finishes_when_the_page_says(Clock clock)
    {
        var (actual, _) = Run(clock);
        Assert.Equal(Table("pc"), actual);
    }

    [Theory, InlineData(Clock.Event), InlineData(Clock.Stepping)]
    public void Every_unit_spends_its_cycles_as_the_page_says(Clock clock)
    {
        var (_, result) = Run(clock);
        var expected = Table("unit");
        string[] states = Header("unit")[1..^1];
        Assert.Equal(Enum.GetNames<UnitState>(), states);
        Assert.Equal(result.States.Keys.Select(unit => unit.ToString()).Order(), expected.Select(row => row[0]).Order());
        foreach (string[] row in expected)
        {
            long[] cycles = result.States[Enum.Parse<Unit>(row[0])];
            foreach (var (state, count) in states.Zip(row[1..^1]))
                Assert.Equal((row[0], state, count), (row[0], state, Text(cycles[(int)Enum.Parse<UnitState>(state)])));
            Assert.Equal(row[^1], Text(cycles.Sum()));
            Assert.Equal(result.Cycles, cycles.Sum());
        }
    }

    [Fact]
    public void The_counts_are_the_pages()
    {
        var (_, result) = Run(Clock.Event);
        var actual = result.Activity.Where(entry => entry.Value != 0).Select(entry => new[] { entry.Key.ToString(), Text(entry.Value) });
        Assert.Equal(Table("activity"), actual);
    }

    [Fact]
    public void The_draws_are_the_pages()
    {
        var rows = Table("seed", Numerics);
        Assert.NotEmpty(rows);
        foreach (string[] row in rows)
        {
            uint[] at = [.. row[..4].Select(uint.Parse)];
            Assert.Equal(row[4], Text(RandomBits.Draw(RandomBits.Key(at[0], at[1], at[2]), at[3])));
        }
    }

    private static (List<string[]> Timeline, MachineResult Result) Run(Clock clock)
    {
        var chip = ChipFile.Load("tiny", []);
        var program = Assembler.Assemble(Code(), "docs/machine.md");
        List<(Cycle Issue, string[] Row)> rows = [];
        void Add(Unit unit, Execution e) =>
            rows.Add((e.Issue,
                [Text(e.Command.Pc), Mnemonic(e), unit.ToString(), Text(e.Issue.Value), Text(e.Start.Value), Text(e.Finish.Value)]));
        var machine = new MachineState(chip, program.DramBytes);
        var result = new Accelerator(chip, program, machine, new() { Clock = clock, CheckHazards = true, Timeline = Add }).Run();
        return ([.. rows.OrderBy(row => row.Issue).Select(row => row.Row)], result);
    }

    private static string Mnemonic(Execution e) => InstructionSet.Print(e.Command.Instruction).Split(' ')[0];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The page from a heading on.</summary>
    private static IEnumerable<string> Page(string heading)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WageSim.sln"))) folder = folder.Parent!;
        return File.ReadLines(Path.Combine(folder.FullName, "docs", "machine.md"))
            .SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal));
    }

    private static string Code() =>
        string.Join('\n', Page(Example).SkipWhile(line => line != "```asm").Skip(1).TakeWhile(line => line != "```"));

    private static IEnumerable<string[]> Lines(string firstColumn, string heading) =>
        Page(heading).SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static string[] Header(string firstColumn) => Lines(firstColumn, Example).First();

    /// <summary>The rows of the table whose first column has this name.</summary>
    private static List<string[]> Table(string firstColumn, string heading = Example) => [.. Lines(firstColumn, heading).Skip(2)];
}
