using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>WAGE: forward, then from the last layer down gradient, error backward and update.</summary>
internal sealed class WageLowering : ChainLowering
{
    private protected override bool HasRandomUpdates => true;

    private protected override int OutputBytes(Bounds bounds, WeightLayer last) => bounds.Forward(last).WordBytes;

    private protected override void AddOwn(DramLayout dram, SchemeParameters parameters, CompileOptions options) { }

    private protected override IEnumerable<WordTensor> Words(SchemeParameters parameters, Bounds bounds, CompileOptions options)
    {
        var network = parameters.Network;
        var errors = WordTensor.Errors(network, bounds, options);
        return !options.Inference && network.Loss == Loss.CrossEntropy
            ? errors.Append(new(WordTensor.ErrorSums(network.Layers.Count - 1), SoftmaxPhase.WordBytes, [options.Batch, network.Classes]))
            : errors;
    }

    // The array takes operands of two bytes.
    public override void Check(PhaseContext context)
    {
        if (context.Options.Inference) return;
        foreach (var layer in context.Parameters.Network.Layers)
        {
            int own = context.Parameters.Bits.Error, bits = context.Bounds.RoutedBits(layer), most = 16 - (bits - own);
            if (bits > 16)
                throw new InputException(
                    $"layer {layer.Name}: its pool {layer.Pool} adds up to {layer.Pool!.Cover} error codes of {own} bits, " +
                    $"{bits} bits in all; operands have at most 16: take E up to {most}");
        }
    }

    public override void Emit(PhaseContext context)
    {
        var layers = context.Parameters.Network.Layers;
        foreach (var layer in layers) new WageForwardPhase(context, layer).Emit();
        if (context.Options.Inference) return;
        if (context.Parameters.Network.Loss == Loss.CrossEntropy) new SoftmaxPhase(context, layers[^1], context.Wage().TargetLog2).Emit();
        new QuantizePhase(context, layers[^1]).Emit();
        foreach (var layer in layers.Reverse())
        {
            new GradientPhase(context, layer).Emit();
            if (layer.Index > 0) Errors(context, layer);
            new WageUpdatePhase(context, layer).Emit();
        }
    }

    // Errors go back through the weights from before the update.
    private static void Errors(PhaseContext context, WeightLayer layer)
    {
        if (context.Options.ErrorPass == ErrorPass.Recompute)
        {
            new WageErrorPhase(context, layer, SumResult.Maximum).Emit();
            new WageErrorPhase(context, layer, SumResult.Codes).Emit();
        }
        else
        {
            new WageErrorPhase(context, layer, SumResult.Words).Emit();
            new QuantizePhase(context, context.Parameters.Network.Layers[layer.Index - 1]).Emit();
        }
    }
}
