using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Isa.Functional;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>A compiled step on a chip: its values, its time, or both together.</summary>
/// <remarks>
/// A program starts with all units idle and DRAM closed and ends so, and no decision of the machine depends on data:
/// each run of the same program takes the same time, cycle by cycle. So the time is simulated once, and values are computed in program
/// order: the race check proves that no other order of the machine gives different ones.
/// </remarks>
public sealed class StepEngine
{
    private readonly Chip chip;
    private readonly Clock clock;
    private readonly FunctionalSide functional;

    public StepEngine(
        SchemeParameters parameters, Chip chip, CompileOptions options, Clock clock, Team team, Fidelity fidelity = Fidelity.Kernel)
    {
        (this.chip, this.clock, Parameters, Options) = (chip, clock, parameters, options);
        Program = SchemeCompiler.Compile(parameters, chip, options);
        if (fidelity == Fidelity.Grid) Grid = new(chip.Arrays, chip.Rows, chip.Cols);
        State = new(chip, Program.DramBytes) { ArrayModel = Grid };
        Memory = new(Program, State, parameters);
        Zeros = new(Program);
        functional = new(Program, State, team);
    }

    public SchemeParameters Parameters { get; }
    public CompileOptions Options { get; }
    public Program Program { get; }
    public MachineState State { get; }
    public StepMemory Memory { get; }

    /// <summary>The arrays PE by PE, or null for the kernels.</summary>
    public GridArrayModel? Grid { get; }

    /// <summary>Products with a zero operand, counted while State.Zeros is this.</summary>
    public ZeroProducts Zeros { get; }

    /// <summary>The step's time, once it is known.</summary>
    public MachineResult? Timing { get; private set; }

    /// <summary>How often the time was simulated.</summary>
    public int TimesSimulated { get; private set; }

    /// <summary>Time that reading the program for its values took.</summary>
    public TimeSpan Decoding => functional.Decoding;

    /// <summary>From the next run on, products with a zero operand are counted, from nothing, or they are not.</summary>
    public void CountZeros(bool count)
    {
        Zeros.Clear();
        State.Zeros = count ? Zeros : null;
    }

    /// <summary>Runs the step for its values.</summary>
    /// <param name="alone">On the calling thread only.</param>
    public void Run(CancellationToken cancellation, bool alone = false)
    {
        // The grid takes the passes one by one, as the program has them: there is nothing to group and to share.
        if (Grid is null) functional.Run(cancellation, alone);
        else new Interpreter(Program, State) { Cancellation = cancellation }.Run();
    }

    /// <summary>Finds out the step's time without values, and proves that program order gives the machine's values.</summary>
    public void FindTime(CancellationToken cancellation)
    {
        if (Timing is not null) return;
        RaceCheck.Run(chip, Program, cancellation);
        Simulate(null, new() { Clock = clock, Cancellation = cancellation });
    }

    /// <summary>Runs the step on the machine, values and time together, with the hazard checker on.</summary>
    public MachineResult RunInTime(
        CancellationToken cancellation, ProbeRecorder? probes = null, Action<Command, int[]?, Cycle>? observe = null)
    {
        if (probes is not null)
            observe += (command, iterations, _) =>
            {
                if (probes.Knows(command.Pc)) probes.Record(command, iterations!, State);
            };
        var options = new MachineOptions { Clock = clock, CheckHazards = true, Observe = observe, Cancellation = cancellation };
        return Simulate(State, options);
    }

    /// <summary>Simulates the step's time once more, without values, and tells an observer everything.</summary>
    public MachineResult Observe(IMachineObserver observer, CancellationToken cancellation, Action<Unit, Execution>? timeline = null) =>
        new Accelerator(chip, Program, null, new() { Observer = observer, Timeline = timeline, Cancellation = cancellation }).Run();

    /// <summary>The step's time, for who needs it before the first step; no race is looked for.</summary>
    public MachineResult TimeAlone(CancellationToken cancellation) =>
        Timing ?? new Accelerator(chip, Program, null, new() { Clock = clock, Cancellation = cancellation }).Run();

    private MachineResult Simulate(MachineState? data, MachineOptions options)
    {
        TimesSimulated++;
        return Timing = new Accelerator(chip, Program, data, options).Run();
    }
}
