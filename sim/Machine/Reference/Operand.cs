namespace WageSim.Machine;

/// <summary>The bits that travel beside a value through the array.</summary>
[Flags]
internal enum Tags : byte
{
    None = 0,
    /// <summary>There is something in this register.</summary>
    Valid = 1,
    /// <summary>First of its pass (swap weights, or clear the sum), or first line of its tile (clear the shadow registers).</summary>
    First = 2,
    /// <summary>Last of its pass: put the sum on the drain bus.</summary>
    Last = 4,
    /// <summary>Belongs to the tile and not to the padding around it: products of two such values are counted.</summary>
    Used = 8,
}

/// <summary>What one register holds: a value, its tags and, on a preload chain, the array row or column that keeps it.</summary>
internal readonly record struct Operand(int Value, Tags Tags, int Line = 0)
{
    public bool Valid => (Tags & Tags.Valid) != 0;
    public bool First => (Tags & Tags.First) != 0;
    public bool Last => (Tags & Tags.Last) != 0;
    public bool Used => (Tags & Tags.Used) != 0;
}
