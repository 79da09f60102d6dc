using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>Wide errors, batch normalisation backward, and updates with momentum.</summary>
public sealed partial class VectorTiming
{
    /// <summary>Bits of the reciprocal for quotients of a whole word.</summary>
    private const int WordReciprocalBits = 32;

    /// <summary>N · e; x̂ · P and G times the difference in two parts.</summary>
    private const int NormBackwardMultiplications = 1 + 2 + 2;

    private VectorWork WorkOfWideErrors(in Command c, ActivityCounts counts)
    {
        switch (c.Instruction)
        {
            case VectorClip op:
            {
                int each = LanesOf(op.Wide);
                var row = Chained(1, op.Count, each);
                counts.Add(Activity.VectorCompare, (each + 1) * row.Total); // clip, maximum
                return Work(counts, Steps(row, each), 0, [Bytes(c.A, row, op.Wide ? 8 : 4, false), Bytes(c.B, row, 4, true)]);
            }
            case VectorFlag op:
            {
                var row = new Rows(1, op.Count, lanes);
                counts.Add(Activity.VectorShift, row.Total);
                counts.Add(Activity.VectorFlag, row.Total);
                counts.Add(Activity.VectorCompare, row.Total); // clip
                return Work(counts, row.Steps, 0, [Bytes(c.A, row, 4, false), Bytes(c.B, row, 2, true)]);
            }
            case VectorMatch:
                counts.Add(Activity.VectorRange, 2);
                return new(1, 0);
            case VectorBlend:
            {
                var row = new Rows(1, c.W0!.Run, lanes);
                counts.Add(Activity.VectorShift, 2 * row.Total);
                counts.Add(Activity.VectorAdd, row.Total);
                counts.Add(Activity.VectorCompare, 2 * row.Total); // clip, maximum
                return Work(counts, row.Steps, 0, [Bytes(c.A, row, 4, false), Bytes(c.B, row, 4, false), Bytes(c.C, row, 4, true)]);
            }
            case VectorSpread:
            {
                var outputs = RowsOf(c.W0!);
                var inputs = outputs with { Count = (long)c.W0!.Count2 * c.W0.Count3 };
                CountQuotients(inputs.Total, reciprocals: 1, counts, WordReciprocalBits);
                counts.Add(Activity.VectorShift, inputs.Total);
                counts.Add(Activity.VectorCompare, inputs.Total); // maximum
                return Work(counts, WordReciprocalBits + inputs.Steps + outputs.Steps, 0,
                    [Bytes(c.A, inputs, 4, false), Bytes(c.B, outputs, 4, true)]);
            }
            case VectorUnpeak op: return WorkOf(op, c, counts);
            default: return WorkOfMomentum(c, counts);
        }
    }

    private VectorWork WorkOf(VectorUnpeak op, in Command c, ActivityCounts counts)
    {
        var walk = c.W0!;
        var windows = PaddedWindows.Of(op, walk);
        Rows inputs = new(windows.Count, walk.Run, lanes), lookUps = new(windows.LookUps, walk.Run, lanes), outputs = RowsOf(walk);
        counts.Add(Activity.VectorShift, lookUps.Total);
        counts.Add(Activity.VectorAdd, lookUps.Total - outputs.Total);
        counts.Add(Activity.VectorCompare, lookUps.Total + 2 * outputs.Total); // place; clip, maximum
        return Work(counts, lookUps.Steps, 0,
            [Bytes(c.A, inputs, 4, false) with { Words = lookUps.Words(4, ports.Word) },
                Bytes(c.B, inputs, 1, false) with { Words = lookUps.Words(1, ports.Word) }, Bytes(c.C, outputs, 4, true)]);
    }

