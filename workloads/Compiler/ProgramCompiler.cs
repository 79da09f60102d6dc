using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>Network, scheme constants and chip → program.</summary>
internal static class ProgramCompiler
{
    /// <summary>One training step, or one inference pass, as the scheme's lowering has it.</summary>
    /// <param name="sums">The worst case of every sum and how it is held.</param>
    public static Program Compile(
        Lowering lowering, SchemeParameters parameters, Chip chip, CompileOptions options, out IReadOnlyList<HeldSum> sums)
    {
        if (options.Batch < 1) throw new InputException($"batch {options.Batch}: at least one image is needed");
        var emitter = new Emitter();
        var dram = new DramLayout(lowering, parameters, chip, options);
        var context = new PhaseContext(emitter, chip, lowering, parameters, dram, options);
        lowering.Check(context);
        if (dram.HasTemporaries) PlaceTemporaries(context);
        lowering.Emit(context);
        emitter.Halt();
        if (emitter.Code.Count > chip.Sequencer.Instructions)
            throw new InputException(
                $"chip {chip.Name}: the program has {emitter.Code.Count} instructions; " +
                $"sequencer.instructions is {chip.Sequencer.Instructions}");
        var program = new Program
        {
            Instructions = emitter.Code, Symbols = dram.Symbols, Ranges = emitter.Ranges, Probes = emitter.Probes,
            Chip = chip.Name, DramBytes = dram.Bytes,
        };
        CheckWords(program, parameters);
        sums = context.Sums;
        return program;
    }

    // A first emission, of which nothing is kept, shows which phases use them.
    private static void PlaceTemporaries(PhaseContext context)
    {
        var dry = new Emitter();
        context.Dram.Observe(() => dry.Ranges.Count);
        context.Lowering.Emit(context with { Emitter = dry });
        context.Dram.PlaceTemporaries(context.Options.Batch);
    }

    // Records hold more than words do: interpreter and machine would run what no instruction memory can hold.
    private static void CheckWords(Program program, SchemeParameters parameters)
    {
        for (int pc = 0; pc < program.Instructions.Count; pc++)
            try
            {
                InstructionSet.Encode(program.Instructions[pc]);
            }
            catch (InputException e)
            {
                string where = program.RangeOf(pc) is { } range ? $"layer {range.Layer} {range.Phase}: " : "";
                throw new InputException($"network '{parameters.Network}' does not fit the instruction set: {where}{e.Message}", e);
            }
    }
}
