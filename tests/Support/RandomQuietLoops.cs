using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Support;

/// <summary>
/// A random chip and a random program in the manner of compiled ones: turns of an outer loop, each with DMA and vector work beside a
/// nest of loops in which only arrays work. It may have races, so it is good for time only.
/// </summary>
internal sealed class RandomQuietLoops
{
    private const int Outer = RandomCommands.Pointer, Inner = RandomCommands.Pointer + 1;
    private readonly Random random;
    private readonly RandomCommands commands;
    private readonly List<Instruction> code = [];

    public RandomQuietLoops(int seed)
    {
        random = new(seed);
        Chip = RandomChip.Next(random);
        commands = new(random, Chip);
        code.AddRange(commands.Registers());
        for (int phases = random.Next(1, 3); phases > 0; phases--)
        {
            code.AddRange(commands.Walks());
            int step = random.Next(30), turns = random.Next(3, 8);
            Loop(turns, () =>
            {
                Others(random.Next(3));
                if (random.Next(2) == 0) Token(Unit.Load, Unit.Array0);
                Loop(random.Next(1, 4), () => Loop(random.Next(2, 6), Passes));
                if (random.Next(2) == 0) Token(Unit.Array0, Unit.Vector);
                Others(random.Next(3));
                if (random.Next(2) == 0) code.Add(commands.Ring());
                if (random.Next(3) == 0) code.Add(new Add(Outer, step));
            });
            code.Add(new Set(Outer, 0));
            code.Add(new Sync());
        }
        code.Add(new Halt());
        Program = new()
        {
            Instructions = [.. code], DramBytes = RandomCommands.DramBytes,
            Ranges = random.Next(2) == 0 ? [] : [new(0, code.Count / 2, "a", "forward"), new(code.Count / 2, code.Count, "b", "forward")],
        };
    }

    public Chip Chip { get; }

    public Program Program { get; }

    /// <summary>Some array commands, enough of them that a turn is worth skipping, and addresses that move to and fro.</summary>
    private void Passes()
    {
        int least = random.Next(1, 24), step = random.Next(8);
        for (int start = code.Count; code.Count - start < least;)
            code.AddRange(commands.Next().Where(instruction => instruction is Weights or WeightStationary or OutputStationary));
        code.AddRange(commands.TakeTiles());
        if (random.Next(2) == 0) code.AddRange([new Add(Inner, step), new Add(Inner, -step)]);
        if (random.Next(4) == 0) code.Add(commands.Ring());
    }

    private void Others(int count)
    {
        for (; count > 0; count--) code.AddRange(commands.Next());
        code.AddRange(commands.TakeTiles());
    }

    private void Token(Unit from, Unit to)
    {
        int semaphore = (int)from;
        code.AddRange([new Signal((int)from, semaphore), new Wait((int)to, semaphore)]);
    }

    private void Loop(int times, Action body)
    {
        int start = code.Count;
        code.Add(new Loop(times, 1));
        body();
        code[start] = new Loop(times, code.Count - start - 1);
    }
}
