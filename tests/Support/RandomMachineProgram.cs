using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Support;

/// <summary>A random chip and a random program for it: all kinds of commands, loops, rings and walks, made free of races with
/// tokens.</summary>
internal sealed class RandomMachineProgram
{
    private const int Free = 30, Full = 31, MaxCopies = 4;
    private readonly Random random;
    private readonly RandomCommands commands;
    private readonly List<Instruction> code = [];

    public RandomMachineProgram(int seed)
    {
        random = new(seed);
        Chip = RandomChip.Next(random);
        commands = new(random, Chip);
        code.AddRange(commands.Registers());
        for (int segments = random.Next(1, 4); segments > 0; segments--)
        {
            code.AddRange(commands.Walks());
            if (random.Next(3) == 0) Pipeline();
            Items(random.Next(4, 12), depth: 0);
            FinishTiles();
            if (segments > 1) code.Add(new Sync());
        }
        code.Add(new Halt());
        Racy = ToProgram(code);
        foreach (var (pc, units) in new ProgramOrder(Racy, Chip).Missing().Reverse())
            foreach (var other in units.Reverse()) InsertToken(pc, other, Racy.Instructions[pc].Target);
        Program = ToProgram(code);
        // What runs is what the text says.
        Program = Assembler.Assemble(Disassembler.Print(Program), $"random {seed}");
    }

    public Chip Chip { get; }

    /// <summary>Free of races.</summary>
    public Program Program { get; }

    /// <summary>The same commands with few tokens.</summary>
    public Program Racy { get; }

    /// <summary>The program without one of its inserted pairs of signal and wait; null where it has none.</summary>
    public Program? WithoutOneToken()
    {
        var pairs = Enumerable.Range(0, code.Count - 1).Where(i => code[i] is Signal { Sem: < Free } && code[i + 1] is Wait).ToList();
        if (pairs.Count == 0) return null;
        int at = pairs[random.Next(pairs.Count)];
        var rest = code.ToList();
        Resize(rest, at, -2);
        rest.RemoveRange(at, 2);
        return ToProgram(rest);
    }

    /// <summary>Anything in the memories, and sums that stay far from 32 bits.</summary>
    public void Prepare(MachineState machine)
    {
        var contents = new Random(code.Count);
        contents.NextBytes(machine.Dram);
        contents.NextBytes(machine.Scratchpad);
        for (int i = 0; i < machine.Accumulator.Length; i++) machine.Accumulator[i] = contents.Next(-1 << 16, 1 << 16);
        for (int i = 0; i < MachineState.ScalarCount; i++) machine.Scalars[i] = contents.Next(1 << 12);
        machine.Scalars[MachineState.RateScalar] = contents.Next(8);
    }

    private static Program ToProgram(List<Instruction> instructions)
    {
        int first = instructions.Count / 3, second = 2 * first;
        return new()
        {
            Instructions = [.. instructions],
            Ranges = [new(0, first, "a", "forward"), new(first, second, "b", "forward"), new(second, instructions.Count, "a", "backward")],
            DramBytes = RandomCommands.DramBytes,
        };
    }

    private void Items(int count, int depth)
    {
        for (; count > 0; count--)
            if (depth < 2 && random.Next(4) == 0) Loop(depth);
            else code.AddRange(commands.Next());
    }

    private void Loop(int depth)
    {
        FinishTiles();
        code.Add(new Loop(1, 1));
        int times = random.Next(1, 5), start = code.Count, pointer = RandomCommands.Pointer + depth, step = random.Next(40);
        Items(random.Next(1, 5), depth + 1);
        if (random.Next(3) > 0) code.Add(commands.Ring());
        bool moves = random.Next(2) == 0;
        if (moves) code.Add(new Add(pointer, step));
        FinishTiles();
        if (code.Count == start) code.Add(commands.Ring());
        if (random.Next(20) == 0) code.Add(new Sync());
        code[start - 1] = new Loop(times, code.Count - start);
        if (moves) code.Add(new Add(pointer, -times * step));
    }

    // A body has to leave the arrays as it found them, or its next iteration waits for ever.
    private void FinishTiles() => code.AddRange(commands.TakeTiles());

    /// <summary>A buffer of some copies between the load unit and an array, guarded by tokens for free and for full copies.</summary>
    private void Pipeline()
    {
        int copies = random.Next(1, MaxCopies), array = random.Next(Chip.Arrays);
        var buffer = commands.Buffer(copies);
        code.AddRange([new Sync(), new Tokens(Free, copies), new Tokens(Full, 0), new Set(RandomCommands.BufferRing, 0)]);
        Instruction[] body =
        [
            new Wait((int)Unit.Load, Free), buffer.Load, new Signal((int)Unit.Load, Full),
            new Wait((int)Unit.Array0 + array, Full), buffer.Pass(array), new Signal((int)Unit.Array0 + array, Free), buffer.Next,
        ];
        code.Add(new Loop(random.Next(2, 8), body.Length));
        code.AddRange(body);
    }

    // One semaphore a pair of units: with one who signals and one who waits, tokens cannot be mistaken for each other.
    private void InsertToken(int pc, Unit from, Unit to)
    {
        int waiting = (int)to, signalling = (int)from, sem = waiting * 5 + signalling - (signalling > waiting ? 1 : 0);
        Resize(code, pc, 2);
        code.InsertRange(pc, [new Signal(signalling, sem), new Wait(waiting, sem)]);
    }

    private static void Resize(List<Instruction> instructions, int pc, int by)
    {
        for (int i = 0; i < pc; i++)
            if (instructions[i] is Loop loop && pc <= i + loop.Length) instructions[i] = loop with { Length = loop.Length + by };
    }
}
