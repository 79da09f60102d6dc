using WageSim.Isa;
using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Topologies;

/// <summary>
/// One layer of a topology and a chip → program: inputs and weights from DRAM, products, ReLU and rounding to bytes, outputs to DRAM.
/// </summary>
public static class LayerCompiler
{
    public const string Phase = "forward";

    /// <summary>The program of one repeat of the layer, with a batch of images.</summary>
    public static Program Compile(TopologyLayer layer, Chip chip, LayerOptions options)
    {
        if (options.WeightBits is < 2 or > 8) throw new InputException($"weights of {options.WeightBits} bits: 2..8 is allowed");
        var shape = LayerShape.Of(layer, options.Batch);
        long largest = layer.Reduction * 128L * 128L;
        if (largest > int.MaxValue)
            throw new InputException(
                $"layer {layer.Name}: {layer.Reduction} products of 8-bit codes may need more than the 32 bits of an accumulator; " +
                $"at most {int.MaxValue / (128 * 128)} are allowed");
        var dram = new LayerDram(layer.Name, shape, chip, options);
        var sizes = new LayerTilings(layer.Name, shape, chip, options);
        var tiling = sizes.Choose();
        var emitter = new Emitter();
        emitter.Phase(layer.Name, Phase, () => new LayerNest(emitter, shape, chip, options, tiling, sizes, dram).Emit());
        emitter.Halt();
        if (emitter.Code.Count > chip.Sequencer.Instructions)
            throw new InputException(
                $"chip {chip.Name}: layer {layer.Name} has {emitter.Code.Count} instructions; " +
                $"sequencer.instructions is {chip.Sequencer.Instructions}");
        for (int pc = 0; pc < emitter.Code.Count; pc++) Check(layer, emitter.Code[pc]);
        return new()
        {
            Instructions = emitter.Code, Symbols = dram.Symbols, Ranges = emitter.Ranges, Chip = chip.Name, DramBytes = dram.Bytes,
        };
    }

    // Records hold more than words do.
    private static void Check(TopologyLayer layer, Instruction instruction)
    {
        try
        {
            InstructionSet.Encode(instruction);
        }
        catch (InputException e)
        {
            throw new InputException($"layer {layer.Name} does not fit the instruction set: {e.Message}", e);
        }
    }
}
