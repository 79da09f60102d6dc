using System.Reflection;

namespace WageSim.Isa;

/// <summary>The types that a field's record parameter may have: int, long, bool and Address.</summary>
public enum FieldKind { Int, Long, Flag, Address }

/// <summary>One field of an instruction word: its bits and the values it takes.</summary>
/// <remarks>Every value is handled as an Address; a plain number is one with register 0.</remarks>
public sealed class InstructionField
{
    /// <summary>Bits of the register in an address field.</summary>
    public const int RegisterBits = 5;

    private readonly PropertyInfo property;

    internal InstructionField(Type instruction, ParameterInfo parameter, int offset)
    {
        string place = $"{instruction.Name}.{parameter.Name}";
        property = instruction.GetProperty(parameter.Name!) ?? throw new InvalidOperationException($"{place} is not a property");
        Kind = parameter.ParameterType switch
        {
            var type when type == typeof(int) => FieldKind.Int,
            var type when type == typeof(long) => FieldKind.Long,
            var type when type == typeof(bool) => FieldKind.Flag,
            var type when type == typeof(Address) => FieldKind.Address,
            var type => throw new InvalidOperationException($"{place} is of type {type.Name}; int, long, bool and Address are allowed"),
        };
        var at = parameter.GetCustomAttribute<AtAttribute>();
        var bits = parameter.GetCustomAttribute<BitsAttribute>();
        if ((Kind == FieldKind.Address ? at is null : bits is null) || (at is not null && bits is not null))
            throw new InvalidOperationException($"{place} needs {(Kind == FieldKind.Address ? "At" : "Bits")}, and nothing else");

        Name = property.Name.ToLowerInvariant();
        Offset = offset;
        NumberBits = at?.Width ?? bits!.Width;
        Signed = bits is { Signed: true };
        Meaning = at?.Meaning ?? bits!.Meaning;
        int widest = Kind switch
        {
            FieldKind.Flag => 1,
            FieldKind.Int => Signed ? 32 : 31,
            FieldKind.Long => Signed ? 64 : 63,
            _ => 64 - RegisterBits,
        };
        if (NumberBits < 1 || NumberBits > widest)
            throw new InvalidOperationException($"{place} has {NumberBits} bits; 1..{widest} are allowed");
        Max = (1L << (Signed ? NumberBits - 1 : NumberBits)) - 1;
        Min = Math.Max(Signed ? -Max - 1 : 0, bits?.Min ?? 0);
    }

    /// <summary>The parameter's name in lower case.</summary>
    public string Name { get; }

    public FieldKind Kind { get; }

    /// <summary>Lowest bit in the word.</summary>
    public int Offset { get; }

    /// <summary>Bits in the word; in an address field the register's five come first, then the offset's.</summary>
    public int Width => Kind == FieldKind.Address ? RegisterBits + NumberBits : NumberBits;

    /// <summary>Bits of the number, or of an address's offset.</summary>
    public int NumberBits { get; }

    /// <summary>Two's complement instead of unsigned.</summary>
    public bool Signed { get; }

    /// <summary>Smallest number allowed.</summary>
    public long Min { get; }

    /// <summary>Largest number allowed.</summary>
    public long Max { get; }

    public string Meaning { get; }

    /// <summary>The field's value in an instruction.</summary>
    public Address Read(Instruction instruction) => property.GetValue(instruction) switch
    {
        Address address => address,
        long number => number,
        int number => number,
        var flag => (bool)flag! ? 1 : 0,
    };

    /// <summary>The value as the record's constructor takes it.</summary>
    internal object Box(Address value) => Kind switch
    {
        FieldKind.Address => value,
        FieldKind.Long => (object)value.Offset,
        FieldKind.Int => (int)value.Offset,
        _ => value.Offset != 0,
    };

    /// <summary>Why the value is not allowed, or null.</summary>
    internal string? Fault(Address value)
    {
        const int lastRegister = (1 << RegisterBits) - 1;
        if (value.Register is < 0 or > lastRegister)
            return $"{Name}=r{value.Register}+{value.Offset}: register {value.Register} is outside 0..{lastRegister}";
        string what = Kind == FieldKind.Address ? ": its offset" : "";
        return value.Offset < Min || value.Offset > Max ? $"{Name}={value}{what} is outside {Min}..{Max}" : null;
    }

    internal UInt128 Pack(Address value)
    {
        ulong number = (ulong)value.Offset & Mask(NumberBits);
        return (UInt128)(Kind == FieldKind.Address ? (number << RegisterBits) | (uint)value.Register : number) << Offset;
    }

    internal Address Unpack(UInt128 word)
    {
        ulong bits = (ulong)(word >> Offset) & Mask(Width);
        if (Kind == FieldKind.Address) return new((int)(bits & Mask(RegisterBits)), (long)(bits >> RegisterBits));
        int unused = 64 - NumberBits;
        return Signed ? (long)(bits << unused) >> unused : (long)bits;
    }

    /// <summary>Reads a value from text: a number, or for an address also r3+1024.</summary>
    internal Address Parse(Token text)
    {
        int register = 0;
        int plus = text.Text.IndexOf('+');
        if (Kind == FieldKind.Address && text.Text.StartsWith('r'))
        {
            if (plus < 0)
                throw text.Error($"{Name}: '{text}' is not an address; one is a number such as 1024 or a register+number such as r3+1024");
            register = (int)text.Slice(1, plus).Number(0, (1 << RegisterBits) - 1, $"{Name}: register ");
            text = text.Slice(plus + 1);
        }
        return new(register, text.Number(Min, Max, $"{Name}="));
    }

    private static ulong Mask(int bits) => ulong.MaxValue >> (64 - bits);
}
