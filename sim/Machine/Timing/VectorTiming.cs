using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>Beats, ports and counts of a vector pass.</summary>
/// <param name="Beats">Cycles, when nothing is in the way.</param>
/// <param name="Mask">Ports that the pass holds in every beat.</param>
/// <param name="Latency">Cycles of pipeline that it has beyond every pass's.</param>
public readonly record struct VectorWork(long Beats, ulong Mask, int Latency = 0);

/// <summary>What each vector instruction costs: a step handles as many elements of a row as there are lanes.</summary>
/// <remarks>A pass takes its steps, or as many beats as its operands need words of one port, if that is more.</remarks>
public sealed partial class VectorTiming(Chip chip, Ports ports)
{
    private readonly int lanes = chip.Vector.Lanes, accumulatorWordBytes = chip.Accumulator.PortBits / 8;

    /// <summary>An operand at scratchpad bytes or (in 4-byte words) accumulator rows [from, to).</summary>
    /// <param name="Words">Port words that the pass reads or writes.</param>
    private readonly record struct Stream(bool Accumulator, bool Write, long Words, long From, long To)
    {
        public bool IsThere => To > From;
    }

    /// <summary>Rows of elements, cut into steps: rows are not joined, so a short row is a step of its own.</summary>
    private readonly record struct Rows(long Count, int Elements, int Lanes)
    {
        public long Total => Count * Elements;
        public long Steps => Count * ((Elements + Lanes - 1) / Lanes);

        /// <summary>Words of all steps; a step fetches or writes whole words.</summary>
        public long Words(int bytes, int word) =>
            Count * (Elements / Lanes * Ceiling(Lanes * bytes, word) + Ceiling(Elements % Lanes * bytes, word));

        private static long Ceiling(int bytes, int word) => (bytes + word - 1) / word;
    }

