using WageSim.Isa;

namespace WageSim.Workloads.Compiler;

/// <summary>The last part of a sum: accumulator row, walk, left shift, and whether it is added to words of the others.</summary>
internal delegate Instruction LastPart(Address sums, int walk, int shift, bool more);

/// <summary>Sums from the accumulators to wide words in the scratchpad.</summary>
internal static class Spill
{
    /// <summary>
    /// Where a sum was made in parts (by several arrays, or a byte of an operand at a time), the later parts are added to the first.
    /// </summary>
    /// <param name="parts">Accumulator row and left shift of each part.</param>
    /// <param name="target">The words.</param>
    /// <param name="max">The scalar register of the maximum.</param>
    /// <param name="last">What is made of the whole sum.</param>
    /// <param name="more">Whether the sums are added to words that are there.</param>
    public static void Emit(
        PhaseContext context, IReadOnlyList<(Address Sums, int Shift)> parts, int rows, int columns,
        Address target, bool wide, int max, LastPart last, bool more = false)
    {
        int walk = context.Emitter.Walk(Walks.Matrix(columns, rows));
        for (int i = 0; i < parts.Count; i++, more = true)
        {
            var (sums, shift) = parts[i];
            context.Emitter.Emit(i == parts.Count - 1
                ? last(sums, walk, shift, more)
                : new VectorSpill(sums, walk, shift, more, wide, Masked: false, 0, target, Track: false, max));
        }
    }
}
