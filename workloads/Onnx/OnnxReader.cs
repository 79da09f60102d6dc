using Google.Protobuf;
using WageSim.Models;

namespace WageSim.Workloads.Onnx;

/// <summary>Reads the parts of an ONNX file that a network's shape needs; tensors' values are skipped.</summary>
/// <remarks>Field numbers are those of onnx.proto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
internal static class OnnxReader
{
    private const long MostBytes = 1L << 30;

    /// <summary>The graph of a model in a file of at most 1 GiB.</summary>
    public static OnnxGraph Read(string path)
    {
        byte[] bytes;
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MostBytes) throw new InputException($"{path}: {stream.Length} bytes are more than {MostBytes}");
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InputException($"{path}: cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
        return Parse(bytes, path);
    }

    /// <summary>The graph of a model; `source` names the file in errors.</summary>
    public static OnnxGraph Parse(byte[] bytes, string source)
    {
        try
        {
            var graphs = new WireMessage(new CodedInputStream(bytes), 7).Messages(7).ToList();
            if (graphs.Count == 0) throw new InputException($"{source}: is not an ONNX model: it has no graph");
            return Graph(graphs[^1], source);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InputException($"{source}: is not an ONNX model: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static OnnxGraph Graph(CodedInputStream stream, string source)
    {
        var graph = new WireMessage(stream, 1, 5, 11, 12);
        List<OnnxNode> nodes = [.. graph.Messages(1).Select(Node)];
        var constants = new Dictionary<string, long[]>();
        foreach (var tensor in graph.Messages(5).Select(message => new WireMessage(message, 1, 8)))
            constants[tensor.Text(8)] = [.. tensor.Numbers(1)];
        foreach (var node in nodes)
            if (node.Operator == "Constant" && node.Outputs.Count == 1)
                constants[node.Outputs[0]] = node.Attributes.GetValueOrDefault("value")?.Tensor ?? [];
        // Older files list initialisers among the inputs.
        var inputs = graph.Messages(11).Select(Value).Where(input => !constants.ContainsKey(input.Name));
        return new(source, nodes, [.. inputs], constants, [.. graph.Messages(12).Select(output => Value(output).Name)]);
    }

    private static OnnxNode Node(CodedInputStream stream, int index)
    {
        var node = new WireMessage(stream, 1, 2, 3, 4, 5, 7);
        var attributes = new Dictionary<string, OnnxAttribute>();
        foreach (var attribute in node.Messages(5).Select(message => new WireMessage(message, 1, 2, 3, 4, 5, 8)))
        {
            var tensor = attribute.Messages(5).Select(message => new WireMessage(message, 1)).LastOrDefault();
            attributes[attribute.Text(1)] = new(
                attribute.Number(3), attribute.Real(2), attribute.Text(4), [.. attribute.Numbers(8)], tensor?.Numbers(1).ToArray());
        }
        return new(index, node.Text(3), node.Text(4), node.Text(7), [.. node.Texts(1)], [.. node.Texts(2)], attributes);
    }

    // ValueInfoProto → TypeProto → its tensor type → TensorShapeProto → dimensions.
    private static (string Name, long[] Dimensions) Value(CodedInputStream stream)
    {
        var value = new WireMessage(stream, 1, 2);
        var shapes = value.Messages(2).SelectMany(type => new WireMessage(type, 1).Messages(1))
            .SelectMany(tensor => new WireMessage(tensor, 2).Messages(2));
        var dimensions = shapes.SelectMany(shape => new WireMessage(shape, 1).Messages(1));
        return (value.Text(1), [.. dimensions.Select(dimension => new WireMessage(dimension, 1).Number(1))]);
    }
}
