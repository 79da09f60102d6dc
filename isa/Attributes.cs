namespace WageSim.Isa;

/// <summary>An instruction's number, unit and mnemonic.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpcodeAttribute(byte code, UnitKind unit, string mnemonic, string meaning) : Attribute
{
    public byte Code => code;
    public UnitKind Unit => unit;
    public string Mnemonic => mnemonic;
    /// <summary>What it does, in the manual's words.</summary>
    public string Meaning => meaning;
}

/// <summary>An unsigned field of the given width.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BitsAttribute(int width, string meaning) : Attribute
{
    public int Width => width;
    public string Meaning => meaning;
    /// <summary>Two's complement instead of unsigned.</summary>
    public bool Signed { get; init; }
    /// <summary>Smallest value allowed.</summary>
    public long Min { get; init; } = long.MinValue;
}

/// <summary>An address field: five bits of address register, then an unsigned offset of the given width.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AtAttribute(int width, string meaning) : Attribute
{
    public int Width => width;
    public string Meaning => meaning;
}
