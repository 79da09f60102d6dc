namespace WageSim.Isa.Functional;

/// <summary>Which thread wrote each part of the chip's memories last: it is in that thread's cache, if in any.</summary>
/// <remarks>
/// DRAM is left out: what a thread stored there has mostly left its cache before it is loaded again, and a loaded block should be where
/// the scratchpad's buffer has been used before.
/// </remarks>
internal sealed class Locality(MachineState machine)
{
    // Cores without a common cache copy from one another at 38 GB/s at best.
    private const double NanosecondsPerByte = 0.02;

    private const sbyte Nobody = -1;

    private readonly int rowBytes = machine.Chip.Cols * sizeof(int);
    private readonly Map scratchpad = new(machine.Scratchpad.Length, granule: 256), sums = new(machine.Chip.AccumulatorRows, granule: 4);

    /// <summary>The last writer of each granule of bytes or rows.</summary>
    private sealed class Map
    {
        private readonly sbyte[] writers;
        private readonly int granule;

        public Map(int size, int granule)
        {
            (writers, this.granule) = (new sbyte[size / granule + 1], granule);
            Array.Fill(writers, Nobody);
        }

        public Span<sbyte> this[in Extent extent]
        {
            get
            {
                int from = (int)(extent.From / granule), to = (int)((extent.To + granule - 1) / granule);
                return writers.AsSpan(from, to - from);
            }
        }
    }

    /// <summary>Bytes that a task reads and writes.</summary>
    public double Bytes(PlanTask task)
    {
        double bytes = 0;
        foreach (ref readonly var extent in task.Extents.AsSpan()) bytes += Bytes(extent);
        return bytes;
    }

    /// <summary>Nanoseconds for fetching what other threads wrote last.</summary>
    public double Fetching(PlanTask task, int thread)
    {
        double bytes = 0;
        foreach (ref readonly var extent in task.Extents.AsSpan())
        {
            if (MapOf(extent.Memory) is not { } map) continue;
            var writers = map[extent];
            double others = writers.Length - writers.Count((sbyte)thread) - writers.Count(Nobody);
            bytes += others / writers.Length * Bytes(extent);
        }
        return bytes * NanosecondsPerByte;
    }

    /// <summary>A thread has run a task.</summary>
    public void Ran(PlanTask task, int thread)
    {
        foreach (ref readonly var extent in task.Extents.AsSpan())
            if (extent.Write && MapOf(extent.Memory) is { } map) map[extent].Fill((sbyte)thread);
    }

    private Map? MapOf(Memory memory) => memory switch
    {
        Memory.Scratchpad => scratchpad,
        Memory.Accumulator => sums,
        _ => null,
    };

    private double Bytes(in Extent extent) => (double)extent.Size * (extent.Memory == Memory.Accumulator ? rowBytes : 1);
}
