namespace WageSim.Isa;

/// <summary>An address in an instruction: offset + address register; register 0 always holds 0.</summary>
public readonly record struct Address(int Register, long Offset)
{
    public static implicit operator Address(long offset) => new(0, offset);
    public static Address FromInt64(long offset) => new(0, offset);
    public override string ToString() => Register == 0 ? $"{Offset}" : $"r{Register}+{Offset}";
}
