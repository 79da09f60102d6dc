using WageSim.Models.Hardware;

namespace WageSim.Isa;

/// <summary>What the commands of a program touch: listed once for each instruction and its walks, then moved to each command's addresses.</summary>
public sealed class AccessTable(Program program, Chip chip)
{
    // Far above all addresses: in which of these stretches a place lies tells the address that it is counted from.
    private const int Stretch = 58;

    private readonly Row?[] rows = new Row?[program.Instructions.Count];

    private sealed record Row(Walk? W0, Walk? W1, Access[] Accesses);

    /// <summary>The accesses of a command, as many as the span has room for.</summary>
    public ReadOnlySpan<Access> Of(in Command command, Span<Access> into)
    {
        ref var row = ref rows[command.Pc];
        if (row is null || !ReferenceEquals(row.W0, command.W0) || !ReferenceEquals(row.W1, command.W1)) row = Listed(command);
        for (int i = 0; i < row.Accesses.Length; i++)
        {
            ref readonly var access = ref row.Accesses[i];
            var (address, place) = Split(access.Start);
            long start = address switch { 1 => command.A, 2 => command.B, 3 => command.C, _ => 0 };
            into[i] = new(access.Memory, start + place, access.Length, access.Walk, access.Write);
        }
        return into[..row.Accesses.Length];
    }

    private Row Listed(in Command c)
    {
        var list = FromOwnAddresses(c, chip);
        var accesses = new Access[list.Count];
        for (int i = 0; i < accesses.Length; i++) accesses[i] = list[i];
        return new(c.W0, c.W1, accesses);
    }

    /// <summary>The accesses of a command, each counted from its own address; Split tells which that is.</summary>
    internal static AccessList FromOwnAddresses(in Command c, Chip chip)
    {
        var list = new AccessList();
        var apart = new Command(c.Pc, c.Instruction, 1L << Stretch, 2L << Stretch, 3L << Stretch, c.Mode, c.W0, c.W1);
        c.Instruction.List(apart, chip, ref list);
        return list;
    }

    /// <summary>Which address a place is counted from (1 to 3; 0 if from none), and how far it is from there.</summary>
    internal static (int Address, long Place) Split(long start) => ((int)(start >> Stretch), start & (1L << Stretch) - 1);
}
