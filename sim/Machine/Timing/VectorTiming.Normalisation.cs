using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>The instructions of wide streams, their statistics and their normalisation.</summary>
public sealed partial class VectorTiming
{
    /// <summary>Lanes that an element of 64 bits takes, a sum of 128 bits, and the two sums of a channel's statistics.</summary>
    private const int LanesOf64 = 2, LanesOf128 = 4, LanesOfStatistics = LanesOf64 + LanesOf128;

    /// <summary>Bits of a channel's reciprocal and of a mean; of a mean square; of its root.</summary>
    private const int ReciprocalBits = 25, SquareBits = 50, RootBits = 25;

    private VectorWork WorkOfNormalisation(in Command c, ActivityCounts counts)
    {
        switch (c.Instruction)
        {
            case VectorNarrow op:
            {
                var row = new Rows(1, op.Count, lanes);
                CountRounding(row, pseudo: false, counts);
                return Work(counts, row.Steps, 0, [Bytes(c.A, row, 4, false), Bytes(c.B, row, op.CodeBytes, true)]);
            }
            case VectorJoin op:
            {
                var row = new Rows(1, c.W0!.Run, lanes);
                if (op.Both) counts.Add(Activity.VectorAdd, row.Total);
                counts.Add(Activity.VectorCompare, row.Total);
                return Work(counts, row.Steps, 0,
                    [Bytes(c.A, row, 4, false), op.Both ? Bytes(c.B, row, 4, false) : default, Bytes(c.C, row, 4, true)]);
            }
            case VectorPeak op:
            {
                var walk = c.W0!;
                var windows = PaddedWindows.Of(op, walk);
                Rows fetches = new(windows.Fetches, walk.Run, lanes), outputs = new(windows.Count, walk.Run, lanes);
                counts.Add(Activity.VectorCompare, fetches.Total);
                return Work(counts, fetches.Steps, 0,
                    [Bytes(c.A, fetches, 4, false) with { To = c.A + 4L * walk.Positions * walk.Run }, Bytes(c.B, outputs, 4, true),
                        Bytes(c.C, outputs, 1, true)]);
            }
            case VectorAverage:
            {
                var walk = c.W0!;
                Rows inputs = RowsOf(walk), outputs = new((long)walk.Count2 * walk.Count3, walk.Run, lanes);
                counts.Add(Activity.VectorAdd, inputs.Total);
                CountQuotients(outputs.Total, reciprocals: 1, counts);
                return Work(counts, ReciprocalBits + inputs.Steps + outputs.Steps, 0,
                    [Bytes(c.A, inputs, 2, false), Bytes(c.B, outputs, 2, true)]);
            }
            case VectorStatistics:
            {
                var rows = Chained(c.W0!.Positions, c.W0.Run, LanesOfStatistics);
                counts.Add(Activity.VectorProduct, rows.Total);
                counts.Add(Activity.VectorWideAdd, LanesOfStatistics * rows.Total);
                return Work(counts, Steps(rows, LanesOfStatistics), 0,
                    [Bytes(c.A, rows, 4, false), Sums(c.B, write: false), Sums(c.B, write: true)]);

                Stream Sums(long at, bool write) =>
                    Bytes(at, rows with { Count = 1 }, VectorStatistics.SumBytes, write);
            }
            case VectorMoment op:
            {
                var row = Chained(1, op.Count, LanesOf128);
                // N · S2, three products, S1², four, and their difference; a mean square's remainder has 128 bits, the others 64.
                counts.Add(Activity.VectorProduct, 7L * op.Count);
                counts.Add(Activity.VectorWideAdd, (long)LanesOf128 * op.Count);
                counts.Add(Activity.VectorAdd, 2L * op.Count); // both results rounded
                counts.Add(Activity.VectorQuotientBit, (ReciprocalBits + 2L * SquareBits) * op.Count);
                counts.Add(Activity.VectorRootBit, (long)RootBits * op.Count);
                return Work(counts, Steps(row, LanesOf128) * (ReciprocalBits + SquareBits + RootBits), 0,
                    [Bytes(c.A, row, VectorStatistics.SumBytes, false), Bytes(c.B, row, 8, true)]);
            }
            case VectorDecay op:
            {
                var row = new Rows(1, op.Count, lanes);
                CountRounding(row, pseudo: false, counts);
                counts.Add(Activity.VectorAdd, 2 * row.Total);
                return Work(counts, row.Steps, 0, [Bytes(c.A, row, 4, false), Bytes(c.A, row, 4, true), Bytes(c.B, row, 4, false)]);
            }
            case VectorNormalise op:
            {
                var rows = Chained(c.W0!.Positions, c.W0.Run, LanesOf64);
                var channels = rows with { Count = 1 };
                long to = c.C;
                bool output = op.Writes(VectorNormalise.Activations) || op.Writes(VectorNormalise.Masks);
                counts.Add(Activity.VectorAdd, 2 * rows.Total); // 2z less the mean
                CountQuotients(rows.Total, c.W0.Run, counts);
                counts.Add(Activity.VectorCompare, rows.Total); // clip
                if (output)
                {
                    counts.Add(Activity.VectorProduct, rows.Total);
                    counts.Add(Activity.VectorAdd, rows.Total);
                    counts.Add(Activity.VectorCompare, rows.Total); // ReLU and its mask
                }
                if (op.Writes(VectorNormalise.Activations)) CountRounding(rows, pseudo: false, counts);
                return Work(counts, Steps(rows, LanesOf64) + ReciprocalBits * Steps(channels, LanesOf64), 0,
                    [Bytes(c.A, rows, 4, false), Bytes(c.B, channels, VectorNormalise.ConstantBytes, false),
                        Output(VectorNormalise.Normalised, 2), Output(VectorNormalise.Activations, 2), Output(VectorNormalise.Masks, 1)]);

                Stream Output(int which, int bytes) =>
                    op.Writes(which) ? Bytes(to + op.Before(which) * rows.Total, rows, bytes, true) : default;
            }
            case VectorScale op:
            {
                var rows = RowsOf(c.W0!);
                long to = c.C;
                counts.Add(Activity.VectorMultiply, rows.Total);
                counts.Add(Activity.VectorAdd, rows.Total);
                counts.Add(Activity.VectorCompare, rows.Total); // ReLU and its mask
                if (op.Writes(VectorScale.Activations)) CountRounding(rows, pseudo: false, counts);
                return Work(counts, rows.Steps, 0,
                    [Bytes(c.A, rows, 2, false), Bytes(c.B, rows with { Count = 1 }, VectorScale.ConstantBytes, false),
                        op.Writes(VectorScale.Activations) ? Bytes(to, rows, 2, true) : default,
                        op.Writes(VectorScale.Masks) ? Bytes(to + op.BeforeMasks * rows.Total, rows, 1, true) : default]);
            }
            case VectorGet: return Work(counts, 1, 0, [Bytes(c.A, new Rows(1, 1, lanes), 4, false)]);
            case VectorAddValue:
                counts.Add(Activity.VectorWideAdd, LanesOf64);
                return new(1, 0);
            case VectorExponent or VectorRoom:
                counts.Add(Activity.VectorRange, 1);
                return new(1, 0);
            default: return WorkOfWideErrors(c, counts);
        }
    }

    /// <summary>Exact quotients by few divisors: the reciprocals' bits; three products and a correction a quotient.</summary>
    private static void CountQuotients(long quotients, int reciprocals, ActivityCounts counts, int reciprocalBits = ReciprocalBits)
    {
        counts.Add(Activity.VectorQuotientBit, (long)reciprocalBits * reciprocals);
        counts.Add(Activity.VectorProduct, 3 * quotients);
        counts.Add(Activity.VectorAdd, 2 * quotients);
        counts.Add(Activity.VectorCompare, quotients);
    }

    /// <summary>Rows of elements that take several lanes each, or one after another what lanes there are.</summary>
    private Rows Chained(long count, int elements, int lanesEach) => new(count, elements, Math.Max(1, lanes / lanesEach));

    private long Steps(in Rows rows, int lanesEach) => rows.Steps * Math.Max(1, (lanesEach + lanes - 1) / lanes);
}
