using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;

namespace WageSim.Workloads.Compiler;

/// <summary>Network, scheme constants and chip → program.</summary>
public static class WageCompiler
{
    /// <summary>
    /// One training step, or one inference pass: forward, then from the last layer down gradient, error backward and update.
    /// </summary>
    public static Program Compile(WageParameters parameters, Chip chip, CompileOptions options) =>
        Compile(parameters, chip, options, out _);

    /// <summary>The same, with the worst case of every sum and how it is held.</summary>
    public static Program Compile(WageParameters parameters, Chip chip, CompileOptions options, out IReadOnlyList<HeldSum> sums)
    {
        if (options.Batch < 1) throw new InputException($"batch {options.Batch}: at least one image is needed");
        var emitter = new Emitter();
        var dram = new DramLayout(parameters, chip, options);
        var context = new PhaseContext(emitter, chip, parameters, dram, options);
        var layers = parameters.Network.Layers;
        if (!options.Inference)
            foreach (var layer in layers) CheckRouted(context.Bounds, parameters, layer);
        foreach (var layer in layers) new ForwardPhase(context, layer).Emit();
        if (!options.Inference)
        {
            var elementwise = new ElementwisePhases(context);
            if (parameters.Network.Loss == Loss.CrossEntropy) new SoftmaxPhase(context, layers[^1]).Emit();
            elementwise.Quantize(layers[^1]);
            foreach (var layer in layers.Reverse())
            {
                new GradientPhase(context, layer).Emit();
                if (layer.Index > 0)
                {
                    // Errors go back through the weights from before the update.
                    if (options.ErrorPass == ErrorPass.Recompute)
                    {
                        new ErrorPhase(context, layer, ErrorResult.Maximum).Emit();
                        new ErrorPhase(context, layer, ErrorResult.Codes).Emit();
                    }
                    else
                    {
                        new ErrorPhase(context, layer, ErrorResult.Words).Emit();
                        elementwise.Quantize(layers[layer.Index - 1]);
                    }
                }
                elementwise.Update(layer);
            }
        }
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

    // The array takes operands of two bytes.
    private static void CheckRouted(Bounds bounds, WageParameters parameters, WeightLayer layer)
    {
        int bits = bounds.RoutedBits(layer), most = 16 - (bits - parameters.Bits.Error);
        if (bits > 16)
            throw new InputException(
                $"layer {layer.Name}: its pool {layer.Pool} adds up to {layer.Pool!.Cover} error codes of {parameters.Bits.Error} bits, " +
                $"{bits} bits in all; operands have at most 16: take E up to {most}");
    }

    // Records hold more than words do: interpreter and machine would run what no instruction memory can hold.
    private static void CheckWords(Program program, WageParameters parameters)
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
