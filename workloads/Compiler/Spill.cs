using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>Sums from the accumulators to wide words in the scratchpad, tracking their maximum.</summary>
internal static class Spill
{
    /// <summary>Where the bytes of an operand were summed apart, the second part is added to the first, 8 bits higher.</summary>
    public static void Emit(PhaseContext context, Handshake sums, long partRows, Address target, int rows, int columns, SumForm form, Address? masks, int max)
    {
        int walk = context.Emitter.Walk(Walks.Matrix(columns, rows));
        for (int part = 0; part < form.Parts; part++)
        {
            bool last = part == form.Parts - 1;
            context.Emitter.Emit(new VectorSpill(sums.At(part * partRows), walk, 8 * part, More: part > 0, Wide: form.Apart, Masked: last && masks is not null, masks ?? 0, target, Track: last, max));
        }
    }
}
