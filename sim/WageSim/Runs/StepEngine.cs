using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;

namespace WageSim.Runs;

/// <summary>A compiled step on a chip: run in time, or, once its time is known, for its data alone.</summary>
/// <remarks>
/// A program starts with all units idle and DRAM closed and ends so, and no decision of the machine depends on data:
/// each run of the same program takes the same time, cycle by cycle. So the time is simulated once;
/// the hazard checker proves on that run that program order gives the machine's data.
/// </remarks>
public sealed class StepEngine
{
    private readonly Chip chip;
    private readonly Clock clock;

    public StepEngine(WageParameters parameters, Chip chip, CompileOptions options, Clock clock, int threads)
    {
        (this.chip, this.clock, Parameters, Options) = (chip, clock, parameters, options);
        Program = WageCompiler.Compile(parameters, chip, options);
        State = new(chip, Program.DramBytes) { Threads = threads };
        Memory = new(Program, State, parameters);
    }

    public WageParameters Parameters { get; }
    public CompileOptions Options { get; }
    public Program Program { get; }
    public MachineState State { get; }
    public StepMemory Memory { get; }

    /// <summary>The step's time, once it has been run in time.</summary>
    public MachineResult? Timing { get; private set; }

    /// <summary>Runs the step: in time when that is not known yet or is asked for, else in program order.</summary>
    public MachineResult Run(CancellationToken cancellation, ProbeRecorder? probes = null, bool inTime = false)
    {
        if (Timing is null || inTime) return RunInTime(cancellation, probes);
        new Interpreter(Program, State) { Observe = probes is null ? null : Record(probes), Cancellation = cancellation }.Run();
        return Timing;
    }

    /// <summary>Runs the step on the machine, with the hazard checker on.</summary>
    public MachineResult RunInTime(
        CancellationToken cancellation, ProbeRecorder? probes = null, Action<Command, int[]?, Cycle>? observe = null)
    {
        if (probes is not null)
            observe += (command, iterations, _) =>
            {
                if (probes.Knows(command.Pc)) probes.Record(command, iterations!, State);
            };
        var options = new MachineOptions { Clock = clock, CheckHazards = true, Observe = observe, Cancellation = cancellation };
        return Timing = new Accelerator(chip, Program, State, options).Run();
    }

    private Action<Command, Sequencer> Record(ProbeRecorder probes) => (command, sequencer) =>
    {
        if (probes.Knows(command.Pc)) probes.Record(command, sequencer.Iterations(), State);
    };
}
