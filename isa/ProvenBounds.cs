using WageSim.Models.Hardware;

namespace WageSim.Isa;

/// <summary>Interpreter.Check for commands that come again and again: what their addresses may be is worked out once.</summary>
/// <remarks>Each place of a command depends on one of its addresses, and on its walks: inside is an interval of each address.</remarks>
public sealed class ProvenBounds(Program program, Chip chip, long dramBytes)
{
    private readonly Allowed?[] allowed = new Allowed?[program.Instructions.Count];

    /// <summary>What is known of one instruction with its last walks.</summary>
    private sealed class Allowed(Walk? w0, Walk? w1)
    {
        private readonly long[] low = [0, 0, 0], high = [long.MaxValue, long.MaxValue, long.MaxValue];

        public bool IsFor(in Command c) => ReferenceEquals(w0, c.W0) && ReferenceEquals(w1, c.W1);

        public bool Has(in Command c) =>
            c.A >= low[0] && c.A <= high[0] && c.B >= low[1] && c.B <= high[1] && c.C >= low[2] && c.C <= high[2];

        public void Narrow(int address, long lowest, long highest) =>
            (low[address], high[address]) = (Math.Max(low[address], lowest), Math.Min(high[address], highest));
    }

    /// <summary>Throws where the command touches a place that its memory does not have, or an array that the chip does not have.</summary>
    public void Check(in Command c)
    {
        ref var known = ref allowed[c.Pc];
        if (known is not null && known.IsFor(c) && known.Has(c)) return;
        Interpreter.Check(program, c, chip, dramBytes);
        if (known is null || !known.IsFor(c)) known = AllowedFor(c);
    }

    private Allowed AllowedFor(in Command c)
    {
        var result = new Allowed(c.W0, c.W1);
        var list = AccessTable.FromOwnAddresses(c, chip);
        for (int i = 0; i < list.Count; i++)
        {
            var access = list[i];
            var (address, place) = AccessTable.Split(access.Start);
            if (address == 0) continue;
            long lowest = access.Lowest - access.Start + place, highest = access.Highest - access.Start + place;
            result.Narrow(address - 1, -lowest, Interpreter.SizeOf(access.Memory, chip, dramBytes) - highest);
        }
        return result;
    }
}
