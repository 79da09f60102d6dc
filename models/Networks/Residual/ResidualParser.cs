using System.Text.RegularExpressions;

namespace WageSim.Models.Networks.Residual;

/// <summary>Tokens of a residual network's notation → layers and normalisations, numbered in order of execution.</summary>
internal sealed partial class ResidualParser(string notation, ImageShape input)
{
    private const int LargestKernel = 11, LargestPool = 8, LargestStride = 11, MostChannels = 1 << 14, MostRepetitions = 99;

    // Pools' errors have 28 bits: four of them at one place stay below 2^30.
    private const int MostCover = 4;

    /// <summary>Most classes of a softmax: the sum of their 25-bit powers fits 34 bits.</summary>
    private const int MostSoftmaxClasses = 1023, MostClasses = 1 << 16;

    private const string Known = "known are nCk, MPk, Rn, Bn (all with /s for a stride, Rn and Bn with P for a projection), GAP and, last, "
        + "nSSE or nCE (such as 16C3, 64C7/2, MP3/2, R16, R64P, B128/2, GAP, 10CE)";

    private readonly List<ResidualLayer> layers = [];
    private readonly List<NormLayer> norms = [];
    private ImageShape shape;
    private int? projection, identity;
    private int blocks;

    /// <summary>What is being read, as errors and layers name it: "token '16C3'", "block 2 (R32/2)".</summary>
    private string place = "";

    /// <summary>The same, as tables name it: "16C3", "block 2 (R32/2)".</summary>
    private string label = "";

    public ResidualNetwork Read()
    {
        shape = input;
        string[] tokens = Repetition().Replace(notation, Repeated).Split('-');
        bool canPool = false, averaged = false;
        Loss? loss = null;
        foreach (string token in tokens)
        {
            bool isBlock = layers.Count > 0 && Block().IsMatch(token);
            label = isBlock ? $"block {blocks++} ({token})" : token;
            place = isBlock ? label : $"token '{token}'";
            if (loss is not null) throw Bad("the loss comes last");
            bool isConvolution = false;
            if (Dense().Match(token) is { Success: true } dense)
            {
                if (!averaged) throw Bad("GAP stands in front of it");
                loss = AddDense(dense);
            }
            else if (averaged) throw Bad("after GAP only a loss follows, such as 10CE");
            else if (Convolution().Match(token) is { Success: true } convolution)
            {
                AddConvolution(convolution);
                isConvolution = true;
            }
            else if (Pool().Match(token) is { Success: true } pool)
            {
                if (!canPool) throw Bad("a pool follows a convolution such as 64C7/2, once");
                layers[^1] = layers[^1] with { Pool = PoolOf(pool) };
                shape = layers[^1].Output;
            }
            else if (Block().Match(token) is { Success: true } block)
            {
                if (layers.Count == 0) throw Bad("the first token is a convolution, which reads the images");
                AddBlock(block);
            }
            else if (token == "GAP")
            {
                if (layers.Count == 0) throw Bad("the first token is a convolution, which reads the images");
                Normalise("norm");
                averaged = true;
            }
            else throw Bad(Known);
            canPool = isConvolution;
        }
        return new(notation, input, layers, norms,
            loss ?? throw new InputException($"network '{notation}': the last tokens must be GAP and a loss, such as GAP-10CE"));
    }

    private void AddConvolution(Match match)
    {
        int channels = Number(match, 1, 1, MostChannels), kernel = Number(match, 2, 1, LargestKernel);
        if (kernel % 2 == 0) throw Bad($"kernel {kernel} is even; odd ones are expected");
        int read = layers.Count == 0 ? -1 : Normalise("norm");
        shape = Convolve(read, shape, kernel, Number(match, 3, 1, LargestStride), channels, label);
    }

    private PaddedPool PoolOf(Match match)
    {
        int size = Number(match, 1, 2, LargestPool);
        var pool = new PaddedPool(size, match.Groups[2].Success ? Number(match, 2, 1, LargestPool) : size);
        return pool.Cover <= MostCover
            ? pool
            : throw Bad($"{pool.Cover} windows share a pixel; at most {MostCover} are allowed, a stride of half the size");
    }

