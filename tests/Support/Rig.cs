using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using Xunit.Sdk;

namespace WageSim.Tests.Support;

/// <summary>A small chip under test. Whatever it runs is interpreted, stepped, run by events and timed without data, and all must
/// agree.</summary>
internal sealed class Rig(Chip chip)
{
    /// <summary>Bursts of 32 bytes in two cycles; at 1000 MHz a DRAM cycle is a chip cycle, and refresh never comes.</summary>
    public static readonly DramTiming Dram = new("rig", "", CapacityMebibytes: 1, ClockPicoseconds: 1000, Channels: 1, BusBits: 64,
        BurstLength: 4, BankGroups: 2, BanksPerGroup: 2, RowBytes: 256, CL: 5, CWL: 4, TRCD: 4, TRP: 3, TRAS: 9, TRFC: 20,
        TREFI: 1_000_000, TRRDS: 2, TRRDL: 3, TFAW: 10, TCCDS: 2, TCCDL: 3, TWTRS: 2, TWTRL: 4, TWR: 5, TRTP: 3);

    public Chip Chip => chip;

    /// <summary>A chip that differs from the default in what the test is about. Port words have 16 bytes, so a row of 4 operands is one
    /// word.</summary>
    public static Rig With(
        int arrays = 1, int rows = 4, int cols = 4, int macBits = 8, int banks = 4, int bankKiB = 1, int portBits = 128,
        int accumulatorBanks = 2, int accumulatorKiB = 1, int accumulatorPortBits = 1024, int lanes = 4, int vectorLatency = 5,
        int divideCycles = 17, int divideInterval = 17,
        int pageBytes = 128, int pages = 2, int dmaLatency = 3, int queueDepth = 16, int megahertz = 1000, DramTiming? dram = null) =>
        new(new("rig", megahertz, arrays, rows, cols, macBits, new(banks, bankKiB, portBits),
            new(accumulatorBanks, accumulatorKiB, accumulatorPortBits),
            new(lanes, vectorLatency) { DivideCycles = divideCycles, DivideInterval = divideInterval },
            new(pageBytes, pages, dmaLatency), dram ?? Dram, new(65536, queueDepth)));

    /// <summary>Runs a program text every way there is.</summary>
    public RigRun Run(string text, Action<MachineState>? prepare = null) => Run(Assemble(text), prepare);

    /// <summary>Runs a program every way there is.</summary>
    public RigRun Run(Program program, Action<MachineState>? prepare = null)
    {
        var interpreted = State(program, prepare, plain: true);
        new Interpreter(program, interpreted).Run();
        var (stepping, events, timeOnly) =
            (Machine(program, Clock.Stepping, prepare), Machine(program, Clock.Event, prepare),
                Machine(program, Clock.Event, prepare, data: false));
        Same("event clock", stepping, events);
        Same("event clock without data", stepping, timeOnly);
        Same("skipping", stepping.Result, new Accelerator(chip, program, data: null).Run());
        Same("stepped", interpreted, stepping.Machine!);
        Same("run by events", interpreted, events.Machine!);
        return stepping;
    }

    /// <summary>Runs a program text on one clock.</summary>
    public RigRun Machine(string text, Clock clock, Action<MachineState>? prepare = null) => Machine(Assemble(text), clock, prepare);

    /// <summary>Runs a program on one clock, with the hazard checker where there is data.</summary>
    public RigRun Machine(Program program, Clock clock, Action<MachineState>? prepare = null, bool data = true)
    {
        var machine = data ? State(program, prepare) : null;
        var entries = new List<TimelineEntry>();
        var options = new MachineOptions
        {
            Clock = clock,
            CheckHazards = data,
            Timeline = (unit, e) => entries.Add(new(unit, InstructionSet.RowOf(e.Command.Instruction).Mnemonic, e.Command.Pc, e.Sequence,
                e.Issue.Value, e.Start.Value, e.Finish.Value)),
        };
        return new(new Accelerator(chip, program, machine, options).Run(), machine, entries);
    }

