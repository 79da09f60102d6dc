using WageSim.Models;

namespace WageSim.Isa;

/// <summary>The sequencer's state: program counter, loops, address registers and walks. Interpreter and machine both step it.</summary>
public sealed class Sequencer(Program program)
{
    public const int MaxDepth = 8, RegisterCount = 32, WalkCount = 32, SemaphoreCount = 32;

    private readonly DecodedInstruction[] code = DecodedInstruction.Decode(program);
    private readonly long[] registers = new long[RegisterCount];
    private readonly Walk[] walks = [.. Enumerable.Repeat(Isa.Walk.Unit, WalkCount)];
    private readonly LoopState[] loops = new LoopState[MaxDepth];
    private readonly (Walk? Before, Walk? After)[] lastWalks = new (Walk?, Walk?)[program.Instructions.Count];
    private readonly Unit?[] waiters = new Unit?[SemaphoreCount], signallers = new Unit?[SemaphoreCount];
    private readonly LoopState[] markedLoops = new LoopState[MaxDepth];
    private int depth, markedDepth, markedPc;

    public int Pc { get; private set; }

    public bool Halted { get; private set; }

    /// <summary>Instructions executed or dispatched so far.</summary>
    public long Fetched { get; private set; }

    public Instruction Current => Next.Instruction;

    /// <summary>The current instruction, decoded.</summary>
    public ref readonly DecodedInstruction Next
    {
        get
        {
            if (Pc < code.Length) return ref code[Pc];
            throw new InputException($"program: execution runs past its end at instruction {Pc}; the last instruction must be halt");
        }
    }

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

    /// <summary>Turns of the innermost open loop that have not ended.</summary>
    public int TurnsLeft => loops[depth - 1].Count - loops[depth - 1].Iteration;

    /// <summary>From the begin of a turn, goes on as many turns of the innermost open loop: all that are left lead out of it.</summary>
    /// <remarks>For one who knows what they do to the registers.</remarks>
    public void SkipTurns(int turns)
    {
        if (turns == 0) return;
        ref var loop = ref loops[depth - 1];
        (loop.Iteration, Pc) = (loop.Iteration + turns - 1, loop.End - 1);
        Advance();
    }

    /// <summary>Notes the place in the program and in its loops.</summary>
    public void MarkPlace()
    {
        (markedPc, markedDepth) = (Pc, depth);
        loops.CopyTo(markedLoops);
    }

    /// <summary>Goes back to the place that was noted last.</summary>
    public void ReturnToMark()
    {
        (Pc, depth) = (markedPc, markedDepth);
        markedLoops.CopyTo(loops);
    }

    /// <summary>Counts instructions of turns that were skipped.</summary>
    public void Count(long instructions) => Fetched += instructions;

    public void SetRegister(int index, long value) => registers[index] = value;

    /// <summary>Executes the current instruction if it is the sequencer's own, else resolves it for its unit; then moves on.</summary>
    /// <returns>Whether there is a command for a unit.</returns>
    public bool Step(out Command command)
    {
        ref readonly var next = ref Next;
        int pc = Pc;
        command = default;
        Fetched++;
        switch (next.Kind)
        {
            case StepKind.Halt: Halted = true; return false;
            case StepKind.Loop: Open((Loop)next.Instruction); return false;
            case StepKind.Set:
                var set = (Set)next.Instruction;
                Write(set.Reg, set.Value);
                break;
            case StepKind.Add:
                var add = (Add)next.Instruction;
                Write(add.Reg, registers[add.Reg] + add.Value);
                break;
            case StepKind.Ring:
                var ring = (Ring)next.Instruction;
                Write(ring.Reg, (registers[ring.Reg] + ring.Step) % ring.Wrap);
                break;
            case StepKind.SetWalk: SetWalk((SetWalk)next.Instruction); break;
            case StepKind.Sync:
                Array.Clear(waiters);
                Array.Clear(signallers);
                break;
            case StepKind.Tokens: break;
            case StepKind.Wait or StepKind.Signal when next.Target == Unit.Sequencer:
                throw new InputException(
                    $"program: instruction {pc}: unit {(int)Unit.Sequencer} has no queue; 0..{(int)Unit.Sequencer - 1} are allowed");
            case StepKind.Wait:
                Own(ref waiters[((Wait)next.Instruction).Sem], next.Target, "waited for");
                goto default;
            case StepKind.Signal:
                Own(ref signallers[((Signal)next.Instruction).Sem], next.Target, "signalled");
                goto default;
            default:
                command = next.Instruction.Resolve(pc, this);
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
    private void Own(ref Unit? owner, Unit unit, string doing)
    {
        owner ??= unit;
        if (owner == unit) return;
        int semaphore = Current is Wait wait ? wait.Sem : ((Signal)Current).Sem;
        throw new InputException(
            $"program: instruction {Pc}: semaphore {semaphore} is {doing} by {owner} and by {unit}; between two syncs it is one unit's");
    }

    // Walks set again in a loop are the same objects as the time before: nothing is allocated, and plans made for them are found.
    private void SetWalk(SetWalk walk)
    {
        ref var last = ref lastWalks[Pc];
        if (last.Before is null || !ReferenceEquals(last.Before, walks[walk.Slot])) last = (walks[walk.Slot], Changed(walk));
        walks[walk.Slot] = last.After!;
    }

    private Walk Changed(SetWalk walk)
    {
        if (walk is { Dim: 0, Stride: < 1 or > 8 })
            throw new InputException($"program: instruction {Pc}: elements of {walk.Stride} bytes; 1..8 are allowed");
        if (walk.Dim > 4) throw new InputException($"program: instruction {Pc}: walk dimension {walk.Dim} is outside 0..4");
        var before = walks[walk.Slot];
        var set = before.With(walk.Dim, walk.Count, walk.Stride);
        if ((double)set.Count1 * set.Count2 * set.Count3 * set.Segments * set.Run * set.Bytes > int.MaxValue)
            throw new InputException($"program: instruction {Pc}: the walk covers more than {int.MaxValue} bytes");
        return set == before ? before : set;
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
