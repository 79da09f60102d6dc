using WageSim.Isa;
using WageSim.Models.Golden.Niti;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>The last layer's error codes from those of the loss, which lose four bits stochastically.</summary>
internal sealed class LossRoundingPhase(PhaseContext context, WeightLayer layer)
{
    private const int WordBytes = 4, DrawBytes = 2, Shift = 4;

    private readonly Emitter emitter = context.Emitter;

    public void Emit()
    {
        bool external = context.Options.ExternalDraws;
        int count = context.Options.Batch * layer.OutputChannels;
        int[] sizes = external ? [WordBytes, 1, DrawBytes] : [WordBytes, 1];
        var (block, buffers) = ElementBlock.Choose(context, layer.Name, "error", count, sizes, ScalarStore.Wish);
        emitter.Phase(layer.Name, "error", () =>
        {
            var words = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[0]);
            var codes = new Handshake(emitter, Unit.Vector, Unit.Store, buffers[1]);
            var draws = external ? new Handshake(emitter, Unit.Load, Unit.Vector, buffers[2]) : null;
            int wordsAt = emitter.Register(), indexAt = emitter.Register(), drawAt = external ? emitter.Register() : 0;
            emitter.Emit(new VectorSet(NitiContext.Shift, Shift));
            ScalarStore.Emit(context, buffers[^1], layer.Index, (NitiContext.Shift, ScalarStore.ErrorShift));
            emitter.ForEach(count, block, [(wordsAt, WordBytes), (indexAt, 1), (drawAt, external ? DrawBytes : 0)], n =>
            {
                words.Produce(() => context.LoadMatrix(
                    new(wordsAt, context.Dram[LossPhase.Loss]), 0, words.At(), 0, 1, n * WordBytes));
                draws?.Produce(() => context.LoadMatrix(
                    new(drawAt, context.Dram[NitiDraws.LossTensor]), 0, draws.At(), 0, 1, n * DrawBytes));
                words.Take();
                draws?.Take();
                codes.Produce(() => emitter.Emit(new VectorChance(
                    words.At(), codes.At(), draws?.At() ?? 0, emitter.Walk(Walks.Dense(n)), indexAt, layer.Index, external, Shift)));
                words.Release();
                draws?.Release();
                codes.Take();
                context.StoreMatrix(codes.At(), new(indexAt, context.Dram[$"error/{layer.Index}"]), 0, 1, n);
                codes.Release();
            });
        });
    }
}
