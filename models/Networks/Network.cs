using System.Text.RegularExpressions;
using WageSim.Models.Networks.Residual;

namespace WageSim.Models.Networks;

/// <summary>A network in the papers' notation, 32C5-MP2-64C5-MP2-512FC-10SSE, with every shape checked.</summary>
public sealed partial class Network
{
    private const int LargestKernel = 11;

    // The place of a maximum has six bits of a mask byte.
    private const int LargestPool = 8;

    private const int MostRepetitions = 99;

    /// <summary>Most classes of a softmax: the sum of their 25-bit powers fits the vector unit's 34 bits.</summary>
    private const int MostSoftmaxClasses = 1023;

    private Network(string notation, ImageShape input, IReadOnlyList<WeightLayer> layers, Loss loss) =>
        (Notation, Input, Layers, Loss) = (notation, input, layers, loss);

    /// <summary>The text it was made from.</summary>
    public string Notation { get; }

    /// <summary>Shape of one input image.</summary>
    public ImageShape Input { get; }

    /// <summary>Layers with weights, in order of execution.</summary>
    public IReadOnlyList<WeightLayer> Layers { get; }

    /// <summary>What follows the last layer.</summary>
    public Loss Loss { get; }

    /// <summary>The graph of a residual network, whose layers these are; null for a chain.</summary>
    public ResidualNetwork? Residual { get; private init; }

    /// <summary>Outputs of the last layer.</summary>
    public int Classes => Layers[^1].OutputChannels;

    /// <summary>Forward multiply-accumulates of one image.</summary>
    public long MacsPerImage => Layers.Sum(layer => layer.MacsPerImage);

    /// <summary>Whether a notation is that of a <see cref="ResidualNetwork"/>.</summary>
    public static bool IsResidual(string notation) => OfResidual().IsMatch(notation);

