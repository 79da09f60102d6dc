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
/// a step takes as many beats as its operands need words of one port.
/// </summary>
public sealed class VectorTiming(Chip chip, Ports ports)
{
    private readonly int lanes = chip.Vector.Lanes, accumulatorWordBytes = chip.Accumulator.PortBits / 8;

    /// <summary>An operand: `bytes` an element, at scratchpad bytes or (in 4-byte words) accumulator rows [from, to).</summary>
    private readonly record struct Stream(bool Accumulator, bool Write, int Bytes, long From, long To);

    public VectorWork WorkOf(in Command c, ActivityCounts counts)
    {
        switch (c.Instruction)
        {
            case VectorActivate op:
            {
                var walk = c.W0!;
                long inputs = (long)walk.Positions * walk.Run, outputs = Pooled(walk, op.Pool);
                counts.Add(Activity.VectorCompare, inputs + 2 * outputs); // the pool's or ReLU's maximum of each sum; clip and its mask
                counts.Add(Activity.VectorShift, outputs);
                return Work(counts, Steps(walk.Positions, walk.Run),
                    [Sums(c.A, walk.Positions), Bytes(c.B, outputs, 1, true), Bytes(c.C, outputs, 1, true)]);
            }
            case VectorLoss:
            {
                var walk = c.W0!;
                long elements = (long)walk.Positions * walk.Run;
                counts.Add(Activity.VectorAdd, elements);
                counts.Add(Activity.VectorCompare, 2 * elements); // label, maximum
                return Work(counts, Steps(walk.Positions, walk.Run),
                    [Sums(c.A, walk.Positions), Bytes(c.B, walk.Positions, 4, false), Bytes(c.C, elements, 4, true)]);
            }
            case VectorSpill op:
            {
                var walk = c.W0!;
                long elements = (long)walk.Positions * walk.Run;
                int bytes = op.Wide ? 8 : 4;
                if (op.More) counts.Add(Activity.VectorAdd, elements);
                if (op.Shift > 0) counts.Add(Activity.VectorShift, elements);
                counts.Add(Activity.VectorCompare, (op.Track ? elements : 0) + (op.Masked ? elements : 0));
                return Work(counts, Steps(walk.Positions, walk.Run),
                    [Sums(c.A, walk.Positions), Bytes(c.C, elements, bytes, true),
                     op.Masked ? Bytes(c.B, elements, 1, false) : default, op.More ? Bytes(c.C, elements, bytes, false) : default]);
            }
            case VectorQuantize op:
                counts.Add(Activity.VectorShift, op.Count);
                counts.Add(Activity.VectorCompare, op.Count);
                return Work(counts, Steps(1, op.Count),
                    [Bytes(c.A, op.Count, op.Wide ? 8 : 4, false), Bytes(c.B, op.Count, op.CodeBytes, true)]);
            case VectorRoute op:
            {
                var walk = c.W0!;
                long inputs = Pooled(walk, op.Pool), outputs = (long)walk.Positions * walk.Run;
                counts.Add(Activity.VectorCompare, outputs);
                return Work(counts, Steps(walk.Positions, walk.Run),
                    [Bytes(c.A, inputs, op.Bytes, false), Bytes(c.B, inputs, 1, false),
                     new(false, true, op.Bytes, c.C + walk.Lowest, c.C + walk.Highest)]);
            }
            case VectorUpdate op:
            {
                int count = c.W0!.Run;
                counts.Add(Activity.VectorShift, count);
                counts.Add(Activity.VectorAdd, 2L * count); // rounding up, weight minus step
                counts.Add(Activity.VectorCompare, 2L * count); // fraction against draw, clip
                if (!op.External) counts.Add(Activity.RandomDraw, count);
                return Work(counts, Steps(1, count),
                    [Bytes(c.A, count, op.Wide ? 8 : 4, false), Bytes(c.B, count, op.WeightBytes, false),
                     Bytes(c.B, count, op.WeightBytes, true), op.External ? Bytes(c.C, count, 2, false) : default]);
            }
            case VectorSet: return new(1, 0);
            default: throw new InvalidOperationException($"{c.Instruction} is not for the vector unit");
        }
    }

    /// <summary>Elements on the pooled side of a walk.</summary>
    private static long Pooled(Walk walk, bool pool)
    {
        int step = pool ? 2 : 1;
        return (long)(walk.Count1 / step) * (walk.Count2 / step) * walk.Count3 * walk.Run;
    }

    /// <summary>Rows are not joined: a row of fewer elements than lanes is a step of its own.</summary>
    private long Steps(long rows, long perRow) => rows * ((perRow + lanes - 1) / lanes);

    private static Stream Sums(long row, long rows) => new(true, false, 4, row, row + rows);
    private static Stream Bytes(long at, long elements, int bytes, bool write) => new(false, write, bytes, at, at + elements * bytes);

    private VectorWork Work(ActivityCounts counts, long steps, ReadOnlySpan<Stream> streams)
    {
        ulong all = 0;
        int beatsPerStep = 1;
        foreach (var stream in streams)
        {
            if (stream.To == stream.From) continue;
            ulong mask = MaskOf(stream);
            int words = WordsPerStep(stream), onPort = 0;
            foreach (var other in streams)
                if (other.To > other.From && (MaskOf(other) & mask) != 0) onPort += WordsPerStep(other);
            beatsPerStep = Math.Max(beatsPerStep, onPort);
            all |= mask;
            long accesses = steps * words;
            if (stream.Accumulator) counts.Add(Activity.AccumulatorReadWord, accesses * Math.Min(lanes, accumulatorWordBytes / 4));
            else counts.Add(stream.Write ? Activity.ScratchpadWriteByte : Activity.ScratchpadReadByte, accesses * ports.Word);
        }
        return new(steps * beatsPerStep, all);
    }

    private ulong MaskOf(in Stream stream) =>
        stream.Accumulator ? ports.AccumulatorRead(stream.From, stream.To) : ports.Scratchpad(stream.From, stream.To);

    private int WordsPerStep(in Stream stream)
    {
        int word = stream.Accumulator ? accumulatorWordBytes : ports.Word;
        return (lanes * stream.Bytes + word - 1) / word;
    }
}