    /// <summary>What an instruction-by-instruction execution of a text leaves in the memories.</summary>
    public MachineState Interpret(string text, Action<MachineState>? prepare = null)
    {
        var program = Assemble(text);
        var machine = State(program, prepare);
        new Interpreter(program, machine).Run();
        return machine;
    }

    private MachineState State(Program program, Action<MachineState>? prepare, bool plain = false)
    {
        var machine = new MachineState(chip, program.DramBytes) { Plain = plain };
        prepare?.Invoke(machine);
        return machine;
    }

    // DRAM enough for every hand-written program.
    private static Program Assemble(string text) => Assembler.Assemble($".dram 4096\n{text}", "rig.s");

    private static void Same(string what, RigRun expected, RigRun actual)
    {
        for (int i = 0; i < Math.Min(expected.Timeline.Count, actual.Timeline.Count); i++)
            if (expected.Timeline[i] != actual.Timeline[i])
                throw new XunitException($"{what}: {actual.Timeline[i]} instead of {expected.Timeline[i]}");
        Assert.Equal(expected.Timeline.Count, actual.Timeline.Count);
        Same(what, expected.Result, actual.Result);
    }

    /// <summary>Equal in every cycle and count.</summary>
    public static void Same(string what, MachineResult a, MachineResult b)
    {
        foreach (var (unit, states) in a.States)
            for (int s = 0; s < states.Length; s++)
                if (states[s] != b.States[unit][s])
                    throw new XunitException($"{what}: {unit} is {b.States[unit][s]} cycles {(UnitState)s} instead of {states[s]}");
        Assert.Equal((a.Cycles, a.Macs, a.PeProducts, a.Dram, a.Activity), (b.Cycles, b.Macs, b.PeProducts, b.Dram, b.Activity));
        Assert.Equal(a.Ranges, b.Ranges);
    }

    private static void Same(string what, MachineState expected, MachineState actual)
    {
        Same(what, "DRAM byte", expected.Dram, actual.Dram);
        Same(what, "scratchpad byte", expected.Scratchpad, actual.Scratchpad);
        Same(what, "sum", expected.Accumulator, actual.Accumulator);
        Same(what, "scalar", expected.Scalars, actual.Scalars);
    }

    private static void Same<T>(string what, string cell, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual) where T : IEquatable<T>
    {
        int at = expected.CommonPrefixLength(actual);
        if (at < expected.Length)
            throw new XunitException($"{what}: {cell} {at} is {actual[at]} instead of the interpreter's {expected[at]}");
    }
}

/// <summary>When a command was issued, started and finished.</summary>
internal sealed record TimelineEntry(Unit Unit, string Mnemonic, int Pc, long Sequence, long Issue, long Start, long Finish)
{
    public long Cycles => Finish - Start;
}

/// <summary>One run: time, counts, the memories afterwards, and every command in the order of retirement.</summary>
internal sealed record RigRun(MachineResult Result, MachineState? Machine, IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>Executions of a mnemonic, on one unit or all, in program order.</summary>
    public TimelineEntry[] All(string mnemonic, Unit? unit = null) =>
        [.. Timeline.Where(entry => entry.Mnemonic == mnemonic && (unit is null || entry.Unit == unit)).OrderBy(entry => entry.Issue)];

    /// <summary>The only execution of a mnemonic.</summary>
    public TimelineEntry Only(string mnemonic, Unit? unit = null) => Assert.Single(All(mnemonic, unit));

    /// <summary>Cycles of a unit in a state.</summary>
    public long In(Unit unit, UnitState state) => Result.States[unit][(int)state];

    /// <summary>Cycles of a unit in all states that it was in, in their order.</summary>
    public string States(Unit unit) =>
        string.Join(" ", Result.States[unit].Select((cycles, state) => (cycles, state)).Where(s => s.cycles > 0).Select(s =>
            $"{(UnitState)s.state} {s.cycles}"));
}
