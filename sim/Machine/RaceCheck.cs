using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>Proves without a clock that a program is free of races.</summary>
/// <remarks>
/// The k-th wait on a semaphore takes the k-th token, whenever that is: what is ordered before what follows from the program's order
/// alone. So one look at all commands in that order gives the same verdict as the look at them in time.
/// </remarks>
public static class RaceCheck
{
    /// <summary>Throws DataRaceException where tokens do not order two commands that touch the same place.</summary>
    public static void Run(Chip chip, Program program, CancellationToken cancellation = default)
    {
        if (IsFree(chip, program, out int waiting, cancellation)) return;
        // In time, because the message names the cycles; a machine that waits for ever is reported there too.
        new Accelerator(chip, program, data: null, new() { CheckHazards = true, Cancellation = cancellation }).Run();
        throw waiting < 0
            ? new InvalidOperationException("program order has a race that time does not have")
            : new InputException(
                $"program: instruction {waiting} '{InstructionSet.Print(program.Instructions[waiting])}': " +
                "no earlier instruction signals the token that it waits for");
    }

    /// <summary>Whether program order has neither a race nor a wait without a token.</summary>
    public static bool IsFree(Chip chip, Program program, CancellationToken cancellation = default) =>
        IsFree(chip, program, out _, cancellation);

    private static bool IsFree(Chip chip, Program program, out int waiting, CancellationToken cancellation)
    {
        waiting = -1;
        var sequencer = new Sequencer(program);
        var hazards = new HazardChecker(program, chip);
        var bounds = new ProvenBounds(program, chip, program.DramBytes);
        try
        {
            while (!sequencer.Halted)
            {
                if ((sequencer.Fetched & 0xfff) == 0) cancellation.ThrowIfCancellationRequested();
                ref readonly var next = ref sequencer.Next;
                int pc = sequencer.Pc;
                if (next.Kind == StepKind.Sync) hazards.Sync();
                if (next is { Kind: StepKind.Tokens, Instruction: Tokens tokens }) hazards.Set(tokens.Sem, tokens.Count);
                if (!sequencer.Step(out var command)) continue;
                switch (next.Kind)
                {
                    case StepKind.Signal: hazards.Signal(next.Target, ((Signal)next.Instruction).Sem); break;
                    case StepKind.Wait:
                        int semaphore = ((Wait)next.Instruction).Sem;
                        if (!hazards.HasToken(semaphore))
                        {
                            waiting = pc;
                            return false;
                        }
                        hazards.Wait(next.Target, semaphore);
                        break;
                    default:
                        bounds.Check(command);
                        hazards.Check(next.Target, command, Cycle.Zero);
                        break;
                }
            }
            return true;
        }
        catch (DataRaceException)
        {
            return false;
        }
    }
}
