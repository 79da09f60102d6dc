using WageSim.Isa;

namespace WageSim.Machine;

/// <summary>
/// The loops in which only arrays and sequencer work: no tokens, no walks, no other unit. Of loops within one another the innermost
/// that sends some commands in a turn.
/// </summary>
public sealed class QuietLoops
{
    // Fewer are simulated as fast as they are recognised.
    private const int LeastCommands = 16;

    private readonly uint[] registers;
    private readonly int[] starts;

    public QuietLoops(Program program)
    {
        // Bit 0 marks a body: register 0 is always 0 and needs none.
        registers = new uint[program.Instructions.Count + 1];
        starts = new int[program.Instructions.Count];
        for (int pc = starts.Length - 1; pc >= 0; pc--)
        {
            if (program.Instructions[pc] is not Loop { Count: > 1 } loop || pc + 1 + loop.Length > starts.Length) continue;
            var body = Enumerable.Range(pc + 1, loop.Length);
            if (body.Any(i => registers[i] != 0 || !IsQuiet(program.Instructions[i]))) continue;
            // A range that begins in a turn would have to be told in each.
            if (program.RangeOf(pc + 1) is var range && body.Any(i => program.RangeOf(i) != range)) continue;
            if (Commands(program, pc + 1, pc + 1 + loop.Length) < LeastCommands) continue;
            foreach (int i in body) registers[pc + 1] |= RegistersOf(program.Instructions[i]);
            registers[pc + 1] |= 1;
            starts[pc + loop.Length] = pc + 1;
        }
    }

    /// <summary>Whether an instruction is the first of such a body.</summary>
    public bool StartsAt(int pc) => registers[pc] != 0;

    /// <summary>Whether going from one instruction to another ends a turn: from the last of a body, but not back into it.</summary>
    public bool Ends(int from, int to) => starts[from] is var start && start != 0 && (to <= start || to > from);

    /// <summary>The first instruction of the body that an instruction ends.</summary>
    public int StartOf(int last) => starts[last];

    /// <summary>The registers that a body names, as a mask.</summary>
    public uint RegistersOf(int start) => registers[start] & ~1u;

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
