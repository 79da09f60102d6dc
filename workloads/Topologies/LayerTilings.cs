using WageSim.Models;
using WageSim.Models.Hardware;
using WageSim.Workloads.Compiler;
using static WageSim.Workloads.Compiler.PhaseContext;
using Buffer = WageSim.Workloads.Compiler.Buffer;

namespace WageSim.Workloads.Topologies;

/// <summary>Tries block sizes, forms of the operand and orders of loops, and takes the least estimated time.</summary>
internal sealed class LayerTilings(string name, LayerShape shape, Chip chip, LayerOptions options)
{
    private const int RowsAtOnce = 256;

    // Cycles in which a token goes from one unit to another and a command from its queue to the first beat.
    private const int HandOver = 4;

    private readonly int word = chip.Scratchpad.WordBytes;
    private long leastBytes = long.MaxValue, leastRows = long.MaxValue;

    private double DramBytesPerCycle =>
        chip.Dram.BurstBytes / (chip.Dram.BurstLength / 2.0 * chip.Dram.ClockPicoseconds * chip.ClockMegahertz / 1e6);

    /// <summary>The best tiling; a chip that cannot hold the smallest is refused by name.</summary>
    public LayerTiling Choose()
    {
        OperandForm[] forms = options.Dataflow == Dataflow.OutputStationary ? [new TransposedForm(shape, chip)]
            : shape.Taps == 1 && shape.StrideAcross == 1 ? [new GatheredForm(shape, chip)]
            : [new GatheredForm(shape, chip), new LinesForm(shape, chip)];
        LayerTiling? best = null;
        // Without a second copy loads wait for the array, but larger blocks fit.
        foreach (int copies in (ReadOnlySpan<int>)[2, 1])
        {
            foreach (var form in forms)
                foreach (var cut in Enum.GetValues<Cut>()) Try(form, cut, copies, ref best);
            if (best is not null) return best;
        }
        throw new InputException(
            $"chip {chip.Name}: too small for layer {name}: its smallest tile needs {leastBytes} bytes of scratchpad " +
            $"(there are {chip.Scratchpad.TotalBytes}) and {leastRows} accumulator rows (there are {chip.AccumulatorRows})");
    }

    private void Try(OperandForm form, Cut cut, int copies, ref LayerTiling? best)
    {
        int total = PositionBlock.Total(shape, cut);
        if (cut == Cut.Images && total == 1) return;
        int arrays = Math.Min(chip.Arrays, total);
        foreach (int size in Sizes(Trips(total, arrays), 1))
            foreach (int group in Sizes(shape.Filters, chip.Cols))
            {
                long rows = (long)PositionBlock.Of(shape, cut, size).Rows * Trips(group, chip.Cols);
                leastRows = Math.Min(leastRows, rows * arrays);
                if (PlaceSums(rows, arrays) is not { } sums) continue;
                foreach (int chunk in Sizes(shape.Channels, Math.Max(1, chip.Rows / shape.Taps)))
                    foreach (bool blocksOuter in (ReadOnlySpan<bool>)[true, false])
                        Try(new(form, cut, size, arrays, group, chunk, blocksOuter, 0, [], sums, 0), copies, ref best);
            }
    }

    private void Try(LayerTiling tiling, int copies, ref LayerTiling? best)
    {
        var block = tiling.Capacity(shape);
        int atOnce = Math.Min(block.Rows, RowsAtOnce);
        tiling = tiling with { RowsAtOnce = atOnce };
        tiling = tiling with { Cost = Cost(tiling, block, copies) };
        if (best is not null && tiling.Cost >= best.Cost) return;
        long weights = shape.Taps * (long)tiling.Chunk * WeightPitch(tiling.Group);
        BufferWish[] wishes =
        [
            new("moving", tiling.Form.Bytes(block, tiling.Chunk), Copies(LayerLoops.MovingLevel(shape, tiling), copies), tiling.Arrays),
            new("weights", weights, Copies(LayerLoops.WeightLevel(shape, tiling), copies)),
            new("codes", ResultBytes(atOnce), 2),
            new("masks", ResultBytes(atOnce), 2),
        ];
        leastBytes = Math.Min(leastBytes, wishes.Sum(wish => wish.Total));
        if (Allocation.Place(wishes, chip.Scratchpad.BankBytes, chip.Scratchpad.Banks, word) is { } buffers)
            best = tiling with { Buffers = buffers };

        static int Copies(LoopLevel level, int inLoops) => level == LoopLevel.None ? 1 : inLoops;
    }

