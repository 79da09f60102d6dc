using WageSim.Models;

namespace WageSim.Isa;

/// <summary>The sequencer's state: program counter, loops, address registers and walks. Interpreter and machine both step it.</summary>
public sealed class Sequencer(Program program)
{
    public const int MaxDepth = 8, RegisterCount = 32, WalkCount = 32;

    private readonly long[] registers = new long[RegisterCount];
    private readonly Walk[] walks = [.. Enumerable.Repeat(Isa.Walk.Unit, WalkCount)];
    private readonly LoopState[] loops = new LoopState[MaxDepth];
    private readonly Dictionary<(int Semaphore, bool Waits), Unit> owners = [];
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
            case Sync: owners.Clear(); break;
            case Tokens: break;
            case Wait or Signal when instruction.Target == Unit.Sequencer:
                throw new InputException(
                    $"program: instruction {pc}: unit {(int)Unit.Sequencer} has no queue; 0..{(int)Unit.Sequencer - 1} are allowed");
            default:
                if (instruction is Wait wait) Own(wait.Sem, instruction.Target, waits: true);
                if (instruction is Signal signal) Own(signal.Sem, instruction.Target, waits: false);
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

    // With two takers, or two sources, of the same tokens, who gets which would be a matter of time.
    private void Own(int semaphore, Unit unit, bool waits)
    {
        if (!owners.TryAdd((semaphore, waits), unit) && owners[(semaphore, waits)] is var owner && owner != unit)
            throw new InputException(
                $"program: instruction {Pc}: semaphore {semaphore} is {(waits ? "waited for" : "signalled")} by {owner} and by {unit}; " +
                "between two syncs it is one unit's");
    }

    private void SetWalk(SetWalk walk)
    {
        if (walk is { Dim: 0, Stride: < 1 or > 8 })
            throw new InputException($"program: instruction {Pc}: elements of {walk.Stride} bytes; 1..8 are allowed");
        if (walk.Dim > 4) throw new InputException($"program: instruction {Pc}: walk dimension {walk.Dim} is outside 0..4");
        var set = walks[walk.Slot].With(walk.Dim, walk.Count, walk.Stride);
        if ((double)set.Count1 * set.Count2 * set.Count3 * set.Segments * set.Run * set.Bytes > int.MaxValue)
            throw new InputException($"program: instruction {Pc}: the walk covers more than {int.MaxValue} bytes");
        walks[walk.Slot] = set;
    }

    private void Open(Loop loop)
    {
        if (depth == MaxDepth) throw new InputException($"program: instruction {Pc}: loops nest deeper than {MaxDepth}");
        int end = Pc + 1 + loop.Length;
        if (end > program.Instructions.Count)
            throw new InputException($"program: instruction {Pc}: the loop's body ends behind the program's last instruction");
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
