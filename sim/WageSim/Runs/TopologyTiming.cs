using System.Collections.Concurrent;
using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Workloads.Topologies;

namespace WageSim.Runs;

/// <summary>Layers and chip → a program for each layer → its time, without data; tests of the compiler look for races.</summary>
public static class TopologyTiming
{
    /// <summary>The layers in their order; equal ones are simulated once. An error is that of the first layer that has one.</summary>
    /// <param name="threads">Host threads; results do not depend on it.</param>
    /// <param name="done">Called for each layer that is done, on any thread.</param>
    public static IReadOnlyList<TimedLayer> Run(
        IReadOnlyList<TopologyLayer> layers, Chip chip, LayerOptions options, int threads, Action? done, CancellationToken cancellation)
    {
        var results = new Lazy<MachineResult>[layers.Count];
        var known = new Dictionary<TopologyLayer, Lazy<MachineResult>>();
        for (int i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            var shape = layer with { Name = "", Repeats = 1 };
            if (!known.TryGetValue(shape, out results[i]!))
                known[shape] = results[i] = new(() => Time(layer, chip, options, cancellation));
        }
        var failed = new ConcurrentDictionary<int, Exception>();
        Parallel.For(0, layers.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            try
            {
                _ = results[i].Value;
                done?.Invoke();
            }
            catch (Exception error) when (error is Models.InputException or OperationCanceledException or DeadlockException)
            {
                failed[i] = error;
            }
        });
        if (!failed.IsEmpty) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed.MinBy(failure => failure.Key).Value);
        return [.. layers.Select((layer, i) => new TimedLayer(layer, results[i].Value))];
    }

    private static MachineResult Time(TopologyLayer layer, Chip chip, LayerOptions options, CancellationToken cancellation) =>
        new Accelerator(chip, LayerCompiler.Compile(layer, chip, options), null, new() { Cancellation = cancellation }).Run();
}
