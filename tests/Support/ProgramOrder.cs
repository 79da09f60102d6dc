using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Tests.Support;

/// <summary>Which commands tokens order, told from the program order alone: a second opinion to the machine's hazard checker.</summary>
internal sealed class ProgramOrder(Program program, Chip chip)
{
    private const int Units = 7;

    private sealed record Touch(long Sequence, Memory Memory, bool Write, List<(long From, long To)> Runs);

    private readonly long[][] known = [.. Enumerable.Range(0, Units).Select(_ => new long[Units])];
    private readonly Queue<long[]>[] tokens = [.. Enumerable.Range(0, 32).Select(_ => new Queue<long[]>())];
    private readonly List<Touch>[] touches = [.. Enumerable.Range(0, Units).Select(_ => new List<Touch>())];
    private readonly long[] issued = new long[Units];

    /// <summary>The units that each instruction has to wait for, in addition to the tokens that the program has. None: it is free of
    /// races.</summary>
    public SortedDictionary<int, SortedSet<Unit>> Missing()
    {
        var missing = new SortedDictionary<int, SortedSet<Unit>>();
        var sequencer = new Sequencer(program);
        while (!sequencer.Halted)
        {
            var instruction = sequencer.Current;
            if (instruction is Sync) Synchronise();
            if (instruction is Tokens set) Set(set.Sem, set.Count);
            if (!sequencer.Step(out var command)) continue;
            int me = (int)instruction.Target;
            if (instruction is Signal signal) tokens[signal.Sem].Enqueue([.. known[me]]);
            else if (instruction is Wait wait) Learn(me, tokens[wait.Sem].Dequeue());
            else Execute(me, command, missing);
        }
        return missing;
    }

    private void Execute(int me, in Command command, SortedDictionary<int, SortedSet<Unit>> missing)
    {
        if (missing.TryGetValue(command.Pc, out var waits))
            foreach (var other in waits) Learn(me, known[(int)other]);
        var mine = TouchesOf(command, ++issued[me]);
        for (int other = 0; other < Units; other++)
        {
            if (other == me || !touches[other].Exists(theirs =>
                theirs.Sequence > known[me][other] && mine.Exists(touch => Meet(touch, theirs)))) continue;
            if (!missing.TryGetValue(command.Pc, out waits)) missing[command.Pc] = waits = [];
            waits.Add((Unit)other);
            Learn(me, known[other]);
        }
        known[me][me] = issued[me];
        touches[me].AddRange(mine);
    }

    private void Learn(int unit, long[] clock)
    {
        for (int i = 0; i < Units; i++) known[unit][i] = Math.Max(known[unit][i], clock[i]);
    }

    private void Synchronise()
    {
        foreach (long[] clock in known) issued.CopyTo(clock, 0);
        foreach (var list in touches) list.Clear();
    }

    private void Set(int semaphore, int count)
    {
        tokens[semaphore].Clear();
        for (int i = 0; i < count; i++) tokens[semaphore].Enqueue(new long[Units]);
    }

    private List<Touch> TouchesOf(in Command command, long sequence)
    {
        var accesses = new AccessList();
        command.Instruction.List(command, chip, ref accesses);
        var result = new List<Touch>();
        for (int i = 0; i < accesses.Count; i++) result.Add(new(sequence, accesses[i].Memory, accesses[i].Write, [.. RunsOf(accesses[i])]));
        return result;
    }

    private static IEnumerable<(long From, long To)> RunsOf(Access access)
    {
        var walk = access.Walk;
        if (walk is null)
        {
            yield return (access.Start, access.Start + access.Length);
            yield break;
        }
        for (int position = 0; position < walk.Positions * walk.Segments; position++)
        {
            int i1 = position % walk.Count1, i2 = position / walk.Count1 % walk.Count2,
                i3 = position / walk.Count1 / walk.Count2 % walk.Count3, s = position / walk.Positions;
            long from = access.Start + i1 * walk.Stride1 + i2 * walk.Stride2 + i3 * walk.Stride3 + s * walk.SegmentStride;
            yield return (from, from + walk.RunBytes);
        }
    }

    private static bool Meet(Touch a, Touch b) =>
        a.Memory == b.Memory && (a.Write || b.Write) && a.Runs.Exists(x => b.Runs.Exists(y => x.From < y.To && y.From < x.To));
}
