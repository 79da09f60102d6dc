using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Isa.Functional;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>What was compared in a case, and what differed.</summary>
/// <param name="Fault">The first difference, or null.</param>
public sealed record CaseOutcome(string Description, int Tensors, long Elements, long Commands, long Cycles, string? Fault);

/// <summary>
/// A random case: golden = interpreter = machine in every tensor, functional side = interpreter in every memory, stepping = event =
/// skipping in every cycle and count.
/// </summary>
public static class CaseCheck
{
    private readonly record struct Span(Unit Unit, int Pc, long Sequence, Cycle Issue, Cycle Start, Cycle Finish);

    /// <summary>The program by the functional side, step after step.</summary>
    private sealed class Fast : IDisposable
    {
        private readonly Team team;
        private readonly MachineState state;
        private readonly FunctionalSide side;

        public Fast(RandomCase test, Program program)
        {
            team = new(test.Threads);
            state = new(test.Chip, program.DramBytes);
            side = new(program, state, team, worthSharing: 0);
        }

        /// <summary>Starts where the interpreter starts.</summary>
        public void Prepare(MachineState interpreter)
        {
            interpreter.Dram.CopyTo(state.Dram, 0);
            interpreter.Scalars.CopyTo(state.Scalars, 0);
        }

        public string? Run(MachineState interpreter)
        {
            side.Run(default);
            if (!interpreter.Dram.AsSpan().SequenceEqual(state.Dram)) return "DRAM of interpreter and functional side differ";
            if (!interpreter.Accumulator.AsSpan().SequenceEqual(state.Accumulator)) return "sums of interpreter and functional side differ";
            bool same = interpreter.Scratchpad.AsSpan().SequenceEqual(state.Scratchpad);
            return same ? null : "scratchpads of interpreter and functional side differ";
        }

        public void Dispose() => team.Dispose();
    }

    /// <summary>A program with memory and time of its own.</summary>
    private sealed class Side(RandomCase test, Program program, Clock? clock, IArrayModel? arrays = null)
    {
        private readonly MachineState state = new(test.Chip, program.DramBytes) { Plain = clock is null, ArrayModel = arrays };

        public string Name => clock is { } c ? $"machine ({c} clock)" : "interpreter";
        public MachineState State => state;
        public StepMemory Memory => new(program, state, test.Parameters);
        public ProbeRecorder Probes { get; private set; } = null!;
        public MachineResult? Result { get; private set; }
        public List<Span> Spans { get; } = [];

        public void Run()
        {
            Probes = new(program, test.Parameters.Network, test.Batch);
            if (clock is null)
            {
                new Interpreter(program, state)
                {
                    Observe = (command, sequencer) => Probes.Record(command, sequencer.Iterations(), state),
                }.Run();
                return;
            }
            Result = new Accelerator(test.Chip, program, state, new()
            {
                Clock = clock.Value, CheckHazards = true,
                Observe = (command, iterations, _) => Probes.Record(command, iterations!, state),
                Timeline = (unit, e) => Spans.Add(new(unit, e.Command.Pc, e.Sequence, e.Issue, e.Start, e.Finish)),
            }).Run();
        }
    }

