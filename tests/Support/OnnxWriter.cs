using Google.Protobuf;

namespace WageSim.Tests.Support;

/// <summary>Writes ONNX models node by node, on the wire format.</summary>
internal sealed class OnnxWriter
{
    private readonly List<byte> graph = [];

    /// <summary>An operator; attributes are whole numbers, lists of them, real numbers or text.</summary>
    public OnnxWriter Node(string type, string[] inputs, string[] outputs, string name = "",
        params (string Name, object Value)[] attributes)
    {
        Append(1, node =>
        {
            foreach (string input in inputs) Text(node, 1, input);
            foreach (string output in outputs) Text(node, 2, output);
            Text(node, 3, name);
            Text(node, 4, type);
            foreach (var (key, value) in attributes) Message(node, 5, attribute => Attribute(attribute, key, value));
        });
        return this;
    }

    /// <summary>An initialiser, its values left out; dimensions packed or one by one.</summary>
    public OnnxWriter Constant(string name, bool packed, params long[] dimensions)
    {
        Append(5, tensor =>
        {
            Wholes(tensor, 1, packed, dimensions);
            Number(tensor, 2, 1);
            Text(tensor, 8, name);
            Message(tensor, 9, raw => raw.Write(new byte[12]));
        });
        return this;
    }

    /// <summary>An input; a dimension of 0 has a name in place of a number.</summary>
    public OnnxWriter Input(string name, params long[] dimensions) => Value(11, name, dimensions);

    public OnnxWriter Output(string name) => Value(12, name, []);

    /// <summary>The model's bytes.</summary>
    public byte[] Model()
    {
        var model = new MemoryStream();
        Number(model, 1, 8);
        Text(model, 2, "a test");
        Message(model, 7, stream => stream.Write(graph.ToArray()));
        Message(model, 8, opset => Number(opset, 2, 13));
        return model.ToArray();
    }

    private OnnxWriter Value(int field, string name, long[] dimensions)
    {
        Append(field, value =>
        {
            Text(value, 1, name);
            Message(value, 2, type => Message(type, 1, tensor =>
            {
                Number(tensor, 1, 1);
                Message(tensor, 2, shape =>
                {
                    foreach (long size in dimensions)
                        Message(shape, 1, dimension =>
                        {
                            if (size == 0) Text(dimension, 2, "N");
                            else Number(dimension, 1, size);
                        });
                });
            }));
        });
        return this;
    }

    private void Append(int field, Action<MemoryStream> write)
    {
        var part = new MemoryStream();
        Message(part, field, write);
        graph.AddRange(part.ToArray());
    }

    private static void Attribute(MemoryStream attribute, string name, object value)
    {
        Text(attribute, 1, name);
        switch (value)
        {
            case int whole: Number(attribute, 3, whole); break;
            case float real: Coded(attribute, output =>
            {
                output.WriteTag(2, WireFormat.WireType.Fixed32);
                output.WriteFloat(real);
            }); break;
            case string text: Text(attribute, 4, text); break;
            default: Wholes(attribute, 8, packed: false, [.. ((int[])value).Select(number => (long)number)]); break;
        }
    }

    private static void Wholes(MemoryStream stream, int field, bool packed, long[] numbers)
    {
        if (!packed)
            foreach (long number in numbers) Number(stream, field, number);
        else
            Message(stream, field, list => Coded(list, output =>
            {
                foreach (long number in numbers) output.WriteInt64(number);
            }));
    }

    private static void Message(MemoryStream stream, int field, Action<MemoryStream> write)
    {
        var inner = new MemoryStream();
        write(inner);
        Coded(stream, output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(inner.ToArray()));
        });
    }

    private static void Text(MemoryStream stream, int field, string text) => Coded(stream, output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    });

    private static void Number(MemoryStream stream, int field, long number) => Coded(stream, output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(number);
    });

    private static void Coded(MemoryStream stream, Action<CodedOutputStream> write)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        write(output);
    }
}