    private void AddBlock(Match match)
    {
        bool isBottleneck = match.Groups[1].Value == "B";
        int narrow = Number(match, 2, 1, MostChannels), wide = isBottleneck ? 4 * narrow : narrow;
        int stride = Number(match, 3, 1, LargestStride);
        int first = Normalise("norm 1");
        var read = shape;
        int? projecting = null;
        if (stride != 1 || wide != read.Channels || match.Groups[4].Success)
        {
            projecting = layers.Count;
            Convolve(first, read, 1, stride, wide, Part("projection"));
        }
        if (isBottleneck)
        {
            shape = Convolve(first, read, 1, 1, narrow, Part("conv 1"));
            shape = Convolve(Normalise("norm 2"), shape, 3, stride, narrow, Part("conv 2"));
            shape = Convolve(Normalise("norm 3"), shape, 1, 1, wide, Part("conv 3"));
        }
        else
        {
            shape = Convolve(first, read, 3, stride, wide, Part("conv 1"));
            shape = Convolve(Normalise("norm 2"), shape, 3, 1, wide, Part("conv 2"));
        }
        (projection, identity) = (projecting, projecting is null ? first : null);
    }

    private Loss AddDense(Match match)
    {
        var loss = match.Groups[2].Value == "CE" ? Loss.CrossEntropy : Loss.SquaredErrors;
        int outputs = Number(match, 1, 1, loss == Loss.CrossEntropy ? MostSoftmaxClasses : MostClasses);
        layers.Add(new(new(layers.Count, false, 1, new(1, 1, shape.Channels), outputs, IsLast: true), norms.Count - 1, place, label));
        return loss;
    }

    // Of the sums of the last layer made, and of the block's shortcut if it ends one.
    private int Normalise(string part)
    {
        norms.Add(new(norms.Count, shape, layers.Count - 1, place, Part(part)) { Projection = projection, Identity = identity });
        (projection, identity) = (null, null);
        return norms.Count - 1;
    }

    private ImageShape Convolve(int norm, ImageShape read, int kernel, int stride, int channels, string part)
    {
        // Zeros on all sides alike: ceil(n / stride) outputs for every odd kernel.
        var weights = new WeightLayer(layers.Count, true, kernel, read, channels, IsLast: false)
        {
            Stride = stride, Border = Border.Even((kernel - 1) / 2),
        };
        if (weights.Border.Around(read) is var padded && (long)padded.Height * padded.Width * padded.Channels > int.MaxValue)
            throw Bad($"{padded} are more than {int.MaxValue} elements");
        var made = weights.Accumulator;
        if ((long)made.Height * made.Width * made.Channels > int.MaxValue)
            throw Bad($"{made} are more than {int.MaxValue} elements");
        if ((long)weights.FanIn * channels > int.MaxValue)
            throw Bad($"{weights.FanIn} × {channels} are more than {int.MaxValue} weights");
        layers.Add(new(weights, norm, place, part));
        return made;
    }

    private string Part(string name) => $"{label}, {name}";

    // What is left out is 1.
    private int Number(Match match, int group, int low, int high) =>
        !match.Groups[group].Success ? 1 :
        int.TryParse(match.Groups[group].Value, out int value) && value >= low && value <= high
            ? value
            : throw Bad($"{match.Groups[group].Value} is outside {low}..{high}");

    private string Repeated(Match match)
    {
        place = $"token '{match.Value}'";
        return string.Join('-', Enumerable.Repeat(match.Groups[2].Value, Number(match, 1, 1, MostRepetitions)));
    }

    private InputException Bad(string why) => new($"network '{notation}': {place}: {why}");

    [GeneratedRegex(@"^([0-9]+)C([0-9]+)(?:/([0-9]+))?$")] private static partial Regex Convolution();
    [GeneratedRegex(@"^MP([0-9]+)(?:/([0-9]+))?$")] private static partial Regex Pool();
    [GeneratedRegex(@"^([RB])([0-9]+)(?:/([0-9]+))?(P)?$")] private static partial Regex Block();
    [GeneratedRegex(@"^([0-9]+)(SSE|CE)$")] private static partial Regex Dense();
    [GeneratedRegex(@"([0-9]+)x\(([^()]*)\)")] private static partial Regex Repetition();
}
