using WageSim.Models;
using WageSim.Models.Networks;

namespace WageSim.Workloads.Onnx;

/// <summary>Graph → operators with checked attributes and shapes, in the order of the file.</summary>
internal sealed class OnnxShapes
{
    private const int MostSide = 65536;
    private static readonly string[] known = ["Conv", "Gemm", "MatMul", "Relu", "MaxPool", "Add", "Flatten", "Softmax"];
    private readonly OnnxGraph graph;

    // Shape of a value, and whether it is a vector of features.
    private readonly Dictionary<string, (ImageShape Shape, bool Flat)> values = [];

    public OnnxShapes(OnnxGraph graph)
    {
        this.graph = graph;
        if (graph.Inputs.Count != 1)
            throw new InputException($"{graph.Source}: the graph has {graph.Inputs.Count} inputs; one, the images, is expected");
        var (name, dimensions) = graph.Inputs[0];
        InputName = name;
        values[name] = dimensions switch
        {
            [_, var c, var h, var w] => (Shape(h, w, c), false),
            [_, var n] => (Shape(1, 1, n), true),
            _ => throw Bad(),
        };
        Input = values[name].Shape;
        foreach (var node in graph.Nodes)
            if (node.Operator != "Constant") Steps.Add(Step(node));
        if (Steps.Count == 0) throw new InputException($"{graph.Source}: the graph has no operators");

        ImageShape Shape(long h, long w, long c) => Size(h, w, c) ?? throw Bad();
        InputException Bad() => new(
            $"{graph.Source}: input {Shown(name)}: its shape is {string.Join('×', dimensions)}; images N×C×H×W, or N×features, with " +
            $"numbers 1..{MostSide} behind N are expected");
    }

    public string InputName { get; }
    public ImageShape Input { get; }
    public List<OnnxStep> Steps { get; } = [];

    /// <summary>An error at a node.</summary>
    public InputException Fault(OnnxNode node, string why)
    {
        string name = node.Name.Length > 0 ? $" {Shown(node.Name)}" : "";
        return new($"{graph.Source}: node {node.Index}{name} ({Shown(node.Operator)}): {why}");
    }

    private OnnxStep Step(OnnxNode node)
    {
        if (node.Domain is not ("" or "ai.onnx") || !known.Contains(node.Operator))
            throw Fault(node, $"the operator is not supported; known are {string.Join(", ", known)}");
        if (node.Outputs.Count != 1) throw Fault(node, $"{node.Outputs.Count} outputs; one is expected");
        var from = node.Inputs.Where(input => input.Length > 0 && !graph.Constants.ContainsKey(input)).ToList();
        if (from.Count == 0) throw Fault(node, "it reads no value");
        foreach (string input in from)
            if (!values.ContainsKey(input)) throw Fault(node, $"it reads {Shown(input)}, which nothing before it makes");
        if (from.Count > (node.Operator == "Add" ? 2 : 1))
            throw Fault(node, "it reads several values; weights and biases must be constants");
        if (values.ContainsKey(node.Outputs[0])) throw Fault(node, $"it makes {Shown(node.Outputs[0])}, which is there already");
        var (input0, flat) = values[from[0]];
        OnnxStep step = node.Operator switch
        {
            "Conv" => Convolution(node, from, input0, flat),
            "Gemm" or "MatMul" => Dense(node, from, input0, flat),
            "MaxPool" => Pool(node, from, input0, flat),
            "Flatten" => Flatten(node, from, input0, flat),
            "Add" => Sum(node, from, input0),
            _ => new ElementStep(node, from, node.Outputs[0], input0, input0),
        };
        values[step.To] = (step.Output, step is DenseStep || node.Operator == "Flatten" || (flat && step is ElementStep));
        return step;
    }

