using WageSim.Workloads.Catalogue;
using WageSim.Workloads.Topologies;

namespace WageSim.Workloads.Onnx;

/// <summary>ONNX models as networks to train and as layers to time. Only shapes are taken: weights are not.</summary>
public static class OnnxFile
{
    /// <summary>Whether a path is meant as one.</summary>
    public static bool Is(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>The network of a file: a chain of layers that this simulator can train.</summary>
    public static NamedNetwork Network(string path) => Network(OnnxReader.Read(path));

    /// <summary>The same of a model's bytes; `source` names the file in errors.</summary>
    public static NamedNetwork Network(byte[] model, string source) => Network(OnnxReader.Parse(model, source));

    /// <summary>The layers with weights, each to be timed by itself.</summary>
    public static Topology Topology(string path) => Topology(OnnxReader.Read(path));

    /// <summary>The same of a model's bytes.</summary>
    public static Topology Topology(byte[] model, string source) => Topology(OnnxReader.Parse(model, source));

    private static NamedNetwork Network(OnnxGraph graph)
    {
        var shapes = new OnnxShapes(graph);
        var chain = new OnnxChain(shapes);
        string notation = chain.Notation();
        var network = Models.Networks.Network.Parse(notation, shapes.Input);
        return new(graph.Source, network.Notation, shapes.Input, $"of {graph.Source}") { Notes = chain.Notes };
    }

    private static Topology Topology(OnnxGraph graph)
    {
        var shapes = new OnnxShapes(graph);
        var layers = new List<TopologyLayer>();
        foreach (var step in shapes.Steps)
        {
            string own = OnnxShapes.Shown(step.Node.Name)[1..^1], name = own.Length > 0 ? own : $"{step.Node.Operator}{step.Node.Index}";
            if (step is ConvolutionStep c)
            {
                var padded = c.Border.Around(c.Input);
                layers.Add(new(name, padded.Height, padded.Width, c.KernelHeight, c.KernelWidth, c.Input.Channels / c.Groups,
                    c.Output.Channels / c.Groups, c.StrideDown, c.StrideAcross, c.Groups));
            }
            else if (step is DenseStep) layers.Add(TopologyLayer.Product(name, 1, step.Output.Channels, step.Input.Count));
        }
        if (layers.Count == 0) throw new Models.InputException($"{graph.Source}: the graph has no Conv, Gemm or MatMul");
        var others = shapes.Steps.Where(step => step is PoolStep || step is ElementStep { Node.Operator: "Add" or "Softmax" })
            .GroupBy(step => step.Node.Operator).Select(group => $"{group.Count()} {group.Key}").ToList();
        string[] notes = others.Count == 0 ? [] : [$"not timed, as they are no products: {string.Join(", ", others)}"];
        return new(graph.Source, layers, notes);
    }
}
