using System.Text;

namespace WageSim.Isa;

/// <summary>Instruction set → ISA.md.</summary>
public static class IsaManual
{
    /// <summary>The manual of the current instruction set.</summary>
    public static string Write()
    {
        var examples = Examples();
        var text = new StringBuilder(ManualText.Introduction);
        text.Append("\n## Opcodes\n\n| opcode | mnemonic | unit | bits used |\n| --- | --- | --- | --- |\n");
        foreach (var row in InstructionSet.All)
            text.Append($"| 0x{row.Code:x2} | [{row.Mnemonic}](#{row.Mnemonic}) | {UnitName(row.Unit)} | {row.UsedBits} |\n");
        text.Append("\n## Instructions\n");
        foreach (var row in InstructionSet.All) Append(text, row, examples[row.Mnemonic]);
        return text.ToString();
    }

    /// <summary>An example of each instruction, by mnemonic.</summary>
    public static IReadOnlyDictionary<string, Instruction> Examples() =>
        Assembler.Assemble(ManualText.Examples, "examples").Instructions.ToDictionary(example => InstructionSet.RowOf(example).Mnemonic);

    private static void Append(StringBuilder text, InstructionDef row, Instruction example)
    {
        string syntax = string.Join(' ', row.Fields.Select(field => field.Name).Prepend(row.Mnemonic));
        text.Append($"\n### {row.Mnemonic}\n\n`{syntax}`\n\n{row.Meaning}\n\n");
        text.Append("| bits | field | values | meaning |\n| --- | --- | --- | --- |\n");
        Line(text, 0, InstructionDef.OpcodeBits, "opcode", $"0x{row.Code:x2}", UnitName(row.Unit));
        foreach (var field in row.Fields)
        {
            int numberOffset = field.Offset + field.Width - field.NumberBits;
            bool address = field.Kind == FieldKind.Address;
            if (address) Line(text, field.Offset, InstructionField.RegisterBits, $"{field.Name}: register", "0 … 31", "address register");
            string values = field.NumberBits == 1 ? "0, 1" : $"{field.Min} … {field.Max}";
            Line(text, numberOffset, field.NumberBits, address ? $"{field.Name}: offset" : field.Name, values, field.Meaning);
        }
        if (row.UsedBits < InstructionDef.WordBits) Line(text, row.UsedBits, InstructionDef.WordBits - row.UsedBits, "", "0", "reserved");
        text.Append($"\n```\n{row.Print(example)}\n{row.Encode(example):x32}\n```\n");
    }

    private static void Line(StringBuilder text, int offset, int width, string name, string values, string meaning)
    {
        string bits = width == 1 ? $"{offset}" : $"{offset}–{offset + width - 1}";
        text.Append($"| {bits} | {name} | {values} | {meaning.Replace("|", "\\|")} |\n");
    }

    private static string UnitName(UnitKind unit) => unit == UnitKind.Any ? "the unit named" : unit.ToString().ToLowerInvariant();
}
