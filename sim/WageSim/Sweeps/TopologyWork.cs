using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Runs;
using WageSim.Workloads.Topologies;

namespace WageSim.Sweeps;

/// <summary>All layers of a topology, one program after the other.</summary>
internal sealed record TopologyWork(Topology Topology, LayerOptions Options) : PointWork
{
    public override object Key => (Topology.Source, Options);

    public override double Size => Options.Batch * (double)Topology.Layers.Sum(layer => layer.Macs);

    public override PointSimulation Run(Chip chip, CancellationToken cancellation)
    {
        // Points run beside each other already.
        var timed = TopologyTiming.Run(Topology.Layers, chip, Options, threads: 1, null, cancellation);
        var sum = TimingSum.Of([.. timed.Select(layer => (layer.Once, (long)layer.Layer.Repeats))]);
        string[] names = Names();
        return new(sum with { Ranges = [.. timed.Select((layer, i) => Whole(names[i], layer))] },
            timed.Sum(layer => (long)layer.Instructions), timed.Max(layer => layer.DramBytes));
    }

    // A layer is its whole program, so that all of them sum to the point.
    private static RangeResult Whole(string name, TimedLayer timed)
    {
        var (once, times) = (timed.Once, timed.Layer.Repeats);
        return new(name, LayerCompiler.Phase, once.Cycles * times, once.Macs * times, once.PeProducts * times, once.Activity * times,
            once.States * times);
    }

    // Lines of a file may have one name; results by layer need two.
    private string[] Names()
    {
        var taken = new HashSet<string>();
        return [.. Topology.Layers.Select(layer =>
        {
            string name = layer.Name;
            for (int i = 2; !taken.Add(name); i++) name = $"{layer.Name}#{i}";
            return name;
        })];
    }
}
