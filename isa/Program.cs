using WageSim.Models;
using WageSim.Models.Files;

namespace WageSim.Isa;

/// <summary>Code for the sequencer, and what its tensors, layers and accumulators stand for.</summary>
public sealed class Program
{
    /// <summary>Bytes that 40-bit addresses reach.</summary>
    public const long MaxDramBytes = 1L << 40;

    public required IReadOnlyList<Instruction> Instructions { get; init; }

    /// <summary>Tensors in DRAM.</summary>
    public IReadOnlyList<Symbol> Symbols { get; init; } = [];

    /// <summary>Layer and phase of the instructions, in order and without overlap.</summary>
    public IReadOnlyList<CodeRange> Ranges { get; init; } = [];

    /// <summary>What vector instructions read from the accumulators, in order of instructions.</summary>
    public IReadOnlyList<Probe> Probes { get; init; } = [];

    /// <summary>The chip that it was compiled for; may be empty.</summary>
    public string Chip { get; init; } = "";

    /// <summary>DRAM that the program needs.</summary>
    public long DramBytes { get; init; }

    /// <summary>The range that holds an instruction, if any.</summary>
    public CodeRange? RangeOf(int pc) => IndexOfRange(pc) is >= 0 and var index ? Ranges[index] : null;

    /// <summary>The place of that range among all, or -1.</summary>
    public int IndexOfRange(int pc)
    {
        int low = 0, high = Ranges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            var range = Ranges[middle];
            if (pc < range.Start) high = middle - 1;
            else if (pc >= range.End) low = middle + 1;
            else return middle;
        }
        return -1;
    }

    /// <summary>The tensor of that name.</summary>
    public Symbol Find(string name) =>
        Symbols.FirstOrDefault(symbol => symbol.Name == name)
        ?? throw new InputException($"the program has no tensor '{name}'{Spelling.Hint(name, Symbols.Select(symbol => symbol.Name))}");

    /// <summary>Equal in everything.</summary>
    public bool SameAs(Program other) =>
        Chip == other.Chip && DramBytes == other.DramBytes && Instructions.SequenceEqual(other.Instructions)
        && Symbols.SequenceEqual(other.Symbols) && Ranges.SequenceEqual(other.Ranges) && Probes.SequenceEqual(other.Probes);
}
