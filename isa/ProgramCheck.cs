namespace WageSim.Isa;

/// <summary>What must hold of a program's tables, whoever made them: only then do its file and its text say the same.</summary>
internal static class ProgramCheck
{
    private static readonly int[] elementSizes = [1, 2, 4, 8];

    /// <summary>The first thing wrong, or null.</summary>
    public static string? Fault(Program program)
    {
        if (program.DramBytes is < 0 or > Program.MaxDramBytes)
            return $"DRAM bytes {program.DramBytes} are outside 0..{Program.MaxDramBytes}";
        if (!IsClean(program.Chip.Replace(" ", "")) || program.Chip.Trim() != program.Chip)
            return $"chip name '{program.Chip}' has a semicolon, a control character or an outer space";
        var names = new HashSet<string>();
        foreach (var symbol in program.Symbols)
        {
            if (Fault(symbol, program.DramBytes) is { } fault) return $"symbol '{symbol.Name}': {fault}";
            if (!names.Add(symbol.Name)) return $"symbol '{symbol.Name}' is given twice";
        }
        int count = program.Instructions.Count, last = 0;
        foreach (var range in program.Ranges)
        {
            string name = $"range {range.Start}..{range.End} {range.Layer} {range.Phase}";
            if (!IsWord(range.Layer) || !IsWord(range.Phase)) return $"{name}: layer and phase are one word each, without semicolon";
            if (range.Start < last || range.End <= range.Start || range.End > count)
                return $"{name}: ranges are in order, not empty and within the {count} instructions";
            last = range.End;
        }
        last = 0;
        foreach (var probe in program.Probes)
        {
            if (!IsWord(probe.Tensor)) return $"probe '{probe.Tensor}' at {probe.Pc}: a name is one word without semicolon";
            if (probe.Pc < last || probe.Pc >= count)
                return $"probe '{probe.Tensor}' at {probe.Pc}: probes are in order and within the {count} instructions";
            last = probe.Pc;
        }
        return null;
    }

    /// <summary>What is wrong with a symbol, or null.</summary>
    public static string? Fault(Symbol symbol, long dramBytes)
    {
        if (!IsWord(symbol.Name)) return "a name is one word without semicolon";
        if (!elementSizes.Contains(symbol.ElementBytes)) return $"{symbol.ElementBytes} bytes an element; 1, 2, 4 or 8 are allowed";
        Int128 end = symbol.ElementBytes;
        foreach (int dimension in symbol.Shape)
        {
            if (dimension < 1) return $"dimension {dimension} is below 1";
            // Stops growing where it is too large anyway, so that it cannot overflow.
            if (end <= dramBytes) end *= dimension;
        }
        end += symbol.Address;
        bool inside = symbol.Address >= 0 && end <= dramBytes;
        return inside ? null : $"bytes {symbol.Address}..{end - 1} are outside the {dramBytes} bytes of DRAM";
    }

    private static bool IsWord(string text) => text.Length > 0 && IsClean(text);

    private static bool IsClean(string text) => !text.Any(c => c == ';' || char.IsControl(c) || char.IsWhiteSpace(c));
}