    private VectorWork WorkOfMomentum(in Command c, ActivityCounts counts)
    {
        switch (c.Instruction)
        {
            case VectorChannel:
            {
                var rows = Chained(c.W0!.Positions, c.W0.Run, LanesOf64);
                counts.Add(Activity.VectorMultiply, rows.Total);
                counts.Add(Activity.VectorWideAdd, LanesOf64 * rows.Total); // Σe·x̂
                counts.Add(Activity.VectorAdd, rows.Total); // Σe
                counts.Add(Activity.VectorCompare, rows.Total);
                var sums = Bytes(c.B + NormTable.ErrorSums(c.W0.Run), rows with { Count = 1 }, 24, false);
                return Work(counts, Steps(rows, LanesOf64), 0,
                    [Bytes(c.A, rows, 2, false), Bytes(c.A + 2 * rows.Total, rows, 1, false), sums, sums with { Write = true }]);
            }
            case VectorLive op:
            {
                var row = new Rows(1, op.Count, lanes);
                counts.Add(Activity.VectorRange, row.Total);
                counts.Add(Activity.VectorCompare, row.Total);
                return Work(counts, row.Steps, 0,
                    [Bytes(c.A + NormTable.Deviations(op.Count), row, 8, false), Bytes(c.A + NormTable.Largest(op.Count), row, 8, false)]);
            }
            case VectorNormBackward:
            {
                var rows = Chained(c.W0!.Positions, c.W0.Run, LanesOf64);
                var channels = rows with { Count = 1 };
                counts.Add(Activity.VectorProduct, channels.Total); // N · S
                counts.Add(Activity.VectorMultiply, NormBackwardMultiplications * rows.Total);
                counts.Add(Activity.VectorWideAdd, 2 * LanesOf64 * rows.Total); // two differences
                counts.Add(Activity.VectorShift, LanesOf64 * rows.Total);
                counts.Add(Activity.VectorCompare, 2 * rows.Total); // clip, maximum
                CountQuotients(rows.Total, c.W0.Run, counts, WordReciprocalBits);
                return Work(counts, Steps(rows, LanesOf64) + WordReciprocalBits * Steps(channels, LanesOf64), 0,
                    [Bytes(c.A, rows, 2, false), Bytes(c.A + 2 * rows.Total, rows, 1, false), Bytes(c.C, rows, 4, true),
                        Bytes(c.B + NormTable.Deviations(c.W0.Run), channels, 8, false),
                        Bytes(c.B + NormTable.ErrorSums(c.W0.Run), channels, 16, false)]);
            }
            case VectorParameter op:
            {
                var row = Chained(1, op.Count, LanesOf64);
                CountQuotients(row.Total, reciprocals: 1, counts);
                counts.Add(Activity.VectorMultiply, row.Total); // L · v
                counts.Add(Activity.VectorShift, (LanesOf64 + 1) * row.Total); // the sum; a quarter
                counts.Add(Activity.VectorAdd, 2 * row.Total); // momentum, parameter
                counts.Add(Activity.VectorCompare, 2 * row.Total); // both clips
                return Work(counts, ReciprocalBits + Steps(row, LanesOf64), 0,
                    [Bytes(c.A + op.Sums, row, 8, false), Bytes(c.B, row, 8, false), Bytes(c.B, row, 8, true)]);
            }
            case VectorMomentum op:
            {
                int each = LanesOf(op.Wide);
                var row = Chained(1, c.W0!.Run, each);
                counts.Add(Activity.VectorMultiply, row.Total); // L · v
                counts.Add(Activity.VectorShift, 2 * row.Total); // step; a quarter
                counts.Add(Activity.VectorAdd, 3 * row.Total); // rounding up, momentum, weight
                counts.Add(Activity.VectorCompare, 3 * row.Total); // fraction against draw, both clips
                if (!op.External) counts.Add(Activity.RandomDraw, row.Total);
                var (weights, momenta) = (Bytes(c.B, row, 4, false), Bytes(c.B + 4 * row.Total, row, 2, false));
                return Work(counts, Steps(row, each), 0,
                    [Bytes(c.A, row, op.Wide ? 8 : 4, false), weights, weights with { Write = true }, momenta,
                        momenta with { Write = true }, op.External ? Bytes(c.C, row, 2, false) : default]);
            }
            default: throw new InvalidOperationException($"{c.Instruction} is not for the vector unit");
        }
    }

    private static int LanesOf(bool wide) => wide ? LanesOf64 : 1;
}
