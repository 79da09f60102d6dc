using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>Dropout of the images, in front of a network of one layer.</summary>
internal sealed class InputDropoutPhase(PhaseContext context, WeightLayer layer)
{
    private readonly Emitter emitter = context.Emitter;

    public void Emit()
    {
        int features = layer.Input.Count;
        var (block, buffers) = Choose(features);
        emitter.Phase(layer.Name, "forward", () =>
        {
            var codes = new Handshake(emitter, Unit.Load, Unit.Store, buffers[0]);
            int loaded = emitter.Semaphore(0), dropped = emitter.Semaphore(0), codesAt = emitter.Register();
            var dropout = new Dropout(context, buffers.Length > 1 ? buffers[1] : null);
            Address from = new(codesAt, context.Dram["input"]), to = new(codesAt, context.Dram[DramLayout.DroppedInput]);
            emitter.ForEach(context.Options.Batch, 1, [(codesAt, features)], _ =>
                emitter.ForEach(features, block, [(codesAt, 1), dropout.Features(1)], n =>
                {
                    codes.Produce(() => context.LoadMatrix(from, 0, codes.At(), 0, 1, n));
                    emitter.Emit(new Signal((int)Unit.Load, loaded));
                    emitter.Emit(new Wait((int)Unit.Vector, loaded));
                    dropout.Emit(codes.At(), n, 1, n, 1);
                    emitter.Emit(new Signal((int)Unit.Vector, dropped));
                    codes.Take();
                    emitter.Emit(new Wait((int)Unit.Store, dropped));
                    context.StoreMatrix(codes.At(), to, 0, 1, n);
                    codes.Release();
                }));
        });
    }

    private (int Block, Buffer[] Buffers) Choose(int features)
    {
        for (int block = Math.Min(features, ElementBlock.Most); ; block = (block + 1) / 2)
        {
            List<BufferWish> wishes = [new("codes", block, 2)];
            if (Dropout.Wish(context, block) is { } draws) wishes.Add(draws);
            if (context.PlaceScratchpad(wishes) is { } buffers) return (block, [.. buffers]);
            if (block == 1) throw context.TooSmall(layer.Name, "forward", wishes.Sum(wish => wish.Total), 0);
        }
    }
}
