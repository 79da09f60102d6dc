namespace WageSim.Tests.Support;

/// <summary>A layer's sizes, written down by hand: a fully connected one has sides and kernel 1.</summary>
/// <param name="Inputs">Side of its input image.</param>
/// <param name="In">Input channels.</param>
/// <param name="Kernel">Side of its kernel.</param>
/// <param name="Outputs">Side of its sums.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Pooled">Side behind its pool.</param>
/// <param name="Overlap">Windows of the pool that one sum can be the maximum of.</param>
internal sealed record ShapeOfLayer(string Name, int Inputs, int In, int Kernel, int Outputs, int Out, int Pooled, int Overlap = 1)
{
    public long Weights => (long)Kernel * Kernel * In * Out;
    public long Inputs3 => (long)Inputs * Inputs * In;
    public long Sums => (long)Outputs * Outputs * Out;
    public long Codes => (long)Pooled * Pooled * Out;

    /// <summary>Products of an image forward; of the gradient they are as many.</summary>
    public long Forward => Sums * Kernel * Kernel * In;

    /// <summary>Products of an image backward through it, with stride 1: each input pixel meets all taps, some outside the image.</summary>
    public long Backward => Inputs3 * Kernel * Kernel * Out;

    /// <summary>The shipped networks; inputs of a fully connected layer are the codes before it.</summary>
    public static readonly IReadOnlyDictionary<string, ShapeOfLayer[]> Networks = new Dictionary<string, ShapeOfLayer[]>
    {
        ["digits-cnn"] = [new("conv0", 8, 1, 3, 8, 16, 4), new("conv1", 4, 16, 3, 4, 32, 2), Full("fc2", 128, 64), Full("fc3", 64, 10)],
        ["niti-digits"] = [new("conv0", 8, 1, 3, 8, 16, 4), new("conv1", 4, 16, 3, 4, 32, 2), Full("fc2", 128, 64), Full("fc3", 64, 10)],
        ["niti-lenet"] =
            [new("conv0", 28, 1, 5, 24, 20, 12), new("conv1", 12, 20, 5, 8, 50, 4), Full("fc2", 800, 500), Full("fc3", 500, 10)],
        ["vgg-small-7"] = [.. Vgg()[..6], Full("fc6", 8192, 10)],
        ["mnist-lenet"] =
            [new("conv0", 28, 1, 5, 28, 32, 14), new("conv1", 14, 32, 5, 14, 64, 7), Full("fc2", 3136, 512), Full("fc3", 512, 10)],
        ["svhn-vgg"] = Vgg(),
        ["cifar10-vgg"] = Vgg(),
        ["imagenet-alexnet"] =
        [
            new("conv0", 224, 3, 11, 55, 96, 27, Overlap: 4), new("conv1", 27, 96, 5, 27, 256, 13, Overlap: 4),
            new("conv2", 13, 256, 3, 13, 384, 13), new("conv3", 13, 384, 3, 13, 384, 13), new("conv4", 13, 384, 3, 13, 256, 6, Overlap: 4),
            Full("fc5", 9216, 4096), Full("fc6", 4096, 4096), Full("fc7", 4096, 1000),
        ],
    };

    private static ShapeOfLayer[] Vgg() =>
    [
        new("conv0", 32, 3, 3, 32, 128, 32), new("conv1", 32, 128, 3, 32, 128, 16), new("conv2", 16, 128, 3, 16, 256, 16),
        new("conv3", 16, 256, 3, 16, 256, 8), new("conv4", 8, 256, 3, 8, 512, 8), new("conv5", 8, 512, 3, 8, 512, 4),
        Full("fc6", 8192, 1024), Full("fc7", 1024, 10),
    ];

    private static ShapeOfLayer Full(string name, int inputs, int outputs) => new(name, 1, inputs, 1, 1, outputs, 1);
}