    /// <summary>Runs the case; with the grid, the machine on the event clock makes its products PE by PE.</summary>
    public static CaseOutcome Run(RandomCase test, Fidelity fidelity = Fidelity.Kernel)
    {
        int tensors = 0;
        long elements = 0, cycles = 0, commands = 0;
        var scheme = SchemeCatalogue.Of(test.Parameters);
        var golden = scheme.Golden(test.Parameters);
        int[][] state = scheme.StartState(test.Parameters, test.Seed);
        var program = SchemeCompiler.Compile(test.Parameters, test.Chip, test.Options);
        var chip = test.Chip;
        var arrays = fidelity == Fidelity.Grid ? new GridArrayModel(chip.Arrays, chip.Rows, chip.Cols) : null;
        Side[] sides = [new(test, program, null), new(test, program, Clock.Event, arrays), new(test, program, Clock.Stepping)];
        using var fast = new Fast(test, program);
        foreach (var side in sides) side.Memory.SetState(state);
        for (int step = 0; step < RandomCase.Steps; step++)
        {
            var draws = scheme.Draws(test.Parameters, test.Seed, (uint)step, test.Batch);
            var expected = golden.Step(state, test.Batches[step], test.Rate, draws);
            foreach (var side in sides)
            {
                side.Memory.SetBatch(test.Batches[step]);
                side.Memory.SetScalars(test.Seed, (uint)step, test.Rate);
                if (test.ExternalDraws) side.Memory.SetDraws(draws);
                if (side == sides[0]) fast.Prepare(side.State);
                side.Run();
                if (FirstDifference(expected, side) is { } difference) return Outcome($"step {step}: {difference}");
                var compared = side.Memory.Left(expected.Tensors, side.Probes).ToList();
                tensors += compared.Count;
                elements += compared.Sum(tensor => (long)tensor.Values.Length);
            }
            cycles += sides[1].Result!.Cycles;
            commands += sides[1].Spans.Count;
            string? fault = Differences(sides[0], sides[1], sides[2]) ?? fast.Run(sides[0].State);
            if (fault is not null) return Outcome($"step {step}: {fault}");
            if (step > 0) continue;
            var skipping = new Accelerator(test.Chip, program, data: null).Run();
            if (Differences(skipping, sides[2].Result!, "skipping") is { } skipFault) return Outcome(skipFault);
        }
        return Outcome(Inference(test, golden, state));

        CaseOutcome Outcome(string? fault) => new(test.Description, tensors, elements, commands, cycles, fault);
    }

    private static string? FirstDifference(StepTensors golden, Side side)
    {
        var found = TensorComparison.FirstDifference(
            golden.Tensors, tensor => side.Memory.Tensor(tensor.Kind, tensor.Layer, side.Probes));
        if (found is not var (expected, actual, index)) return null;
        return $"{side.Name}: {expected}{expected.Position(index)} is {actual.Values[index]}, golden {expected.Values[index]}";
    }

    private static string? Inference(RandomCase test, IGoldenTrainer golden, int[][] state)
    {
        var program = SchemeCompiler.Compile(test.Parameters, test.Chip, new(test.Batch, Inference: true) { ErrorPass = test.ErrorPass });
        long[] expected = golden.Infer(state, test.Batches[0]);
        foreach (Clock? clock in (Clock?[])[null, Clock.Event])
        {
            var side = new Side(test, program, clock);
            side.Memory.SetState(state);
            side.Memory.SetBatch(test.Batches[0], labels: false);
            side.Run();
            long[] actual = side.Memory.Output();
            for (int i = 0; i < expected.Length; i++)
                if (actual[i] != expected[i]) return $"inference: {side.Name}: output {i} is {actual[i]}, golden {expected[i]}";
        }
        return null;
    }

    private static string? Differences(Side interpreter, Side events, Side stepping)
    {
        if (!interpreter.State.Dram.AsSpan().SequenceEqual(events.State.Dram)) return "DRAM of interpreter and machine differ";
        if (!events.State.Dram.AsSpan().SequenceEqual(stepping.State.Dram)) return "DRAM of the two clocks differs";
        for (int i = 0; i < Math.Min(events.Spans.Count, stepping.Spans.Count); i++)
            if (events.Spans[i] != stepping.Spans[i]) return $"event clock: {events.Spans[i]}; stepping clock: {stepping.Spans[i]}";
        if (events.Spans.Count != stepping.Spans.Count)
            return $"event clock: {events.Spans.Count} commands; stepping clock: {stepping.Spans.Count}";
        return Differences(events.Result!, stepping.Result!, "event clock");
    }

    private static string? Differences(MachineResult a, MachineResult b, string name)
    {
        if (a.Cycles != b.Cycles) return $"{name}: {a.Cycles} cycles; stepping clock: {b.Cycles}";
        foreach (var (unit, states) in a.States)
            if (!states.AsSpan().SequenceEqual(b.States[unit]))
                return $"{unit}: cycles by state are [{string.Join(' ', states)}] on the {name}, " +
                    $"[{string.Join(' ', b.States[unit])}] on the stepping clock";
        if (!a.Activity.Equals(b.Activity)) return $"activity: {name} {a.Activity}; stepping {b.Activity}";
        if (!a.Ranges.SequenceEqual(b.Ranges) || a.Macs != b.Macs || a.PeProducts != b.PeProducts)
            return $"time or counts by layer and phase differ between {name} and stepping clock";
        return a.Dram == b.Dram ? null : $"DRAM: {name} {a.Dram}; stepping {b.Dram}";
    }
}
