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
        var shapes = layers.Select((layer, at) => (Shape: layer with { Name = "", Repeats = 1 }, At: at)).GroupBy(layer => layer.Shape)
            .OrderByDescending(group => group.Key.Macs).Select(group => group.Select(layer => layer.At).ToArray()).ToList();
        var results = new TimedLayer[layers.Count];
        var failed = new ConcurrentDictionary<int, Exception>();
        // The longest first, one by one, so that no thread begins one when the others have ended.
        var queue = Partitioner.Create(shapes, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(queue, new ParallelOptions { MaxDegreeOfParallelism = threads }, shape =>
        {
            try
            {
                var timed = Time(layers[shape[0]], chip, options, cancellation);
                foreach (int at in shape)
                {
                    results[at] = timed with { Layer = layers[at] };
                    done?.Invoke();
                }
            }
            catch (Exception error) when (error is Models.InputException or OperationCanceledException or DeadlockException)
            {
                failed[shape[0]] = error;
            }
        });
        if (!failed.IsEmpty) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed.MinBy(failure => failure.Key).Value);
        return results;
    }

    private static TimedLayer Time(TopologyLayer layer, Chip chip, LayerOptions options, CancellationToken cancellation)
    {
        var program = LayerCompiler.Compile(layer, chip, options);
        var timing = new Accelerator(chip, program, null, new() { Cancellation = cancellation }).Run();
        return new(layer, timing, program.Instructions.Count, program.DramBytes);
    }
}
