using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Wage;

/// <summary>error/l from its wide words, once their maximum is known (WAGE eq. 8).</summary>
internal sealed class QuantizePhase(PhaseContext context, WeightLayer layer)
{
    private readonly Emitter emitter = context.Emitter;

    public void Emit()
    {
        bool squares = layer.IsLast && context.Parameters.Network.Loss == Loss.SquaredErrors;
        bool wide = layer.IsLast
            ? squares && context.Bounds.Forward(layer).Wide
            : context.Bounds.Error(context.Parameters.Network.Layers[layer.Index + 1]).Wide;
        int count = context.Options.Batch * layer.Output.Count, word = wide ? 8 : 4, bytes = context.ErrorBytes;
        long source = squares ? context.Dram["output"] : context.Dram[WordTensor.ErrorSums(layer.Index)];
        var (block, buffers) = ElementBlock.Choose(context, layer.Name, "error", count, [word, bytes]);
        emitter.Phase(layer.Name, "error", () =>
        {
            var words = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[0]);
            var codes = new Handshake(emitter, Unit.Vector, Unit.Store, buffers[1]);
            int wordsAt = emitter.Register(), codesAt = emitter.Register();
            emitter.ForEach(count, block, [(wordsAt, word), (codesAt, bytes)], n =>
            {
                words.Produce(() => context.LoadMatrix(new(wordsAt, source), 0, words.At(), 0, 1, n * word));
                words.Take();
                codes.Produce(() => emitter.Emit(new VectorQuantize(
                    words.At(), codes.At(), n, wide, PhaseContext.ErrorMax, context.Parameters.Bits.Error)));
                words.Release();
                codes.Take();
                context.StoreMatrix(codes.At(), new(codesAt, context.Dram[$"error/{layer.Index}"]), 0, 1, n * bytes);
                codes.Release();
            });
        });
    }
}