    private ConvolutionStep Convolution(OnnxNode node, List<string> from, ImageShape input, bool flat)
    {
        if (flat) throw Fault(node, "it reads features; an image is expected");
        long[] weights = Constant(node, 1, "weights");
        if (weights.Length != 4) throw Fault(node, $"its weights have {weights.Length} dimensions; 4 are expected");
        long groups = node.Attributes.TryGetValue("group", out var group) ? group.Whole : 1;
        if (groups < 1 || groups > input.Channels || input.Channels % groups != 0 || weights[0] % groups != 0)
            throw Fault(node, $"group {groups} does not divide {input.Channels} channels read and {weights[0]} made");
        if (weights[1] * groups != input.Channels)
            throw Fault(node, $"its weights read {weights[1]} channels in {groups} groups; its input has {input.Channels}");
        var (kernel, strides, border) = Window(node, input, [weights[2], weights[3]]);
        if (weights[2] != kernel.Down || weights[3] != kernel.Across)
            throw Fault(node, $"kernel_shape is {kernel.Down}×{kernel.Across}, its weights' {weights[2]}×{weights[3]}");
        var padded = border.Around(input);
        var output = Size((padded.Height - kernel.Down) / strides.Down + 1, (padded.Width - kernel.Across) / strides.Across + 1, weights[0])
            ?? throw Fault(node, $"it makes {weights[0]} channels; 1..{MostSide} are allowed");
        return new(node, from, node.Outputs[0], input, output, kernel.Down, kernel.Across, strides.Down, strides.Across, border,
            (int)groups, node.Inputs.Count > 2 && node.Inputs[2].Length > 0);
    }

    private DenseStep Dense(OnnxNode node, List<string> from, ImageShape input, bool flat)
    {
        if (!flat) throw Fault(node, "it reads an image; a Flatten before it is expected");
        if (node.Inputs[0] != from[0]) throw Fault(node, "its first operand is a constant; the second is expected to be");
        long[] weights = Constant(node, 1, "matrix");
        if (weights.Length != 2) throw Fault(node, $"its matrix has {weights.Length} dimensions; 2 are expected");
        bool gemm = node.Operator == "Gemm";
        foreach (string factor in (string[])["alpha", "beta"])
            if (gemm && node.Attributes.TryGetValue(factor, out var real) && real.Real != 1)
                throw Fault(node, $"{factor} is {real.Real.ToString(System.Globalization.CultureInfo.InvariantCulture)}; 1 is expected");
        if (gemm && node.Attributes.GetValueOrDefault("transA")?.Whole is not (null or 0)) throw Fault(node, "transA is set");
        if (gemm && node.Attributes.GetValueOrDefault("transB")?.Whole is not (null or 0)) weights = [weights[1], weights[0]];
        if (weights[0] != input.Count) throw Fault(node, $"its matrix reads {weights[0]} features; its input has {input.Count}");
        var output = Size(1, 1, weights[1]) ?? throw Fault(node, $"it makes {weights[1]} features; 1..{MostSide} are allowed");
        return new(node, from, node.Outputs[0], input, output, gemm && node.Inputs.Count > 2 && node.Inputs[2].Length > 0);
    }

    private PoolStep Pool(OnnxNode node, List<string> from, ImageShape input, bool flat)
    {
        if (flat) throw Fault(node, "it reads features; an image is expected");
        if (node.Attributes.GetValueOrDefault("ceil_mode")?.Whole is not (null or 0)) throw Fault(node, "ceil_mode is not supported");
        var (kernel, strides, border) = Window(node, input, null);
        if (kernel.Down != kernel.Across || strides.Down != strides.Across) throw Fault(node, "windows and strides must be square");
        if (border != default) throw Fault(node, "pads of a pool are not supported");
        return new(node, from, node.Outputs[0], input, input.Windows(kernel.Down, strides.Down), kernel.Down, strides.Down);
    }

    private ElementStep Flatten(OnnxNode node, List<string> from, ImageShape input, bool flat)
    {
        if (node.Attributes.GetValueOrDefault("axis")?.Whole is not (null or 1)) throw Fault(node, "axis must be 1");
        return new(node, from, node.Outputs[0], input, flat ? input : new(1, 1, input.Count));
    }