    public VectorWork WorkOf(in Command c, ActivityCounts counts)
    {
        switch (c.Instruction)
        {
            case VectorActivate op:
            {
                var walk = c.W0!;
                int pool = op.Pool ? 2 : 1;
                Rows inputs = new(walk.Positions, walk.Run, lanes), outputs = new(Pooled(walk, pool), walk.Run, lanes);
                // The pool's or ReLU's maximum of each sum; the clip and its mask.
                counts.Add(Activity.VectorCompare, inputs.Total + 2 * outputs.Total);
                counts.Add(Activity.VectorShift, outputs.Total);
                return Work(counts, inputs.Steps, op.Wide ? 0 : inputs.Total,
                    [Forward(op.Wide, c, inputs), Bytes(c.B, outputs, op.CodeBytes, true), Bytes(c.C, outputs, 1, true)]);
            }
            case VectorPool op:
            {
                var walk = c.W0!;
                var windows = Windows.Of(op, walk);
                // Each sum of a window is read anew for it.
                Rows inputs = new(windows.Count * op.Size * op.Size, walk.Run, lanes), outputs = new(windows.Count, walk.Run, lanes);
                counts.Add(Activity.VectorCompare, inputs.Total + 2 * outputs.Total);
                counts.Add(Activity.VectorShift, outputs.Total);
                return Work(counts, inputs.Steps, op.Wide ? 0 : inputs.Total,
                    [Forward(op.Wide, c, inputs), Bytes(c.B, outputs, op.CodeBytes, true), Bytes(c.C, outputs, 1, true)]);
            }
            case VectorLoss op:
            {
                var rows = RowsOf(c.W0!);
                counts.Add(Activity.VectorAdd, rows.Total);
                counts.Add(Activity.VectorCompare, 2 * rows.Total); // label, maximum
                return Work(counts, rows.Steps, op.Wide ? 0 : rows.Total,
                    [op.Wide ? Bytes(c.C, rows, 8, false) : Sums(c.A, rows), OfRows(c.B, rows, 4, false),
                        Bytes(c.C, rows, op.Wide ? 8 : 4, true)]);
            }
            case VectorSpill op:
            {
                var rows = RowsOf(c.W0!);
                CountOperand(op, rows, counts);
                if (op.Track) counts.Add(Activity.VectorCompare, rows.Total);
                return Work(counts, rows.Steps, rows.Total,
                    [Sums(c.A, rows), Bytes(c.C, rows, op.Wide ? 8 : 4, true), Masks(op, c, rows), Added(op, c, rows)]);
            }
            case VectorMaximum op:
            {
                var rows = RowsOf(c.W0!);
                CountOperand(op, rows, counts);
                counts.Add(Activity.VectorCompare, rows.Total);
                return Work(counts, rows.Steps, rows.Total, [Sums(c.A, rows), Masks(op, c, rows), Added(op, c, rows)]);
            }
            case VectorCode op:
            {
                var rows = RowsOf(c.W0!);
                CountOperand(op, rows, counts);
                counts.Add(Activity.VectorShift, rows.Total);
                counts.Add(Activity.VectorCompare, rows.Total);
                return Work(counts, rows.Steps, rows.Total,
                    [Sums(c.A, rows), Bytes(c.C, rows, op.CodeBytes, true), Masks(op, c, rows), Added(op, c, rows)]);
            }
            case VectorQuantize op:
            {
                var row = new Rows(1, op.Count, lanes);
                counts.Add(Activity.VectorShift, op.Count);
                counts.Add(Activity.VectorCompare, op.Count);
                return Work(counts, row.Steps, 0, [Bytes(c.A, row, op.Wide ? 8 : 4, false), Bytes(c.B, row, op.CodeBytes, true)]);
            }
            case VectorRoute op:
            {
                var walk = c.W0!;
                // Strides are in bytes already; only the last run is longer or shorter than the walk says.
                long highest = walk.Highest - walk.RunBytes + (long)walk.Run * op.Bytes;
                Rows inputs = new(Pooled(walk, op.Pool ? 2 : 1), walk.Run, lanes), outputs = RowsOf(walk);
                counts.Add(Activity.VectorCompare, outputs.Total);
                // A window's code and mask are fetched anew for each of its places.
                return Work(counts, outputs.Steps, 0,
                    [Bytes(c.A, inputs, op.Bytes, false) with { Words = outputs.Words(op.Bytes, ports.Word) },
                        Bytes(c.B, inputs, 1, false) with { Words = outputs.Words(1, ports.Word) },
                        new(false, true, outputs.Words(op.Bytes, ports.Word), c.C + walk.Lowest, c.C + highest)]);
            }
            case VectorUnpool op:
            {
                var walk = c.W0!;
                var windows = Windows.Of(op, walk);
                long highest = walk.Highest - walk.RunBytes + (long)walk.Run * op.SumBytes;
                Rows inputs = new(windows.Count, walk.Run, lanes), fetches = new(windows.Fetches, walk.Run, lanes), outputs = RowsOf(walk);
                counts.Add(Activity.VectorCompare, fetches.Total);
                counts.Add(Activity.VectorAdd, fetches.Total - outputs.Total);
                return Work(counts, fetches.Steps, 0,
                    [Bytes(c.A, inputs, op.Bytes, false) with { Words = fetches.Words(op.Bytes, ports.Word) },
                        Bytes(c.B, inputs, 1, false) with { Words = fetches.Words(1, ports.Word) },
                        new(false, true, outputs.Words(op.SumBytes, ports.Word), c.C + walk.Lowest, c.C + highest)]);
            }
            case VectorUpdate op:
            {
                var row = new Rows(1, c.W0!.Run, lanes);
                counts.Add(Activity.VectorShift, row.Total);
                counts.Add(Activity.VectorAdd, 2 * row.Total); // rounding up, weight minus step
                counts.Add(Activity.VectorCompare, 2 * row.Total); // fraction against draw, clip
                if (!op.External) counts.Add(Activity.RandomDraw, row.Total);
                return Work(counts, row.Steps, 0,
                    [Bytes(c.A, row, op.Wide ? 8 : 4, false), Bytes(c.B, row, op.WeightBytes, false), Bytes(c.B, row, op.WeightBytes, true),
                        op.External ? Bytes(c.C, row, 2, false) : default]);
            }
            case VectorRowMaximum op:
            {
                var rows = RowsOf(c.W0!);
                counts.Add(Activity.VectorCompare, rows.Total);
                return Work(counts, rows.Steps, 0, [Bytes(c.A, rows, op.Bytes, false), OfRows(c.B, rows, 8, true)]);
            }
            case VectorExponential op:
            {
                var rows = RowsOf(c.W0!);
                counts.Add(Activity.VectorAdd, 2 * rows.Total); // distance from the maximum, sum
                counts.Add(Activity.VectorMultiply, rows.Total);
                counts.Add(Activity.VectorLookup, rows.Total);
                counts.Add(Activity.VectorShift, rows.Total);
                return Work(counts, rows.Steps, 0,
                    [Bytes(c.A, rows, op.Wide ? 8 : 4, false), OfRows(c.B, rows, 8, false), OfRows(c.B, rows, 8, true),
                        Bytes(c.C, rows, 4, true)]);
            }
            case VectorDivide:
            {
                var rows = RowsOf(c.W0!);
                counts.Add(Activity.VectorDivide, rows.Total);
                counts.Add(Activity.VectorAdd, rows.Total); // minus the label's one
                counts.Add(Activity.VectorCompare, 2 * rows.Total); // label, maximum
                long steps = Math.Max(rows.Steps, rows.Total * chip.Vector.DivideInterval);
                return Work(counts, steps, 0,
                    [Bytes(c.A, rows, 4, false), Bytes(c.A, rows, 4, true), OfRows(c.B, rows, 8, false), OfRows(c.C, rows, 4, false)])
                    with { Latency = chip.Vector.DivideCycles };
            }
            case VectorSet: return new(1, 0);
            default: return WorkOfBlockFormat(c, counts);
        }
    }

