using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>
/// The loops in which only arrays and sequencer work: no tokens, no walks, no other unit. Of loops within one another the innermost
/// that sends some commands in a turn.
/// </summary>
internal static class QuietLoops
{
    // Fewer are simulated as fast as they are recognised.
    private const int LeastCommands = 16;

    /// <summary>For the first instruction of each such body: the registers that the body names, as a mask; else 0.</summary>
    public static uint[] RegistersByStart(Program program)
    {
        uint[] registers = new uint[program.Instructions.Count];
        for (int pc = program.Instructions.Count - 1; pc >= 0; pc--)
        {
            if (program.Instructions[pc] is not Loop { Count: > 1 } loop || pc + 1 + loop.Length > registers.Length) continue;
            var body = Enumerable.Range(pc + 1, loop.Length);
            if (body.Any(i => registers[i] != 0 || !IsQuiet(program.Instructions[i]))) continue;
            // A range that begins in a turn would have to be told in each.
            if (program.RangeOf(pc + 1) is var range && body.Any(i => program.RangeOf(i) != range)) continue;
            if (Commands(program, pc + 1, pc + 1 + loop.Length) < LeastCommands) continue;
            foreach (int i in body) registers[pc + 1] |= RegistersOf(program.Instructions[i]);
            registers[pc + 1] |= 1;
        }
        return registers;
    }

    private static bool IsQuiet(Instruction instruction) =>
        instruction is Loop or Set or Add or Ring or Weights or WeightStationary or OutputStationary;

    private static long Commands(Program program, int start, int end)
    {
        long commands = 0;
        for (int pc = start; pc < end && commands < LeastCommands; pc++)
        {
            if (program.Instructions[pc] is Loop loop)
            {
                commands += loop.Count * Commands(program, pc + 1, Math.Min(end, pc + 1 + loop.Length));
                pc += loop.Length;
            }
            else if (program.Instructions[pc].Target != Unit.Sequencer) commands++;
        }
        return commands;
    }

    private static uint RegistersOf(Instruction instruction) => instruction switch
    {
        Set set => 1u << set.Reg,
        Add add => 1u << add.Reg,
        Ring ring => 1u << ring.Reg,
        Weights weights => 1u << weights.Spad.Register,
        WeightStationary pass => 1u << pass.Spad.Register | 1u << pass.Acc.Register | 1u << pass.Mode,
        OutputStationary pass => 1u << pass.X.Register | 1u << pass.Y.Register | 1u << pass.Acc.Register | 1u << pass.Mode,
        _ => 0,
    };
}
