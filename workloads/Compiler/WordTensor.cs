using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>Words that are spilled to DRAM until their maximum is known.</summary>
/// <param name="Name">What they are called where they are kept.</param>
/// <param name="Shape">Dimensions from outer to inner, the batch first.</param>
public readonly record struct WordTensor(string Name, int WordBytes, int[] Shape)
{
    /// <summary>Name of a layer's forward sums.</summary>
    public static string Sums(int layer) => $"sums/{layer}";

    /// <summary>Name of the errors of a layer's outputs before quantisation.</summary>
    public static string ErrorSums(int layer) => $"error_sums/{layer}";

    /// <summary>The errors of all layers but the last, as spilling makes them.</summary>
    public static IEnumerable<WordTensor> Errors(Network network, Bounds bounds, CompileOptions options)
    {
        if (options.Inference || options.ErrorPass == ErrorPass.Recompute) yield break;
        foreach (var layer in network.Layers.Skip(1))
        {
            var below = network.Layers[layer.Index - 1];
            yield return new(ErrorSums(below.Index), bounds.Error(layer).WordBytes, below.BatchDimensions(options.Batch, below.Output));
        }
    }
}
