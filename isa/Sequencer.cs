using WageSim.Models;

namespace WageSim.Isa;

/// <summary>The sequencer's state: program counter, loops, address registers and walks. Interpreter and machine both step it.</summary>
public sealed class Sequencer(Program program)
{
    public const int MaxDepth = 8, RegisterCount = 32, WalkCount = 32;

    private readonly long[] registers = new long[RegisterCount];
    private readonly Walk[] walks = [.. Enumerable.Repeat(Isa.Walk.Unit, WalkCount)];
    private readonly LoopState[] loops = new LoopState[MaxDepth];
    private int depth;

    public int Pc { get; private set; }

    public bool Halted { get; private set; }

    /// <summary>Instructions executed or dispatched so far.</summary>
    public long Fetched { get; private set; }

    public Instruction Current => Pc < program.Instructions.Count
        ? program.Instructions[Pc]
        : throw new InputException($"program: execution runs past its end at instruction {Pc}; the last instruction must be halt");

    public long Register(int index) => registers[index];

    /// <summary>An address field's value.</summary>
    public long At(Address address) => registers[address.Register] + address.Offset;

    public Walk Walk(int slot) => walks[slot];

    /// <summary>The current iteration of each open loop, outermost first.</summary>
    public int[] Iterations()
    {
        int[] result = new int[depth];
        for (int i = 0; i < depth; i++) result[i] = loops[i].Iteration;
        return result;
    }

    /// <summary>Executes the current instruction if it is the sequencer's own, else resolves it for its unit; then moves on.</summary>
    /// <returns>Whether there is a command for a unit.</returns>
    public bool Step(out Command command)
    {
        var instruction = Current;
        int pc = Pc;
        command = default;
        Fetched++;
        switch (instruction)
        {
            case Halt: Halted = true; return false;
            case Loop loop: Open(loop); return false;
            case Set set: Write(set.Reg, set.Value); break;
            case Add add: Write(add.Reg, registers[add.Reg] + add.Value); break;
            case Ring ring: Write(ring.Reg, (registers[ring.Reg] + ring.Step) % ring.Wrap); break;
            case SetWalk walk: SetWalk(walk); break;
            case Sync or Tokens: break;
            default:
                command = instruction.Resolve(pc, this);
                Advance();
                return true;
        }
        Advance();
        return false;

        void Write(int register, long value)
        {
            if (register != 0) registers[register] = value;
        }
    }

    private void SetWalk(SetWalk walk)
    {
        if (walk.Dim > 4) throw new InputException($"program: instruction {Pc}: walk dimension {walk.Dim} is outside 0..4");
        if (walk.Dim == 0 && walk.Stride is (< 1 or > int.MaxValue))
            throw new InputException($"program: instruction {Pc}: {walk.Stride} bytes an element; 1..{int.MaxValue} are allowed");
        var result = walks[walk.Slot].With(walk.Dim, walk.Count, walk.Stride);
        // No memory is larger, and what is computed from a walk's counts fits 32 bits.
        if ((Int128)result.Run * result.Bytes * result.Count1 * result.Count2 * result.Count3 * result.Segments > int.MaxValue)
            throw new InputException($"program: instruction {Pc}: a walk of more than {int.MaxValue} bytes");
        walks[walk.Slot] = result;
    }

    private void Open(Loop loop)
    {
        if (depth == MaxDepth) throw new InputException($"program: instruction {Pc}: loops nest deeper than {MaxDepth}");
        int end = Pc + 1 + loop.Length;
        if (depth > 0 && end > loops[depth - 1].End)
            throw new InputException($"program: instruction {Pc}: the loop ends outside the loop around it");
        loops[depth++] = new(Pc + 1, end, loop.Count, 0);
        Pc++;
    }

    private void Advance()
    {
        Pc++;
        while (depth > 0 && Pc == loops[depth - 1].End)
        {
            ref var loop = ref loops[depth - 1];
            if (++loop.Iteration < loop.Count) { Pc = loop.Start; return; }
            depth--;
        }
    }

    private record struct LoopState(int Start, int End, int Count, int Iteration);
}
