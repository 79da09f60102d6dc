using WageSim.Isa;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>weight/l from gradient/l, element by element; a scheme says by which command.</summary>
internal abstract class UpdatePhase(PhaseContext context, WeightLayer layer)
{
    private protected readonly PhaseContext context = context;
    private protected readonly WeightLayer layer = layer;
    private protected readonly Emitter emitter = context.Emitter;

    private protected bool Wide => context.Bounds.Gradient(layer).Wide;

    /// <summary>Whether each weight has a random draw, addressed by its index.</summary>
    private protected abstract bool IsRandom { get; }

    /// <summary>Buffers besides gradients, weights and draws.</summary>
    private protected abstract BufferWish[] Others { get; }

    /// <summary>Commands in front of the loop.</summary>
    private protected abstract void Prepare(ReadOnlySpan<Buffer> others);

    /// <summary>The update of a block in place.</summary>
    /// <param name="draws">Where draws from memory are, if they are.</param>
    /// <param name="walk">Of the block's elements.</param>
    /// <param name="index">The register that holds the index of the first one, if it is random.</param>
    private protected abstract Instruction Command(Address gradients, Address weights, Address draws, int walk, int index);

    public void Emit()
    {
        int word = context.Bounds.Gradient(layer).WordBytes, bytes = context.WeightBytes, count = layer.WeightCount;
        bool external = IsRandom && context.Options.ExternalDraws;
        int[] sizes = external ? [word, bytes, 2] : [word, bytes];
        var (block, buffers) = ElementBlock.Choose(context, layer.Name, "update", count, sizes, Others);
        emitter.Phase(layer.Name, "update", () =>
        {
            // Weights are updated in place, so the store hands the buffers back to the load; the gradients go the same way.
            var gradients = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[0]);
            var weights = new Handshake(emitter, Unit.Load, Unit.Store, buffers[1]);
            var draws = external ? new Handshake(emitter, Unit.Load, Unit.Vector, buffers[2]) : null;
            int updated = emitter.Semaphore(0);
            int gradientAt = emitter.Register(), weightAt = emitter.Register();
            var (drawAt, index) = IsRandom ? (emitter.Register(), emitter.Register()) : (0, 0);
            Address gradientsInDram = new(gradientAt, context.Dram[$"gradient/{layer.Index}"]);
            Address weightsInDram = new(weightAt, context.Dram[$"weight/{layer.Index}"]);
            (int, long)[] pointers =
                [(gradientAt, word), (weightAt, bytes), (drawAt, external ? 2 : 0), (index, IsRandom ? 1 : 0)];
            Prepare(buffers.AsSpan(sizes.Length));
            emitter.ForEach(count, block, pointers, n =>
            {
                weights.Produce(() => context.LoadMatrix(weightsInDram, 0, weights.At(), 0, 1, n * bytes));
                draws?.Produce(() => context.LoadMatrix(new(drawAt, context.Dram[$"random/{layer.Index}"]), 0, draws.At(), 0, 1, n * 2));
                gradients.Produce(() => context.LoadMatrix(gradientsInDram, 0, gradients.At(), 0, 1, n * word));
                draws?.Take();
                gradients.Take(); // loads finish in order, so the weights are there as well
                emitter.Emit(Command(gradients.At(), weights.At(), draws?.At() ?? 0, emitter.Walk(Walks.Dense(n)), index));
                gradients.Release();
                draws?.Release();
                emitter.Emit(new Signal((int)Unit.Vector, updated));
                weights.Take();
                emitter.Emit(new Wait((int)Unit.Store, updated));
                context.StoreMatrix(weights.At(), weightsInDram, 0, 1, n * bytes);
                weights.Release();
            }, emitter.Channel);
        });
    }
}
