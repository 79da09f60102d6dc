using WageSim.Models.Golden.Niti;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>NITI: each tensor of sums takes a pass for its maximum and a pass for its codes, forward and back.</summary>
internal sealed class NitiLowering : ChainLowering
{
    private protected override bool HasRandomUpdates => false;

    private protected override int OutputBytes(Bounds bounds, WeightLayer last) => 1;

    private protected override void AddOwn(DramLayout dram, SchemeParameters parameters, CompileOptions options)
    {
        var network = parameters.Network;
        int layers = network.Layers.Count;
        dram.Add(ScalarStore.ActivationShift, 4, true, [layers]);
        dram.Add(ScalarStore.ActivationExponent, 4, true, [layers]);
        if (options.Inference) return;
        int[] rows = [options.Batch, network.Classes];
        dram.Add(LossPhase.Loss, 4, true, rows);
        dram.Add(ScalarStore.ErrorShift, 4, true, [layers]);
        dram.Add(ScalarStore.GradientShift, 4, true, [layers]);
        bool drops = ((NitiParameters)parameters).Dropout;
        if (options.ExternalDraws) dram.Add(NitiDraws.LossTensor, 2, false, rows);
        if (options.ExternalDraws && drops) dram.Add(NitiDraws.DropoutTensor, 2, false, [network.Layers[^1].Input.Count]);
        if (drops && layers == 1) dram.Add(DramLayout.DroppedInput, 1, true, [options.Batch, network.Input.Count]);
    }

    private protected override IEnumerable<WordTensor> Words(SchemeParameters parameters, Bounds bounds, CompileOptions options)
    {
        if (options.ErrorPass == ErrorPass.Recompute) yield break;
        foreach (var layer in parameters.Network.Layers)
            yield return new(
                WordTensor.Sums(layer.Index), bounds.Forward(layer).WordBytes, layer.BatchDimensions(options.Batch, layer.Accumulator));
        foreach (var errors in WordTensor.Errors(parameters.Network, bounds, options)) yield return errors;
    }

    public override void Check(PhaseContext context) => context.Niti().Check();

    public override void Emit(PhaseContext context)
    {
        var layers = context.Parameters.Network.Layers;
        bool spills = context.Options.ErrorPass == ErrorPass.Spill;
        if (layers.Count == 1 && context.Drops()) new InputDropoutPhase(context, layers[0]).Emit();
        foreach (var layer in layers)
        {
            new SumsPhase(context, LineBand.All(layer), spills ? SumResult.Words : SumResult.Maximum).Emit();
            if (spills) new RoundingPhase(context, layer, forward: true).Emit();
            else new CodesPhase(context, layer).Emit();
        }
        if (context.Options.Inference) return;
        new LossPhase(context, layers[^1]).Emit();
        new LossRoundingPhase(context, layers[^1]).Emit();
        foreach (var layer in layers.Reverse())
        {
            new GradientPhase(context, layer).Emit();
            if (layer.Index > 0)
            {
                // Errors go back through the weights from before the update.
                new NitiErrorPhase(context, layer, spills ? SumResult.Words : SumResult.Maximum).Emit();
                if (spills) new RoundingPhase(context, layers[layer.Index - 1], forward: false).Emit();
                else new NitiErrorPhase(context, layer, SumResult.Codes).Emit();
            }
            new NitiUpdatePhase(context, layer).Emit();
        }
    }
}
