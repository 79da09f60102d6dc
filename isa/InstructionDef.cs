using System.Reflection;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Isa;

/// <summary>One instruction's row of the table, read once from its record's attributes; encoding and text form follow from it.</summary>
public sealed class InstructionDef
{
    public const int WordBits = 128, OpcodeBits = 8;

    private readonly ConstructorInvoker constructor;

    /// <summary>Reads the row from a record: its parameters in order are its fields from bit 8 up.</summary>
    public InstructionDef(Type type)
    {
        var opcode = type.GetCustomAttribute<OpcodeAttribute>()
            ?? throw new InvalidOperationException($"{type.Name} has no Opcode attribute");
        var primary = type.GetConstructors().MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type.Name} has no public constructor");
        var fields = new List<InstructionField>();
        int offset = OpcodeBits;
        foreach (var parameter in primary.GetParameters())
        {
            fields.Add(new(type, parameter, offset));
            offset += fields[^1].Width;
        }
        if (offset > WordBits)
            throw new InvalidOperationException($"{type.Name}: its fields end at bit {offset}, beyond the word's {WordBits}");
        (Code, Unit, Mnemonic, Meaning) = (opcode.Code, opcode.Unit, opcode.Mnemonic, opcode.Meaning);
        (Type, Fields, UsedBits) = (type, fields, offset);
        constructor = ConstructorInvoker.Create(primary);
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    public byte Code { get; }

    public UnitKind Unit { get; }

    public string Mnemonic { get; }

    public string Meaning { get; }

    /// <summary>In the order of their bits.</summary>
    public IReadOnlyList<InstructionField> Fields { get; }

    /// <summary>Bits of opcode and fields; those above are reserved and zero.</summary>
    public int UsedBits { get; }

    /// <summary>The instruction's word; throws where a value does not fit its field.</summary>
    public UInt128 Encode(Instruction instruction)
    {
        UInt128 word = Code;
        foreach (var field in Fields)
        {
            var value = field.Read(instruction);
            if (field.Fault(value) is { } fault) throw new InputException($"{Mnemonic}: {fault}");
            word |= field.Pack(value);
        }
        return word;
    }

    /// <summary>Why the word is not this instruction, or null if it is.</summary>
    public string? Fault(UInt128 word)
    {
        if ((byte)word != Code) return $"opcode is 0x{(byte)word:x2} instead of 0x{Code:x2}";
        if (UsedBits < WordBits && word >> UsedBits != 0) return $"{Mnemonic}: reserved bits {UsedBits}..{WordBits - 1} are not zero";
        foreach (var field in Fields)
            if (field.Fault(field.Unpack(word)) is { } fault) return $"{Mnemonic}: {fault}";
        return null;
    }

    /// <summary>The instruction of a word; throws where the word is not this instruction.</summary>
    public Instruction Decode(UInt128 word)
    {
        if (Fault(word) is { } fault) throw new InputException(fault);
        var values = new Address[Fields.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Fields[i].Unpack(word);
        return Create(values);
    }

    /// <summary>The text form: ws array=0 spad=r3+1024 walk=2 …</summary>
    public string Print(Instruction instruction) =>
        string.Join(' ', Fields.Select(f => $"{f.Name}={f.Read(instruction)}").Prepend(Mnemonic));

    /// <summary>Reads a line's words, mnemonic first, fields in any order.</summary>
    public Instruction Parse(IReadOnlyList<Token> line)
    {
        var values = new Address?[Fields.Count];
        for (int i = 1; i < line.Count; i++)
        {
            var operand = line[i];
            int equals = operand.Text.IndexOf('=');
            if (equals < 1) throw operand.Error($"'{operand}' is not field=value");
            string name = operand.Text[..equals];
            int index = IndexOf(name);
            if (index < 0) throw operand.Error($"{Mnemonic} has no field '{name}'{Spelling.Hint(name, Fields.Select(f => f.Name))}");
            if (values[index] is not null) throw operand.Error($"{Mnemonic}: field '{name}' is given twice");
            values[index] = Fields[index].Parse(operand.Slice(equals + 1));
        }
        int missing = Array.IndexOf(values, null);
        if (missing >= 0)
        {
            string all = string.Join(' ', Fields.Select(f => f.Name));
            throw line[0].Error($"{Mnemonic}: field '{Fields[missing].Name}' is missing; its fields are {all}");
        }
        return Create([.. values.Select(v => v!.Value)]);
    }

    private Instruction Create(Address[] values)
    {
        object?[] arguments = new object?[values.Length];
        for (int i = 0; i < values.Length; i++) arguments[i] = Fields[i].Box(values[i]);
        return (Instruction)constructor.Invoke(arguments.AsSpan());
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < Fields.Count; i++)
            if (Fields[i].Name == name) return i;
        return -1;
    }
}
