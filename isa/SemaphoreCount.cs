using WageSim.Models;

namespace WageSim.Isa;

/// <summary>Semaphores in program order, where a token has to be signalled before it is waited for.</summary>
internal sealed class SemaphoreCount
{
    private readonly int[] tokens = new int[32];

    /// <summary>Counts an instruction; throws where a wait would never end.</summary>
    public void Count(Instruction instruction, int pc)
    {
        switch (instruction)
        {
            case Tokens set: tokens[set.Sem] = set.Count; break;
            case Signal signal: tokens[signal.Sem]++; break;
            case Wait wait when --tokens[wait.Sem] < 0:
                throw new InputException(
                    $"program: instruction {pc} '{InstructionSet.Print(wait)}' waits for ever: " +
                    $"no earlier instruction signals semaphore {wait.Sem}");
        }
    }
}
