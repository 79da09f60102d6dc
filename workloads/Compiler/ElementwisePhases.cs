using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// The two phases that stream a whole tensor through the vector unit: error quantisation (WAGE eq. 8) and weight update (eq. 9 to 11).
/// </summary>
internal sealed class ElementwisePhases(PhaseContext context)
{
    private const int MostElements = 8192;
    private readonly Emitter emitter = context.Emitter;

    /// <summary>error/l from its wide words, once their maximum is known.</summary>
    public void Quantize(WeightLayer layer)
    {
        bool squares = layer.IsLast && context.Parameters.Network.Loss == Loss.SquaredErrors;
        bool wide = layer.IsLast
            ? squares && context.Bounds.Forward(layer).Wide
            : context.Bounds.Error(context.Parameters.Network.Layers[layer.Index + 1]).Wide;
        int count = context.Options.Batch * layer.Output.Count, word = wide ? 8 : 4, bytes = context.ErrorBytes;
        string source = squares ? "output" : "wide";
        var (block, buffers) = Choose(layer, "error", count, [word, bytes]);
        emitter.Phase(layer.Name, "error", () =>
        {
            var words = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[0]);
            var codes = new Handshake(emitter, Unit.Vector, Unit.Store, buffers[1]);
            int wordsAt = emitter.Register(), codesAt = emitter.Register();
            emitter.ForEach(count, block, [(wordsAt, word), (codesAt, bytes)], n =>
            {
                words.Produce(() => context.LoadMatrix(new(wordsAt, context.Dram[source]), 0, words.At(), 0, 1, n * word));
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

    /// <summary>weight/l from gradient/l.</summary>
    public void Update(WeightLayer layer)
    {
        var bound = context.Bounds.Gradient(layer);
        int word = bound.WordBytes, bytes = context.WeightBytes, count = layer.WeightCount;
        bool external = context.Options.ExternalDraws;
        int[] sizes = external ? [word, bytes, 2] : [word, bytes];
        var (block, buffers) = Choose(layer, "update", count, sizes);
        emitter.Phase(layer.Name, "update", () =>
        {
            // Weights are updated in place, so the store hands the buffers back to the load; the gradients go the same way.
            var gradients = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[0]);
            var weights = new Handshake(emitter, Unit.Load, Unit.Store, buffers[1]);
            var draws = external ? new Handshake(emitter, Unit.Load, Unit.Vector, buffers[2]) : null;
            int updated = emitter.Semaphore(0);
            int gradientAt = emitter.Register(), weightAt = emitter.Register(), drawAt = emitter.Register(), index = emitter.Register();
            Address gradientsInDram = new(gradientAt, context.Dram[$"gradient/{layer.Index}"]);
            Address weightsInDram = new(weightAt, context.Dram[$"weight/{layer.Index}"]);
            emitter.ForEach(count, block, [(gradientAt, word), (weightAt, bytes), (drawAt, external ? 2 : 0), (index, 1)], n =>
            {
                weights.Produce(() => context.LoadMatrix(weightsInDram, 0, weights.At(), 0, 1, n * bytes));
                draws?.Produce(() => context.LoadMatrix(new(drawAt, context.Dram[$"random/{layer.Index}"]), 0, draws.At(), 0, 1, n * 2));
                gradients.Produce(() => context.LoadMatrix(gradientsInDram, 0, gradients.At(), 0, 1, n * word));
                draws?.Take();
                gradients.Take(); // loads finish in order, so the weights are there as well
                emitter.Emit(new VectorUpdate(
                    gradients.At(), weights.At(), draws?.At() ?? 0, emitter.Walk(Walks.Dense(n)),
                    PhaseContext.GradientMax, index, layer.Index,
                    context.Parameters.Bits.Gradient, context.Parameters.WeightClipBits, bound.Wide, external));
                gradients.Release();
                draws?.Release();
                emitter.Emit(new Signal((int)Unit.Vector, updated));
                weights.Take();
                emitter.Emit(new Wait((int)Unit.Store, updated));
                context.StoreMatrix(weights.At(), weightsInDram, 0, 1, n * bytes);
                weights.Release();
            });
        });
    }

    private (int Block, Buffer[] Buffers) Choose(WeightLayer layer, string phase, int count, int[] elementBytes)
    {
        for (int block = Math.Min(count, MostElements); ; block = (block + 1) / 2)
        {
            int copies = block < count ? 2 : 1;
            BufferWish[] wishes = [.. elementBytes.Select(bytes => new BufferWish("elements", (long)block * bytes, copies))];
            if (context.PlaceScratchpad(wishes) is { } buffers) return (block, buffers);
            if (block == 1) throw context.TooSmall(layer, phase, 2L * elementBytes.Sum(), 0);
        }
    }
}