    // What vact and vpool read: rows of sums, or of 64-bit words where codes go; those of the walk's positions.
    private Stream Forward(bool wide, in Command c, in Rows rows)
    {
        long positions = c.W0!.Positions;
        return wide
            ? Bytes(c.B, rows, 8, false) with { To = c.B + 8 * positions * c.W0.Run }
            : Sums(c.A, rows) with { To = c.A + positions };
    }

    private static void CountOperand(ISumOperand op, in Rows rows, ActivityCounts counts)
    {
        if (op.More) counts.Add(Activity.VectorAdd, rows.Total);
        if (op.Shift > 0) counts.Add(Activity.VectorShift, rows.Total);
        if (op.Masked) counts.Add(Activity.VectorCompare, rows.Total);
    }

    private Stream Masks(ISumOperand op, in Command c, in Rows rows) => op.Masked ? Bytes(c.B, rows, 1, false) : default;

    private Stream Added(ISumOperand op, in Command c, in Rows rows) => op.More ? Bytes(c.C, rows, op.Wide ? 8 : 4, false) : default;

    private Rows RowsOf(Walk walk) => new(walk.Positions, walk.Run, lanes);

    private static long Pooled(Walk walk, int pool) => (long)(walk.Count1 / pool) * (walk.Count2 / pool) * walk.Count3;

    private Stream Sums(long row, in Rows rows) => new(true, false, rows.Words(4, accumulatorWordBytes), row, row + rows.Count);

    private Stream Bytes(long at, in Rows rows, int bytes, bool write) =>
        new(false, write, rows.Words(bytes, ports.Word), at, at + rows.Total * bytes);

    /// <summary>One element a row.</summary>
    private Stream OfRows(long at, in Rows rows, int bytes, bool write) => Bytes(at, rows with { Elements = 1 }, bytes, write);

    private VectorWork Work(ActivityCounts counts, long steps, long sumsRead, ReadOnlySpan<Stream> streams)
    {
        ulong all = 0;
        // A pool of images smaller than its window has no step.
        long beats = Math.Max(1, steps);
        counts.Add(Activity.AccumulatorReadWord, sumsRead);
        foreach (var stream in streams)
        {
            if (!stream.IsThere) continue;
            ulong mask = MaskOf(stream);
            long onPort = 0;
            foreach (var other in streams)
                if (other.IsThere && (MaskOf(other) & mask) != 0) onPort += other.Words;
            beats = Math.Max(beats, onPort);
            all |= mask;
            if (stream.Accumulator) continue;
            counts.Add(stream.Write ? Activity.ScratchpadWriteByte : Activity.ScratchpadReadByte, stream.Words * ports.Word);
        }
        return new(beats, all);
    }

    private ulong MaskOf(in Stream stream) =>
        stream.Accumulator ? ports.AccumulatorRead(stream.From, stream.To) : ports.Scratchpad(stream.From, stream.To);
}