    /// <summary>
    /// Reads the notation: nCk convolution, with /s stride, v or pN padding, gG groups; MPk or MPk/s max pool; nFC fully connected;
    /// nSSE or nCE last layer with its loss; 2x(…) a repetition. With residual blocks or GAP it is that of a
    /// <see cref="ResidualNetwork"/>.
    /// </summary>
    public static Network Parse(string notation, ImageShape input)
    {
        if (IsResidual(notation)) return Of(ResidualNetwork.Parse(notation, input));
        string[] tokens = Repetition().Replace(notation, Repeated).Split('-');
        var layers = new List<WeightLayer>();
        var shape = input;
        bool flat = false, canPool = false;
        var loss = Loss.SquaredErrors;
        for (int i = 0; i < tokens.Length; i++)
        {
            string token = tokens[i];
            bool last = i == tokens.Length - 1;
            if (Convolution().Match(token) is { Success: true } convolution)
            {
                if (flat) throw Bad(token, "a convolution cannot follow a fully connected layer");
                layers.Add(ConvolutionOf(convolution, layers.Count));
                shape = layers[^1].Output;
                canPool = true;
            }
            else if (Pool().Match(token) is { Success: true } pool)
            {
                if (!canPool) throw Bad(token, "a pool follows a convolution, once");
                layers[^1] = layers[^1] with { Pool = PoolOf(pool) };
                shape = layers[^1].Output;
                canPool = false;
            }
            else if (Dense().Match(token) is { Success: true } dense)
            {
                bool hasLoss = dense.Groups[2].Value != "FC";
                if (hasLoss != last) throw Bad(token, hasLoss ? "the loss comes last" : "the last layer carries the loss, such as 10SSE");
                if (dense.Groups[2].Value == "CE") loss = Loss.CrossEntropy;
                int outputs = Number(dense, 1, 1, loss == Loss.CrossEntropy ? MostSoftmaxClasses : 1 << 20);
                layers.Add(new(layers.Count, false, 1, new(1, 1, shape.Count), outputs, IsLast: hasLoss));
                shape = layers[^1].Output;
                (flat, canPool) = (true, false);
            }
            else throw Bad(token, "known are nCk, MPk, nFC and, last, nSSE or nCE (such as 32C5, 96C11/4p2, MP2, MP3/2, 512FC, 10SSE)");
            CheckSizes(token, layers[^1]);
        }
        if (layers.Count == 0 || !layers[^1].IsLast)
            throw new InputException($"network '{notation}': the last token must be a loss layer such as 10SSE");
        return new(notation, input, layers, loss);

        WeightLayer ConvolutionOf(Match match, int index)
        {
            int channels = Number(match, 1, 1, 65536), kernel = Number(match, 2, 1, LargestKernel);
            int stride = Number(match, 3, 1, LargestKernel), groups = Number(match, 6, 1, 65536);
            if (shape.Channels % groups != 0 || channels % groups != 0)
                throw Bad(match.Value, $"{groups} groups do not divide {shape.Channels} channels read and {channels} made");
            var border = match.Groups[5].Success ? Border.Even(Number(match, 5, 0, kernel - 1))
                : match.Groups[4].Success ? default : Border.Same(shape, kernel, stride);
            var padded = border.Around(shape);
            if (padded.Height < kernel || padded.Width < kernel)
                throw Bad(match.Value,
                    $"the image with its border is {padded} there, too small for a {kernel}×{kernel} kernel; input is {input}");
            return new(index, true, kernel, shape, channels, IsLast: false) { Stride = stride, Border = border, Groups = groups };
        }

        PoolWindow PoolOf(Match match)
        {
            int size = Number(match, 1, 2, LargestPool);
            if (shape.Height < size || shape.Width < size)
                throw Bad(match.Value, $"the image is {shape} there, too small for a {size}×{size} pool; input is {input}");
            return new(size, match.Groups[2].Success ? Number(match, 2, 1, size) : size);
        }

        // What is left out is 1.
        int Number(Match match, int group, int low, int high) =>
            !match.Groups[group].Success ? 1 :
            int.TryParse(match.Groups[group].Value, out int value) && value >= low && value <= high
                ? value
                : throw Bad(match.Value, $"{match.Groups[group].Value} is outside {low}..{high}");

        // Tensors are indexed with 32-bit integers.
        void CheckSizes(string token, WeightLayer layer)
        {
            var made = layer.Accumulator;
            if ((long)made.Height * made.Width * made.Channels > int.MaxValue)
                throw Bad(token, $"{made} are more than {int.MaxValue} elements");
            if ((long)layer.FanIn * layer.OutputChannels > int.MaxValue)
                throw Bad(token, $"{layer.FanIn} × {layer.OutputChannels} are more than {int.MaxValue} weights");
        }

        string Repeated(Match match) => string.Join('-', Enumerable.Repeat(match.Groups[2].Value, Number(match, 1, 1, MostRepetitions)));

        InputException Bad(string token, string why) => new($"network '{notation}': token '{token}': {why}");
    }

    /// <summary>A residual network's layers with weights, in order of execution, with its graph.</summary>
    public static Network Of(ResidualNetwork residual) =>
        new(residual.Notation, residual.Input, [.. residual.Layers.Select(layer => layer.Weights)], residual.Loss) { Residual = residual };

    public override string ToString() => Notation;

    [GeneratedRegex(@"(?:^|[-(])(?:[RB]\d|GAP)")] private static partial Regex OfResidual();
    [GeneratedRegex(@"^(\d+)C(\d+)(?:/(\d+))?(v|p(\d+))?(?:g(\d+))?$")] private static partial Regex Convolution();
    [GeneratedRegex(@"^MP(\d+)(?:/(\d+))?$")] private static partial Regex Pool();
    [GeneratedRegex(@"^(\d+)(FC|SSE|CE)$")] private static partial Regex Dense();
    [GeneratedRegex(@"(\d+)x\(([^()]*)\)")] private static partial Regex Repetition();
}
