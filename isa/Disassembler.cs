using System.Text;

namespace WageSim.Isa;

/// <summary>Program → assembly text; assembling it gives the program back.</summary>
/// <remarks>Loop bodies are indented, and each instruction is followed by its place in the program.</remarks>
public static class Disassembler
{
    private const int IndentStep = 2;

    public static string Print(Program program)
    {
        var text = new StringBuilder();
        if (program.Chip.Length > 0) text.Append($".chip {program.Chip}\n");
        text.Append($".dram {program.DramBytes}\n");
        foreach (var symbol in program.Symbols)
            text.Append(Line(symbol));
        var loopEnds = new Stack<int>();
        int range = 0, probe = 0;
        for (int pc = 0; pc < program.Instructions.Count; pc++)
        {
            while (loopEnds.TryPeek(out int end) && end <= pc) loopEnds.Pop();
            if (range < program.Ranges.Count && program.Ranges[range].Start == pc)
                text.Append($".range {program.Ranges[range].Layer} {program.Ranges[range].Phase}\n");
            var indent = new string(' ', IndentStep * (loopEnds.Count + 1));
            for (; probe < program.Probes.Count && program.Probes[probe].Pc == pc; probe++)
                text.Append(indent).Append(Line(program.Probes[probe]));
            text.Append(indent).Append(InstructionSet.Print(program.Instructions[pc])).Append($"  ; {pc}\n");
            if (program.Instructions[pc] is Loop loop) loopEnds.Push(pc + 1 + loop.Length);
            if (range < program.Ranges.Count && program.Ranges[range].End == pc + 1)
            {
                range++;
                if (range == program.Ranges.Count || program.Ranges[range].Start != pc + 1) text.Append(".end\n");
            }
        }
        return text.ToString();
    }

    private static string Line(Symbol symbol) =>
        $".symbol {symbol.Name} {symbol.Address} {symbol.ElementBytes} {(symbol.Signed ? "signed" : "unsigned")} {List(symbol.Shape)}\n";

    private static string Line(Probe probe) =>
        $".probe {probe.Tensor} {probe.Layer} {probe.Pixel} {probe.Channel} {List(probe.PixelSteps)} {List(probe.ChannelSteps)}\n";

    private static string List(int[] numbers) => numbers.Length == 0 ? "-" : string.Join(',', numbers);
}
