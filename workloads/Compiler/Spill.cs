using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>Sums from the accumulators to wide words in the scratchpad, tracking their maximum.</summary>
internal static class Spill
{
    /// <summary>
    /// Where a sum was made in parts (by several arrays, or a byte of an operand at a time), the later parts are added to the first.
    /// </summary>
    /// <param name="parts">Accumulator row and left shift of each part.</param>
    /// <param name="more">Whether the sums are added to words that are there.</param>
    /// <param name="track">Whether the sums are whole now, so that they count for the maximum.</param>
    public static void Emit(
        PhaseContext context, IReadOnlyList<(Address Sums, int Shift)> parts,
        Address target, int rows, int columns, bool wide, Address? masks, int max, bool more = false, bool track = true)
    {
        int walk = context.Emitter.Walk(Walks.Matrix(columns, rows));
        for (int i = 0; i < parts.Count; i++)
        {
            bool last = i == parts.Count - 1;
            context.Emitter.Emit(new VectorSpill(
                parts[i].Sums, walk, parts[i].Shift, More: more || i > 0, Wide: wide,
                Masked: last && masks is not null, masks ?? 0, target, Track: track && last, max));
        }
    }
}