    /// <summary>Bytes from one row of a group's weights to the next in the scratchpad.</summary>
    public long WeightPitch(int group) => OperandForm.Align(group, chip.Cols, word);

    /// <summary>Bytes of codes, and as many of masks, that the vector unit leaves at once.</summary>
    private long ResultBytes(int rows) => Allocation.Round((long)rows * Math.Min(shape.Filters, chip.Cols), word);

    // More than two copies are for what lies between a pass and its release: the way out of the array and the vector unit's command.
    private Buffer? PlaceSums(long rows, int arrays)
    {
        long banksOfCopy = Allocation.Round(rows, chip.AccumulatorRowsPerBank) / chip.AccumulatorRowsPerBank;
        foreach (int copies in (ReadOnlySpan<int>)[4, 3, 2, 1])
        {
            if (copies > 2 && banksOfCopy * copies * arrays > chip.Accumulator.Banks) continue;
            if (Allocation.Place([new("sums", rows, copies, arrays)], chip.AccumulatorRowsPerBank, chip.Accumulator.Banks, 1) is { } placed)
                return placed[0];
        }
        return null;
    }

    // Sizes that are worth trying: the whole in 1, 2, 3, 4, 6, 8, 12, … parts, in multiples of a unit.
    private static IEnumerable<int> Sizes(int total, int unit)
    {
        int last = 0;
        for (int parts = 1; parts < 2L * total; parts = parts < 3 ? parts + 1 : (parts & (parts - 1)) == 0 ? parts / 2 * 3 : parts / 3 * 4)
        {
            int size = (int)Math.Min(total, Allocation.Round(Trips(total, parts), unit));
            if (size != last) yield return last = size;
        }
    }

    /// <summary>Estimated cycles: the slowest of DRAM, array and vector unit, a little of the others, and what does not overlap.</summary>
    private double Cost(LayerTiling tiling, PositionBlock block, int copies)
    {
        var (form, chunk, group) = (tiling.Form, tiling.Chunk, tiling.Group);
        double blocks = (double)LayerLoops.Blocks(shape, tiling), slices = Trips(options.WeightBits, chip.MacBits);
        int groups = Trips(shape.Filters, group), chunks = Trips(shape.Channels, chunk), columns = Trips(shape.Filters, chip.Cols);
        double array = shape.Channels / chunk * form.ArrayCycles(block, chunk);
        if (shape.Channels % chunk > 0) array += form.ArrayCycles(block, shape.Channels % chunk);
        array *= blocks * columns * slices;

        bool again = groups > 1 && (chunks > 1 || (!tiling.BlocksOuter && blocks > 1));
        double moved = blocks * tiling.Arrays * chunks * Cycles(form.Traffic(block, chunk)) * (again ? groups : 1);
        double weightRun = group == shape.Filters ? chunk * (double)group : group;
        double weight = groups * chunks * Cycles((shape.Taps * (double)chunk * group, weightRun));
        weight *= chunks > 1 || (tiling.BlocksOuter && groups > 1) ? blocks : 1;
        double store = Cycles(((double)shape.Rows * shape.Filters, Math.Min(shape.Filters, chip.Cols)));
        // A command of the vector unit starts when the one before it has left the pipeline.
        double commands = blocks * tiling.Arrays * columns * Trips(block.Rows, tiling.RowsAtOnce);
        double vector = (double)shape.Rows * columns * Trips(Math.Min(shape.Filters, chip.Cols), chip.Vector.Lanes)
            + commands * (chip.Vector.LatencyCycles + HandOver);

        // A buffer of sums is busy from a pass's first row to the end of the vector unit's command.
        double turns = blocks * groups, turn = (array + vector) / turns + chip.Rows + chip.Cols + 2 * HandOver;
        double products = Math.Max(array, turns * turn / tiling.Sums.Copies);
        double[] units = [products, moved + weight + store, vector];
        double slowest = units.Max(), others = units.Sum() - slowest;
        double first = (moved + weight) / (turns * chunks), last = (vector + store) / turns;
        if (copies == 1) first += moved + weight;
        return slowest + 0.1 * others + first + last;
    }

    // Cycles that a load or store takes: DRAM's for whole bursts, or the port's; where that is slower, fewer bursts still cost less.
    private double Cycles((double Bytes, double Run) traffic)
    {
        double runs = traffic.Bytes / traffic.Run;
        double dram = runs * Allocation.Round((long)traffic.Run, chip.Dram.BurstBytes) / DramBytesPerCycle;
        return Math.Max(dram, traffic.Bytes / word) + 0.25 * dram;
    }
}
