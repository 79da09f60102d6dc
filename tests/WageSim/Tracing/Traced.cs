using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Tests.Support;
using WageSim.Tracing;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.Tracing;

/// <summary>A program whose traces are looked at.</summary>
internal sealed class Traced
{
    public Traced(Chip chip, Program program)
    {
        (Chip, Program) = (chip, program);
        Result = new Accelerator(chip, program, null).Run();
        Subject = new(chip, program, Result.Ranges, Result.Cycles);
    }

    /// <summary>A training step of a small network.</summary>
    public static Traced Step(string preset, string notation, int side, int channels, int batch, params string[] overrides)
    {
        var chip = ChipFile.Load(preset, overrides);
        var network = Network.Parse(notation, new(side, side, channels));
        return new(chip, SchemeCompiler.Compile(WageParameters.Default(network, BitWidths.Paper), chip, new(batch)));
    }

    public static Traced Random(int seed)
    {
        var random = new RandomMachineProgram(seed);
        return new(random.Chip, random.Program);
    }

    public Chip Chip { get; }
    public Program Program { get; }
    public MachineResult Result { get; }
    public TraceSubject Subject { get; }
    public long Cycles => Result.Cycles;
    public TraceWindow Whole => new(0, Cycles - 1);

    /// <summary>The bytes of a trace, and the cycle at which the limit cut it.</summary>
    public (byte[] Bytes, long? CutAt) Write(bool vcd, Clock clock, TraceWindow window, long limit = long.MaxValue, int runs = 1)
    {
        using var stream = new MemoryStream();
        MachineTrace trace = vcd
            ? new VcdTrace(Subject, window, stream, limit)
            : new PerfettoTrace(Subject, window, stream, limit);
        for (int run = 0; run < runs; run++)
        {
            trace.Begin(run * Cycles);
            var options = new MachineOptions { Clock = clock, Observer = trace, Timeline = trace.Retired };
            Rig.Same("traced", Result, new Accelerator(Chip, Program, null, options).Run());
        }
        trace.Finish();
        return (stream.ToArray(), trace.CutAt);
    }

    /// <summary>What an observer is told in a run on the stepping clock.</summary>
    public CycleLedger Ledger()
    {
        var ledger = new CycleLedger(Cycles);
        new Accelerator(Chip, Program, null, new() { Clock = Clock.Stepping, Observer = ledger, Timeline = ledger.Retired }).Run();
        return ledger;
    }

    /// <summary>Every seed's random program, and steps on different chips.</summary>
    public static IEnumerable<(string Name, Traced Case)> Several()
    {
        for (int seed = 0; seed < 20; seed++) yield return ($"seed {seed}", Random(seed));
        yield return ("edge", Step("edge", "4C3-MP2-8FC-10SSE", 8, 1, 2));
        yield return ("two arrays at 300 MHz", Step("tiny", "4C3-10SSE", 5, 2, 3, "arrays=2", "clockMegahertz=300"));
        yield return ("wide", Step("wide", "8C3-4C3-10SSE", 9, 2, 2));
    }
}