    private ElementStep Sum(OnnxNode node, List<string> from, ImageShape input)
    {
        if (from.Count == 2 && values[from[0]] != values[from[1]])
            throw Fault(node, $"it adds {values[from[0]].Shape} and {values[from[1]].Shape}");
        return new(node, from, node.Outputs[0], input, input);
    }

    private ((int Down, int Across) Kernel, (int Down, int Across) Strides, Border Border) Window(
        OnnxNode node, ImageShape input, long[]? kernelOfWeights)
    {
        var (down, across) = Pair(node, "kernel_shape", kernelOfWeights, 1);
        var strides = Pair(node, "strides", [1, 1], 1);
        if (Pair(node, "dilations", [1, 1], 1) != (1, 1)) throw Fault(node, "dilations are not supported");
        var sides = node.Attributes.GetValueOrDefault("pads")?.Wholes ?? [0, 0, 0, 0];
        if (sides.Count != 4 || sides.Any(side => side is < 0 or > MostSide))
            throw Fault(node, $"pads are {string.Join(", ", sides)}; four numbers 0..{MostSide} are expected");
        string auto = node.Attributes.GetValueOrDefault("auto_pad")?.Text ?? "";
        var border = auto switch
        {
            "" or "NOTSET" => new Border((int)sides[0], (int)sides[2], (int)sides[1], (int)sides[3]),
            "VALID" => default,
            "SAME_UPPER" => Same(upper: true),
            "SAME_LOWER" => Same(upper: false),
            _ => throw Fault(node, $"auto_pad is {Shown(auto)}; NOTSET, VALID, SAME_UPPER or SAME_LOWER is expected"),
        };
        var padded = border.Around(input);
        if (padded.Height < down || padded.Width < across)
            throw Fault(node, $"the image with its pads is {padded}, too small for a window of {down}×{across}");
        return ((down, across), strides, border);

        Border Same(bool upper)
        {
            var (top, bottom) = Halves(input.Height, down, strides.Down);
            var (left, right) = Halves(input.Width, across, strides.Across);
            return upper ? new(top, bottom, left, right) : new(bottom, top, right, left);
        }

        static (int Less, int More) Halves(int pixels, int kernel, int stride)
        {
            int all = Math.Max(((pixels + stride - 1) / stride - 1) * stride + kernel - pixels, 0);
            return (all / 2, all - all / 2);
        }
    }

    private (int Down, int Across) Pair(OnnxNode node, string name, long[]? otherwise, int low)
    {
        bool isSet = node.Attributes.TryGetValue(name, out var attribute) && attribute.Wholes.Count > 0;
        var values = isSet ? attribute!.Wholes : otherwise ?? [];
        string found = values.Count == 0 ? "missing" : string.Join(", ", values);
        return values.Count == 2 && values.All(value => value >= low && value <= MostSide)
            ? ((int)values[0], (int)values[1])
            : throw Fault(node, $"{name} is {found}; two numbers {low}..{MostSide} are expected");
    }

    private long[] Constant(OnnxNode node, int at, string what) =>
        node.Inputs.Count > at && graph.Constants.TryGetValue(node.Inputs[at], out long[]? dimensions)
            && dimensions.All(size => size is >= 1 and <= int.MaxValue)
            ? dimensions
            : throw Fault(node, $"its {what} is not a constant of the file");

    // Tensors are indexed with 32-bit integers.
    private static ImageShape? Size(long height, long width, long channels) =>
        height is >= 1 and <= MostSide && width is >= 1 and <= MostSide && channels is >= 1 and <= MostSide * 256L
            && (Int128)height * width * channels <= int.MaxValue
            ? new((int)height, (int)width, (int)channels) : null;

    /// <summary>A name of a file as it can be shown on one line.</summary>
    public static string Shown(string name)
    {
        string text = string.Concat(name.Take(60).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > 60 ? $"'{text}…'" : $"'{text}'";
    }
}
