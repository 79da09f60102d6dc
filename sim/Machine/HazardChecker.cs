using System.Runtime.CompilerServices;
using WageSim.Isa;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>Two commands of different units touch the same bytes, at least one writes, and no token orders them.</summary>
public sealed class DataRaceException : Exception
{
    public DataRaceException(string message) : base(message) { }
    public DataRaceException(string message, Exception inner) : base(message, inner) { }
    public DataRaceException() : base("data race") { }
}

/// <summary>Proves at run time that tokens order every overlap of bytes between units, whatever their timing.</summary>
/// <remarks>
/// Each unit has a vector clock: how many commands of every other unit are known to be finished before what it starts now.
/// Signals carry the clock of their unit through the semaphore to the unit that waits; sync makes all equal.
/// A pair of commands is ordered if the later one's clock covers the earlier one.
/// </remarks>
public sealed class HazardChecker(Program program, Chip chip)
{
    private const int Units = (int)Unit.Sequencer, MostAccesses = 5, LeastLimit = 64;

    private readonly AccessTable table = new(program, chip);
    private readonly Access[] accesses = new Access[MostAccesses];
    private readonly VectorClock[] clocks = new VectorClock[Units];
    private readonly RefQueue<VectorClock>[] tokens = [.. Enumerable.Range(0, 32).Select(_ => new RefQueue<VectorClock>())];
    private readonly List<Touch>[] recent = [.. Enumerable.Range(0, Units).Select(_ => new List<Touch>())];
    private readonly int[] limits = [.. Enumerable.Repeat(LeastLimit, Units)];
    private VectorClock issued;
    private readonly List<int> used =
        [.. program.Instructions.Select(instruction => (int)instruction.Target).Where(unit => unit < Units).Distinct()];

    /// <summary>How many commands of each unit are known.</summary>
    [InlineArray(Units)]
    private struct VectorClock
    {
        private long first;
    }

    private readonly record struct Touch(long Sequence, Access Access, int Pc, Cycle Start);

    /// <summary>A command starts.</summary>
    public void Check(Unit unit, in Command command, Cycle now)
    {
        int me = (int)unit;
        clocks[me][me] = ++issued[me];
        foreach (ref readonly var access in table.Of(command, accesses))
        {
            foreach (int other in used)
                if (other != me) Compare(unit, command, access, (Unit)other, now);
            recent[me].Add(new(issued[me], access, command.Pc, now));
        }
    }

    public void Signal(Unit unit, int semaphore) => tokens[semaphore].Push() = clocks[(int)unit];

    /// <summary>The sequencer puts tokens there, which are the first to be taken.</summary>
    /// <remarks>They carry nothing: they were set while all units were idle.</remarks>
    public void Set(int semaphore, int count)
    {
        tokens[semaphore].Clear();
        for (int i = 0; i < count; i++) tokens[semaphore].Push() = default;
    }

    /// <summary>Whether a token is there; in time the machine sees to that.</summary>
    public bool HasToken(int semaphore) => tokens[semaphore].Count > 0;

    public void Wait(Unit unit, int semaphore)
    {
        ref readonly var carried = ref tokens[semaphore].Head;
        ref var mine = ref clocks[(int)unit];
        for (int i = 0; i < Units; i++) mine[i] = Math.Max(mine[i], carried[i]);
        tokens[semaphore].Pop();
        Forget();
    }

    /// <summary>All units are idle: everything before is ordered before everything after.</summary>
    public void Sync()
    {
        Array.Fill(clocks, issued);
        foreach (var list in recent) list.Clear();
    }

    private void Compare(Unit unit, in Command command, in Access access, Unit otherUnit, Cycle now)
    {
        var list = recent[(int)otherUnit];
        long known = clocks[(int)unit][(int)otherUnit];
        for (int i = list.Count - 1; i >= 0 && list[i].Sequence > known; i--)
        {
            if (!access.Write && !list[i].Access.Write) continue;
            long at = access.FirstCommon(list[i].Access);
            if (at < 0) continue;
            string unitOfAddress = access.Memory == Memory.Accumulator ? "row" : access.Memory == Memory.Scalars ? "register" : "byte";
            throw new DataRaceException(
                $"data race in {access.Memory}: {unitOfAddress} {at} is " +
                $"{Verb(list[i].Access)} by {otherUnit} instruction {Name(list[i].Pc)} started in cycle {list[i].Start} " +
                $"and {Verb(access)} by {unit} instruction {Name(command.Pc)} started in cycle {now}, with no token between them");
        }
    }

    // What every unit knows to be finished can race with nothing any more.
    private void Forget()
    {
        for (int owner = 0; owner < Units; owner++)
        {
            var list = recent[owner];
            if (list.Count < limits[owner]) continue;
            long known = long.MaxValue;
            // A unit that has not started anything yet knows nothing either.
            foreach (int u in used)
                if (u != owner) known = Math.Min(known, clocks[u][owner]);
            int count = 0;
            while (count < list.Count && list[count].Sequence <= known) count++;
            list.RemoveRange(0, count);
            // Twice as many before the next look, so that looking costs little.
            limits[owner] = Math.Max(LeastLimit, 2 * list.Count);
        }
    }

    private static string Verb(in Access access) => access.Write ? "written" : "read";

    private string Name(int pc)
    {
        string where = program.RangeOf(pc) is { } range ? $" ({range.Layer} {range.Phase})" : "";
        return $"{pc} '{InstructionSet.Print(program.Instructions[pc])}'{where}";
    }
}
