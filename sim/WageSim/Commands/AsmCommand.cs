using WageSim.CommandLine;
using WageSim.Isa;
using Command = System.CommandLine.Command;

namespace WageSim.Commands;

/// <summary>Assembly text → program file.</summary>
internal static class AsmCommand
{
    public static Command Create()
    {
        var source = Choices.File("FILE.s", "assembly text (its language: isa/ISA.md)");
        var file = Choices.Text("--out", "FILE.wsp", "the program file", required: true);
        var json = Choices.Json();
        var command = new Command("asm", "Assemble a program") { source, file, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            OutputFile.CheckApart(parsed.GetValue(source), path, parsed.GetValue(json));
            OutputFile.Check(path);
            OutputFile.Check(parsed.GetValue(json));
            var program = Assembler.Read(parsed.GetValue(source)!);
            ProgramFile.Write(program, path);
            int instructions = program.Instructions.Count;
            Output.Line($"{path}: {Format.Count(instructions)} instructions, {Format.Count(program.DramBytes)} bytes of DRAM");
            OutputFile.WriteJson(parsed.GetValue(json), new
            {
                File = path, program.Chip, Instructions = instructions, program.DramBytes,
                Symbols = program.Symbols.Count, Ranges = program.Ranges.Count,
            });
            return ExitCode.Good;
        });
        return command;
    }
}
