using System.Collections.Frozen;
using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Isa;

/// <summary>All instructions in opcode order, found from their records.</summary>
public sealed class InstructionSet
{
    /// <summary>The instruction set of this assembly.</summary>
    public static readonly InstructionSet Current =
        new(typeof(Instruction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Instruction)) && !type.IsAbstract));

    private readonly InstructionDef?[] byCode = new InstructionDef?[1 << InstructionDef.OpcodeBits];
    private readonly FrozenDictionary<Type, InstructionDef> byType;
    private readonly FrozenDictionary<string, InstructionDef> byMnemonic;

    /// <summary>Reads the rows and checks that opcodes and mnemonics are distinct.</summary>
    public InstructionSet(IEnumerable<Type> records)
    {
        Rows = [.. records.Select(type => new InstructionDef(type)).OrderBy(row => row.Code)];
        foreach (var row in Rows)
        {
            if (byCode[row.Code] is { } other)
                throw new InvalidOperationException($"opcode 0x{row.Code:x2} is both {other.Mnemonic} and {row.Mnemonic}");
            byCode[row.Code] = row;
        }
        byType = Rows.ToFrozenDictionary(row => row.Type);
        byMnemonic = Rows.DistinctBy(row => row.Mnemonic).ToFrozenDictionary(row => row.Mnemonic);
        foreach (var row in Rows)
        {
            var first = byMnemonic[row.Mnemonic];
            if (first != row) throw new InvalidOperationException($"mnemonic {row.Mnemonic} is both 0x{first.Code:x2} and 0x{row.Code:x2}");
        }
    }

    /// <summary>The rows of the current set.</summary>
    public static IReadOnlyList<InstructionDef> All => Current.Rows;

    /// <summary>In opcode order.</summary>
    public IReadOnlyList<InstructionDef> Rows { get; }

    public InstructionDef? Find(byte code) => byCode[code];

    public InstructionDef? Find(string mnemonic) => byMnemonic.GetValueOrDefault(mnemonic);

    public InstructionDef? Find(Type record) => byType.GetValueOrDefault(record);

    /// <summary>The instruction's row.</summary>
    public static InstructionDef RowOf(Instruction instruction) => Current.byType[instruction.GetType()];

    /// <summary>The kind of unit that executes it.</summary>
    public static UnitKind UnitOf(Instruction instruction) => RowOf(instruction).Unit;

    /// <summary>The instruction's word; throws where a value does not fit its field.</summary>
    public static UInt128 Encode(Instruction instruction) => RowOf(instruction).Encode(instruction);

    /// <summary>The instruction of a word; throws with the reason where it decodes to nothing.</summary>
    public static Instruction Decode(UInt128 word) =>
        (Current.Find((byte)word) ?? throw new InputException($"unknown opcode 0x{(byte)word:x2}")).Decode(word);

    /// <summary>The instruction as a line of assembly.</summary>
    public static string Print(Instruction instruction) => RowOf(instruction).Print(instruction);

    /// <summary>The instruction on a line of assembly.</summary>
    public static Instruction Parse(string line) => Token.Split(line, "instruction", 1) is { Count: > 0 } words
        ? Parse(words)
        : throw new InputException("an empty line is not an instruction");

    /// <summary>The instruction of a line's words, mnemonic first.</summary>
    public static Instruction Parse(IReadOnlyList<Token> line) =>
        (Current.Find(line[0].Text) ?? throw Unknown(line[0])).Parse(line);

    private static InputException Unknown(Token mnemonic) =>
        mnemonic.Error($"unknown mnemonic '{mnemonic}'{Spelling.Hint(mnemonic.Text, All.Select(row => row.Mnemonic))}");
}
