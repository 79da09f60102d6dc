using WageSim.CommandLine;
using WageSim.Isa;
using Command = System.CommandLine.Command;

namespace WageSim.Commands;

/// <summary>Program file → assembly text.</summary>
internal static class DisasmCommand
{
    public static Command Create()
    {
        var source = Choices.File("FILE.wsp", "a program file");
        var file = Choices.Text("--out", "FILE.s", "write the text to this file, not to standard output");
        var json = Choices.Json();
        var command = new Command("disasm", "Print a program as assembly text") { source, file, json };
        command.SetAction(parsed =>
        {
            OutputFile.CheckApart(parsed.GetValue(source), parsed.GetValue(file), parsed.GetValue(json));
            OutputFile.Check(parsed.GetValue(file));
            OutputFile.Check(parsed.GetValue(json));
            var program = ProgramFile.Read(parsed.GetValue(source)!);
            string text = Disassembler.Print(program);
            if (parsed.GetValue(file) is { } path) OutputFile.Write(path, text);
            else Output.Text(text);
            OutputFile.WriteJson(parsed.GetValue(json), new
            {
                program.Chip,
                program.DramBytes,
                program.Symbols,
                program.Ranges,
                Instructions = program.Instructions.Select(InstructionSet.Print),
            });
            return ExitCode.Good;
        });
        return command;
    }
}
