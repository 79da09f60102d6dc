using WageSim.Isa;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Niti;
using WageSim.Workloads.Compiler;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Schemes.Niti;

/// <summary>Errors of softmax with cross-entropy from the logits' codes and exponent, in units of 2^-11, whole rows at a time.</summary>
internal sealed class LossPhase(PhaseContext context, WeightLayer layer)
{
    /// <summary>Its tensor: 32-bit words, images × classes.</summary>
    public const string Loss = "loss";

    private const int WordBytes = 4, RowBytes = 8, PowerBytes = 8;

    private readonly Emitter emitter = context.Emitter;

    private int Classes => layer.OutputChannels;
    private int Batch => context.Options.Batch;

    public void Emit()
    {
        var (block, buffers) = Choose();
        emitter.Phase(layer.Name, "loss", () => Body(block, buffers));
    }

    private void Body(int block, Buffer[] buffers)
    {
        var logits = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[0]);
        var labels = new Handshake(emitter, Unit.Load, Unit.Vector, buffers[1]);
        var errors = new Handshake(emitter, Unit.Vector, Unit.Store, buffers[2]);
        long rows = buffers[3].Start;
        int logitsAt = emitter.Register(), labelAt = emitter.Register(), errorsAt = emitter.Register();
        bool fine = context.Niti().Loss == NitiLoss.Fixed2021;
        emitter.ForEach(Batch, block, [(logitsAt, Classes), (labelAt, WordBytes), (errorsAt, (long)Classes * WordBytes)], images =>
        {
            int walk = emitter.Walk(Walks.Matrix(Classes, images)), elements = Classes * images;
            labels.Produce(() => context.LoadMatrix(new(labelAt, context.Dram["label"]), 0, labels.At(), 0, 1, WordBytes * images));
            logits.Produce(() => context.LoadMatrix(new(logitsAt, context.Dram["output"]), 0, logits.At(), 0, 1, elements));
            logits.Take();
            errors.Produce(() =>
            {
                emitter.Emit(new VectorRowMaximum(logits.At(), walk, rows, Wide: false, Codes: true));
                emitter.Emit(new VectorPower(logits.At(), walk, rows, errors.At(), MachineState.ExponentScalar, fine));
                logits.Release();
                labels.Take();
                emitter.Emit(new VectorProbability(errors.At(), walk, rows, labels.At()));
                labels.Release();
            });
            errors.Take();
            context.StoreMatrix(errors.At(), new(errorsAt, context.Dram[Loss]), 0, 1, elements * WordBytes);
            errors.Release();
        });
    }

    private (int Block, Buffer[] Buffers) Choose()
    {
        for (int block = Math.Clamp(ElementBlock.Most / Classes, 1, Batch); ; block = (block + 1) / 2)
        {
            int copies = block < Batch ? 2 : 1;
            BufferWish[] wishes =
            [
                new("logits", (long)block * Classes, copies), new("labels", WordBytes * block, copies),
                new("errors", (long)PowerBytes * block * Classes, copies), new("rows", RowBytes * block, 1),
            ];
            if (context.PlaceScratchpad(wishes) is { } buffers) return (block, buffers);
            if (block == 1) throw context.TooSmall(layer.Name, "loss", wishes.Sum(wish => wish.Total), 0);
        }
    }
}
