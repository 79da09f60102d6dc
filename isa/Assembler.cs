using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Isa;

/// <summary>Assembly text → program: an instruction or directive a line, comments after semicolons.</summary>
public sealed class Assembler
{
    // What each directive takes, for messages and for the check of their number.
    private static readonly Dictionary<string, string> directives = new()
    {
        [".chip"] = "NAME",
        [".dram"] = "BYTES",
        [".symbol"] = "NAME ADDRESS ELEMENTBYTES signed|unsigned SHAPE",
        [".range"] = "LAYER PHASE",
        [".end"] = "",
        [".probe"] = "TENSOR LAYER IMAGE CHANNEL IMAGESTEPS CHANNELSTEPS",
    };

    private readonly List<Instruction> instructions = [];
    private readonly List<Symbol> symbols = [];
    private readonly List<CodeRange> ranges = [];
    private readonly List<Probe> probes = [];
    private readonly HashSet<string> once = [];
    private string chip = "";
    private long? dramBytes;
    private (Token Place, int Start, string Layer, string Phase)? open;
    private Token? pendingProbe;

    private Assembler() { }

    /// <summary>Assembles a file.</summary>
    public static Program Read(string path)
    {
        try
        {
            return Assemble(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path}: the file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Assembles text; the source name is for messages.</summary>
    public static Program Assemble(string text, string source)
    {
        var assembler = new Assembler();
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var words = Token.Split(line, source, ++number);
            if (words.Count == 0) continue;
            if (words[0].Text.StartsWith('.')) assembler.Directive(words, line);
            else assembler.Add(InstructionSet.Parse(words));
        }
        return assembler.Finish(source);
    }

    private void Add(Instruction instruction)
    {
        instructions.Add(instruction);
        pendingProbe = null;
    }

    private void Directive(List<Token> words, string line)
    {
        var name = words[0];
        if (!directives.TryGetValue(name.Text, out string? takes))
            throw name.Error($"unknown directive '{name}'{Spelling.Hint(name.Text, directives.Keys)}");
        int expected = takes.Length == 0 ? 0 : takes.Split(' ').Length, given = words.Count - 1;
        // A chip's name may have spaces: it is the rest of the line.
        if (name.Text == ".chip" ? given < 1 : given != expected)
            throw name.Error($"{name} takes {(expected == 0 ? "nothing" : takes)}; {given} {(given == 1 ? "word is" : "words are")} given");
        switch (name.Text)
        {
            case ".chip":
                Once(name);
                chip = line[(words[1].Column - 1)..(words[^1].Column - 1 + words[^1].Text.Length)];
                break;
            case ".dram":
                Once(name);
                dramBytes = words[1].Number(0, Program.MaxDramBytes);
                break;
            case ".symbol":
                AddSymbol(words);
                break;
            case ".range":
                CloseRange();
                open = (name, instructions.Count, words[1].Text, words[2].Text);
                break;
            case ".end":
                if (open is null) throw name.Error(".end without a .range before it");
                CloseRange();
                break;
            default:
                int[] at = [.. words[2..5].Select(word => (int)word.Number(int.MinValue, int.MaxValue))];
                int[][] steps = [.. words[5..].Select(word => word.Numbers(int.MinValue, int.MaxValue))];
                probes.Add(new(instructions.Count, words[1].Text, at[0], at[1], at[2], steps[0], steps[1]));
                pendingProbe = name;
                break;
        }
    }

    private void AddSymbol(List<Token> words)
    {
        var (name, sign) = (words[1], words[4]);
        if (symbols.Exists(other => other.Name == name.Text)) throw name.Error($"symbol '{name}' is given twice");
        if (sign.Text is not ("signed" or "unsigned")) throw sign.Error($"'{sign}' is neither signed nor unsigned");
        long address = words[2].Number(0, Program.MaxDramBytes);
        int elementBytes = (int)words[3].Number(1, 8);
        var symbol = new Symbol(name.Text, address, elementBytes, sign.Text == "signed", words[5].Numbers(1, int.MaxValue));
        if (ProgramCheck.Fault(symbol, Program.MaxDramBytes) is { } fault) throw name.Error($"symbol '{name}': {fault}");
        symbols.Add(symbol);
    }

    private void Once(Token name)
    {
        if (!once.Add(name.Text)) throw name.Error($"{name} is given twice");
    }

    private void CloseRange()
    {
        if (open is not var (place, start, layer, phase)) return;
        if (start == instructions.Count) throw place.Error($"range {layer} {phase} has no instructions");
        ranges.Add(new(start, instructions.Count, layer, phase));
        open = null;
    }

    private Program Finish(string source)
    {
        CloseRange();
        if (pendingProbe is { } probe) throw probe.Error("no instruction follows the .probe");
        var program = new Program
        {
            Instructions = instructions, Symbols = symbols, Ranges = ranges, Probes = probes, Chip = chip,
            DramBytes = dramBytes ?? symbols.Select(symbol => symbol.Address + symbol.Bytes).DefaultIfEmpty().Max(),
        };
        return ProgramCheck.Fault(program) is { } fault ? throw new InputException($"{source}: {fault}") : program;
    }
}
