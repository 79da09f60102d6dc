using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes;

/// <summary>WAGE: forward, then from the last layer down gradient, error backward and update.</summary>
internal sealed class WageLowering : Lowering
{
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
        foreach (var layer in layers) new ForwardPhase(context, layer).Emit();
        if (context.Options.Inference) return;
        var elementwise = new ElementwisePhases(context);
        if (context.Parameters.Network.Loss == Loss.CrossEntropy) new SoftmaxPhase(context, layers[^1]).Emit();
        elementwise.Quantize(layers[^1]);
        foreach (var layer in layers.Reverse())
        {
            new GradientPhase(context, layer).Emit();
            if (layer.Index > 0) Errors(context, elementwise, layer);
            elementwise.Update(layer);
        }
    }

    // Errors go back through the weights from before the update.
    private static void Errors(PhaseContext context, ElementwisePhases elementwise, WeightLayer layer)
    {
        if (context.Options.ErrorPass == ErrorPass.Recompute)
        {
            new ErrorPhase(context, layer, ErrorResult.Maximum).Emit();
            new ErrorPhase(context, layer, ErrorResult.Codes).Emit();
        }
        else
        {
            new ErrorPhase(context, layer, ErrorResult.Words).Emit();
            elementwise.Quantize(context.Parameters.Network.Layers[layer.Index - 1]);
        }
    }
}
