using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Costs;

namespace WageSim.Machine;

/// <summary>The instructions of block formats: tensors of codes with one exponent.</summary>
public sealed partial class VectorTiming
{
    private VectorWork WorkOfBlockFormat(in Command c, ActivityCounts counts)
    {
        switch (c.Instruction)
        {
            case VectorRange:
                counts.Add(Activity.VectorRange, 1);
                return new(1, 0);
            case VectorPut: return Work(counts, 1, 0, [Bytes(c.A, new Rows(1, 1, lanes), 4, true)]);
            case VectorRound op:
            {
                var row = new Rows(1, op.Count, lanes);
                CountRounding(row, op.Pseudo, counts);
                return Work(counts, row.Steps, 0, [Bytes(c.A, row, 4, false), Bytes(c.B, row, 1, true)]);
            }
            case VectorRoundSum op:
            {
                var rows = RowsOf(c.W0!);
                CountRounding(rows, op.Pseudo, counts);
                return Work(counts, rows.Steps, rows.Total, [Sums(c.A, rows), Bytes(c.B, rows, 1, true)]);
            }
            case VectorRelu op:
            {
                var walk = c.W0!;
                var windows = Windows.Of(op, walk);
                Rows inputs = new(windows.Count * op.Size * op.Size, walk.Run, lanes), outputs = new(windows.Count, walk.Run, lanes);
                CountRounding(inputs, op.Pseudo, counts);
                counts.Add(Activity.VectorCompare, inputs.Total); // the window's or ReLU's maximum
                var source = op.Words
                    ? Bytes(c.A, inputs, 4, false) with { To = c.A + 4L * walk.Positions * walk.Run }
                    : Sums(c.A, inputs) with { To = c.A + walk.Positions };
                return Work(counts, inputs.Steps, op.Words ? 0 : inputs.Total,
                    [source, Bytes(c.B, outputs, 1, true), Bytes(c.C, outputs, 1, true)]);
            }
            case VectorDrop op:
            {
                var rows = RowsOf(c.W0!);
                counts.Add(Activity.VectorCompare, rows.Total);
                if (!op.External) counts.Add(Activity.RandomDraw, rows.Total);
                return Work(counts, rows.Steps, 0,
                    [Bytes(c.A, rows, 1, false), Bytes(c.A, rows, 1, true),
                        op.External ? Bytes(c.B, rows, 2, false) with { To = c.B + op.DrawBytes(c.W0!) } : default]);
            }
            case VectorChance op:
            {
                var row = new Rows(1, c.W0!.Run, lanes);
                CountRounding(row, pseudo: false, counts);
                counts.Add(Activity.VectorCompare, row.Total); // fraction against draw
                counts.Add(Activity.VectorAdd, row.Total); // rounding up
                if (!op.External) counts.Add(Activity.RandomDraw, row.Total);
                return Work(counts, row.Steps, 0,
                    [Bytes(c.A, row, 4, false), Bytes(c.B, row, 1, true), op.External ? Bytes(c.C, row, 2, false) : default]);
            }
            case VectorStep op:
            {
                var row = new Rows(1, c.W0!.Run, lanes);
                CountRounding(row, pseudo: true, counts);
                counts.Add(Activity.VectorAdd, row.Total); // weight minus step
                return Work(counts, row.Steps, 0,
                    [Bytes(c.A, row, op.Wide ? 8 : 4, false), Bytes(c.B, row, 1, false), Bytes(c.B, row, 1, true)]);
            }
            case VectorPower op:
            {
                var rows = Chained(c.W0!);
                // Of the longest of the three ways, of which the exponent decides: additions of 64 bits are two.
                counts.Add(Activity.VectorCompare, 2 * rows.Total); // the maximum, the window of ten octaves
                counts.Add(Activity.VectorMultiply, rows.Total);
                counts.Add(Activity.VectorShift, 2 * rows.Total);
                counts.Add(Activity.VectorAdd, 6 * rows.Total); // the series' two, the row's sum
                if (op.Fine) counts.Add(Activity.VectorLookup, rows.Total);
                return Work(counts, ChainedSteps(rows), 0,
                    [Bytes(c.A, rows, 1, false), OfRows(c.B, rows, 8, false), OfRows(c.B, rows, 8, true), Bytes(c.C, rows, 8, true)]);
            }
            case VectorProbability:
            {
                var rows = Chained(c.W0!);
                counts.Add(Activity.VectorWideDivide, rows.Total);
                counts.Add(Activity.VectorCompare, rows.Total); // label
                counts.Add(Activity.VectorAdd, rows.Total + rows.Count); // the row's sum, and the label's quotient less it
                long steps = Math.Max(ChainedSteps(rows), rows.Total * chip.Vector.DivideInterval) + rows.Count;
                var words = Bytes(c.A, rows, 4, true);
                return Work(counts, steps, 0,
                    [Bytes(c.A, rows, 8, false), words, OfRows(c.A, rows, 4, true) with { To = words.To }, OfRows(c.B, rows, 8, false),
                        OfRows(c.C, rows, 4, false)])
                    with { Latency = chip.Vector.DivideCycles };
            }
            default: return WorkOfNormalisation(c, counts);
        }
    }

    /// <summary>A shift with rounding, the clip, and where the fraction's halves decide their comparison.</summary>
    private static void CountRounding(in Rows rows, bool pseudo, ActivityCounts counts)
    {
        counts.Add(Activity.VectorShift, rows.Total);
        counts.Add(Activity.VectorCompare, rows.Total);
        if (pseudo) counts.Add(Activity.VectorHalfCompare, rows.Total);
    }

    /// <summary>Rows of 64-bit elements: each takes two lanes, or the only one twice.</summary>
    private Rows Chained(Walk walk) => new(walk.Positions, walk.Run, Math.Max(1, lanes / 2));

    private long ChainedSteps(in Rows rows) => lanes == 1 ? 2 * rows.Steps : rows.Steps;
}
