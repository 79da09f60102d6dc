using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Isa;

/// <summary>Runs a program with no clock, in program order: the meaning of the instruction set.</summary>
public sealed class Interpreter(Program program, MachineState machine)
{
    private readonly SemaphoreCount semaphores = new();

    /// <summary>Called before each unit command is executed; for probes and counts.</summary>
    public Action<Command, Sequencer>? Observe { get; init; }

    /// <summary>Asked every few thousand instructions.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Runs to halt.</summary>
    public void Run()
    {
        var sequencer = new Sequencer(program);
        while (!sequencer.Halted)
        {
            var instruction = sequencer.Current;
            if ((sequencer.Fetched & 0xfff) == 0) Cancellation.ThrowIfCancellationRequested();
            if (Observe is not null && instruction.Target != Unit.Sequencer && instruction is not (Wait or Signal))
                Observe(instruction.Resolve(sequencer.Pc, sequencer), sequencer);
            int pc = sequencer.Pc;
            bool sent = sequencer.Step(out var command);
            semaphores.Count(instruction, pc);
            if (!sent) continue;
            Check(program, command, machine.Chip, machine.Dram.Length);
            if (instruction is not (Wait or Signal)) instruction.Execute(command, machine);
        }
    }

    /// <summary>Throws where a command touches a place that its memory does not have, or an array that the chip does not have.</summary>
    public static void Check(Program program, in Command command, Chip chip, long dramBytes)
    {
        var target = command.Instruction.Target;
        if (target >= Unit.Array0 && target - Unit.Array0 >= chip.Arrays)
            throw new InputException(
                $"program: instruction {command.Pc} is for array {target - Unit.Array0}; chip {chip.Name} has {chip.Arrays}");
        var accesses = new AccessList();
        command.Instruction.List(command, chip, ref accesses);
        for (int i = 0; i < accesses.Count; i++)
        {
            var access = accesses[i];
            long size = SizeOf(access.Memory, chip, dramBytes);
            if (access.Lowest < 0 || access.Highest > size)
                throw new InputException(
                    $"program: instruction {command.Pc} ({command.Instruction.GetType().Name}{Where(program, command.Pc)}) " +
                    $"touches {access.Memory} {access.Lowest}..{access.Highest - 1}; there is 0..{size - 1}");
        }
    }

    /// <summary>Bytes, rows or registers of a memory.</summary>
    internal static long SizeOf(Memory memory, Chip chip, long dramBytes) => memory switch
    {
        Memory.Dram => dramBytes,
        Memory.Scratchpad => chip.Scratchpad.TotalBytes,
        Memory.Accumulator => chip.AccumulatorRows,
        _ => MachineState.ScalarCount,
    };

    private static string Where(Program program, int pc) => program.RangeOf(pc) is { } range ? $", {range.Layer} {range.Phase}" : "";
}
