using WageSim.Isa;
using WageSim.Models.Costs;
using WageSim.Models.Hardware;

namespace WageSim.Machine;

/// <summary>Beats, ports and counts of a vector pass.</summary>
/// <param name="Beats">Cycles, when nothing is in the way.</param>
/// <param name="Mask">Ports that the pass holds in every beat.</param>
public readonly record struct VectorWork(long Beats, ulong Mask);

/// <summary>
/// What each vector instruction costs: a step handles as many elements as there are lanes;
/// a pass takes its steps, or as many beats as its operands need words of one port.
/// </summary>
public sealed class VectorTiming(Chip chip, Ports ports)
{
    private readonly int lanes = chip.Vector.Lanes, accumulatorWordBytes = chip.Accumulator.PortBits / 8;

    /// <summary>An operand at scratchpad bytes or (in 4-byte words) accumulator rows [from, to).</summary>
    /// <param name="Steps">Steps that touch it, if not all.</param>
    /// <param name="StepBytes">Bytes in such a step.</param>
    private readonly record struct Stream(bool Accumulator, bool Write, long Steps, int StepBytes, long From, long To)
    {
        public bool IsThere => To > From;
    }

    public VectorWork WorkOf(in Command c, ActivityCounts counts)
    {
        switch (c.Instruction)
        {
            case VectorActivate op:
            {
                var walk = c.W0!;
                long positions = Pooled(walk, op.Pool), inputs = (long)walk.Positions * walk.Run, outputs = positions * walk.Run;
                long steps = Steps(walk.Positions, walk.Run), written = Steps(positions, walk.Run);
                counts.Add(Activity.VectorCompare, inputs + 2 * outputs); // the pool's or ReLU's maximum of each sum; clip and its mask
                counts.Add(Activity.VectorShift, outputs);
                return Work(counts, steps, inputs,
                    [Sums(c.A, walk.Positions, steps), Bytes(c.B, outputs, 1, true, written), Bytes(c.C, outputs, 1, true, written)]);
            }
            case VectorLoss:
            {
                var walk = c.W0!;
                long elements = (long)walk.Positions * walk.Run, steps = Steps(walk.Positions, walk.Run);
                counts.Add(Activity.VectorAdd, elements);
                counts.Add(Activity.VectorCompare, 2 * elements); // label, maximum
                return Work(counts, steps, elements,
                    [Sums(c.A, walk.Positions, steps), new(false, false, walk.Positions, 4, c.B, c.B + 4L * walk.Positions),
                     Bytes(c.C, elements, 4, true, steps)]);
            }
            case VectorSpill op:
            {
                var walk = c.W0!;
                long elements = (long)walk.Positions * walk.Run, steps = Steps(walk.Positions, walk.Run);
                int bytes = op.Wide ? 8 : 4;
                if (op.More) counts.Add(Activity.VectorAdd, elements);
                if (op.Shift > 0) counts.Add(Activity.VectorShift, elements);
                counts.Add(Activity.VectorCompare, (op.Track ? elements : 0) + (op.Masked ? elements : 0));
                return Work(counts, steps, elements,
                    [Sums(c.A, walk.Positions, steps), Bytes(c.C, elements, bytes, true, steps),
                     op.Masked ? Bytes(c.B, elements, 1, false, steps) : default,
                     op.More ? Bytes(c.C, elements, bytes, false, steps) : default]);
            }
            case VectorQuantize op:
            {
                long steps = Steps(1, op.Count);
                counts.Add(Activity.VectorShift, op.Count);
                counts.Add(Activity.VectorCompare, op.Count);
                return Work(counts, steps, 0,
                    [Bytes(c.A, op.Count, op.Wide ? 8 : 4, false, steps), Bytes(c.B, op.Count, op.CodeBytes, true, steps)]);
            }
            case VectorRoute op:
            {
                var walk = c.W0! with { Bytes = op.Bytes };
                long inputs = Pooled(walk, op.Pool) * walk.Run, steps = Steps(walk.Positions, walk.Run);
                counts.Add(Activity.VectorCompare, (long)walk.Positions * walk.Run);
                // A window's code and mask are fetched anew for each of its places.
                return Work(counts, steps, 0,
                    [Bytes(c.A, inputs, op.Bytes, false, steps), Bytes(c.B, inputs, 1, false, steps),
                     new(false, true, steps, lanes * op.Bytes, c.C + walk.Lowest, c.C + walk.Highest)]);
            }
            case VectorUpdate op:
            {
                int count = c.W0!.Run;
                long steps = Steps(1, count);
                counts.Add(Activity.VectorShift, count);
                counts.Add(Activity.VectorAdd, 2L * count); // rounding up, weight minus step
                counts.Add(Activity.VectorCompare, 2L * count); // fraction against draw, clip
                if (!op.External) counts.Add(Activity.RandomDraw, count);
                return Work(counts, steps, 0,
                    [Bytes(c.A, count, op.Wide ? 8 : 4, false, steps), Bytes(c.B, count, op.WeightBytes, false, steps),
                     Bytes(c.B, count, op.WeightBytes, true, steps), op.External ? Bytes(c.C, count, 2, false, steps) : default]);
            }
            case VectorSet: return new(1, 0);
            default: throw new InvalidOperationException($"{c.Instruction} is not for the vector unit");
        }
    }

    /// <summary>Positions of a walk on the pooled side.</summary>
    private static long Pooled(Walk walk, bool pool)
    {
        int side = pool ? 2 : 1;
        return (long)(walk.Count1 / side) * (walk.Count2 / side) * walk.Count3;
    }

    /// <summary>Rows are not joined: a row of fewer elements than lanes is a step of its own.</summary>
    private long Steps(long rows, long perRow) => rows * ((perRow + lanes - 1) / lanes);

    private Stream Sums(long row, long rows, long steps) => new(true, false, steps, lanes * 4, row, row + rows);

    private Stream Bytes(long at, long elements, int bytes, bool write, long steps) =>
        new(false, write, steps, lanes * bytes, at, at + elements * bytes);

    private VectorWork Work(ActivityCounts counts, long steps, long sumsRead, ReadOnlySpan<Stream> streams)
    {
        ulong all = 0;
        long beats = steps;
        counts.Add(Activity.AccumulatorReadWord, sumsRead);
        foreach (var stream in streams)
        {
            if (!stream.IsThere) continue;
            ulong mask = MaskOf(stream);
            long onPort = 0;
            foreach (var other in streams)
                if (other.IsThere && (MaskOf(other) & mask) != 0) onPort += Words(other);
            beats = Math.Max(beats, onPort);
            all |= mask;
            if (stream.Accumulator) continue;
            counts.Add(stream.Write ? Activity.ScratchpadWriteByte : Activity.ScratchpadReadByte, Words(stream) * ports.Word);
        }
        return new(beats, all);
    }

    private ulong MaskOf(in Stream stream) =>
        stream.Accumulator ? ports.AccumulatorRead(stream.From, stream.To) : ports.Scratchpad(stream.From, stream.To);

    private long Words(in Stream stream)
    {
        int word = stream.Accumulator ? accumulatorWordBytes : ports.Word;
        return stream.Steps * ((stream.StepBytes + word - 1) / word);
    }
}
