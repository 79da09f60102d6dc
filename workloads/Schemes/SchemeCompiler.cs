using WageSim.Isa;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes;

/// <summary>Constants of any scheme and chip → program.</summary>
public static class SchemeCompiler
{
    /// <summary>DRAM that tensors share which do not live at the same time, in bytes.</summary>
    public static long SharedBytes(Program program) =>
        program.Symbols.Where(symbol => symbol.Name == DramLayout.Shared).Sum(symbol => symbol.Bytes);

    /// <summary>A training step, or an inference pass.</summary>
    public static Program Compile(SchemeParameters parameters, Chip chip, CompileOptions options) =>
        Compile(parameters, chip, options, out _);

    /// <summary>The same, with the worst case of every sum and how it is held.</summary>
    public static Program Compile(SchemeParameters parameters, Chip chip, CompileOptions options, out IReadOnlyList<HeldSum> sums)
    {
        var lowering = SchemeCatalogue.Of(parameters).Lowering;
        return ProgramCompiler.Compile(lowering, parameters, chip, options, out sums);
    }
}
