using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Networks.Residual;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wageubn;

/// <summary>WAGEUBN: layers and normalisations in order of execution, then back with their updates.</summary>
internal sealed class WageubnLowering : Lowering
{
    private const int UnitLog2 = 14;

    public override void AddTensors(DramLayout dram, SchemeParameters parameters, Bounds bounds, CompileOptions options) =>
        WageubnLayout.Add(dram, parameters, bounds, options);

    public override string InputOf(PhaseContext context, WeightLayer layer) => layer.IsLast ? WageubnTensors.Averages
        : context.Graph().Layers[layer.Index].Norm is >= 0 and var norm ? WageubnTensors.Activation(norm)
        : "input";

    public override string WeightsOf(WeightLayer layer) => WageubnTensors.MacWeight(layer.Index);

    public override string ErrorOf(PhaseContext context, WeightLayer layer) =>
        WageubnTensors.Operands(WageubnTensors.OperandLayer(context.Graph(), layer.Index));

    public override bool IsRouted(WeightLayer layer) => false;

    public override void Check(PhaseContext context)
    {
        context.Wageubn().Check();
        context.Wageubn().CheckBatch(context.Options.Batch);
        foreach (var layer in context.Graph().Layers)
            if (context.Bounds.Forward(layer.Weights) is { Wide: true } bound)
                throw new InputException(
                    $"layer {layer.Weights.Name}, {layer.Place}: its sums reach {bound.Worst}, accumulators hold {bound.Limit}: " +
                    "clip activations");
    }

    public override void Emit(PhaseContext context)
    {
        var saved = new SavedNorms(context);
        Forward(context, saved);
        if (!context.Options.Inference) Backward(context, saved);
    }

    private static void Forward(PhaseContext context, SavedNorms saved)
    {
        var graph = context.Graph();
        Sums(context, graph.Layers[0]);
        foreach (var norm in graph.Norms)
        {
            if (context.Options.Inference) new InferencePhase(context, norm).Emit();
            else
            {
                new JoinPhase(context, norm).Emit();
                saved.Forward(norm);
            }
            foreach (var layer in graph.ReadersOf(norm)) Sums(context, layer);
        }
        ForwardPhases.Average(context, graph.Norms[^1]);
        ForwardPhases.Weights(context, graph.Layers[^1]);
        new DensePhase(context, graph.Layers[^1].Weights).Emit();
    }

    private static void Sums(PhaseContext context, ResidualLayer layer)
    {
        ForwardPhases.Weights(context, layer);
        SumsPhase.EmitWords(context, layer.Weights);
        if (layer.Pool is { } pool) ForwardPhases.Pool(context, layer, pool);
    }

    private static void Backward(PhaseContext context, SavedNorms saved)
    {
        var graph = context.Graph();
        var (last, end) = (graph.Layers[^1], graph.Norms[^1]);
        if (graph.Loss == Loss.CrossEntropy)
        {
            new SoftmaxPhase(context, last.Weights, UnitLog2).Emit();
            ErrorPhases.SoftmaxScale(context, last);
        }
        ErrorPhases.Operands(context, last);
        HandBack(context, last, saved);
        ErrorPhases.Spread(context, end, WageubnTensors.Handed(last.Index), WageubnTensors.ActivationError(end.Index));
        foreach (var norm in graph.Norms.Reverse())
        {
            saved.Backward(norm, activation: false);
            Normalisation(context, norm);
            var layer = graph.Layers[norm.Layer];
            if (layer.Pool is { } pool) ErrorPhases.Unpool(context, layer, pool, WageubnTensors.StreamError(norm.Index));
            ErrorPhases.Operands(context, layer);
            HandBack(context, layer, saved);
            if (norm.Projection is { } projection) HandBack(context, graph.Layers[projection], saved);
        }
    }

    // To the error of the stream; a block's error comes past the convolutions as well.
    private static void Normalisation(PhaseContext context, NormLayer norm)
    {
        var graph = context.Graph();
        string error = WageubnTensors.HandedTo(graph, norm), back = WageubnTensors.HandedBy(graph, norm);
        if (graph.ReadersOf(norm).ToList() is [var x, var y])
            ErrorPhases.Sum(context, norm, WageubnTensors.Handed(x.Index), WageubnTensors.Handed(y.Index), error);
        new CodesPhase(context, norm, error).Emit();
        new LivePhase(context, norm).Guard();
        new NormBackPhase(context, norm, back).Emit();
        new LivePhase(context, norm).Update();
        if (WageubnTensors.Sharing(graph, norm) is { } block)
            ErrorPhases.Sum(context, norm, back, WageubnTensors.StreamError(block.Index), WageubnTensors.StreamError(norm.Index));
    }

    // Errors go back through the weights from before the update.
    private static void HandBack(PhaseContext context, ResidualLayer layer, SavedNorms saved)
    {
        if (layer.Norm >= 0 && !layer.Weights.IsLast) saved.Backward(context.Graph().Norms[layer.Norm], activation: true);
        new GradientPhase(context, layer.Weights).Emit();
        if (layer.Norm >= 0) HandedPhase.Emit(context, layer.Weights);
        ErrorPhases.Update(context, layer);
    }
}
