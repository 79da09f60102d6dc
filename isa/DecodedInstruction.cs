namespace WageSim.Isa;

/// <summary>How the sequencer handles an instruction: the first three wait for all units, the last three go to one.</summary>
public enum StepKind : byte { Halt, Sync, Tokens, Loop, Set, Add, Ring, SetWalk, Wait, Signal, Command }

/// <summary>An instruction with what every step asks of it, so that a step needs no test of types.</summary>
public readonly record struct DecodedInstruction(Instruction Instruction, StepKind Kind, Unit Target)
{
    /// <summary>All instructions of a program.</summary>
    public static DecodedInstruction[] Decode(Program program) =>
        [.. program.Instructions.Select(instruction => new DecodedInstruction(instruction, KindOf(instruction), instruction.Target))];

    private static StepKind KindOf(Instruction instruction) => instruction switch
    {
        Halt => StepKind.Halt,
        Sync => StepKind.Sync,
        Tokens => StepKind.Tokens,
        Loop => StepKind.Loop,
        Set => StepKind.Set,
        Add => StepKind.Add,
        Ring => StepKind.Ring,
        SetWalk => StepKind.SetWalk,
        Wait => StepKind.Wait,
        Signal => StepKind.Signal,
        _ => StepKind.Command,
    };
}
