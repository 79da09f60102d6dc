namespace WageSim.Bench;

/// <summary>The kernels at the shape that a chip's instructions ask for: one tile, and as many rows as an image or two have.</summary>
internal sealed class TileSpeed(int size) : IMeasurement
{
    private const int Rows = 2 * 14 * 14, Products = 100;

    private readonly string name = $"kernel.tile.{size}x{size}.macsPerSecond", words = $"kernel.words.tile.{size}x{size}.macsPerSecond";

    public IReadOnlyList<Figure> Figures =>
    [
        new(name, "MAC/s", $"the byte kernel on one core, a tile of {size}×{size} and {Rows} rows, added to sums in memory"),
        new(words, "MAC/s", "the kernel for 16-bit operands, same shape"),
    ];

    public double Seconds => 1.6;

    public void Run(Measured measured)
    {
        using var bytes = new KernelOperands(Rows, size, size, accumulate: true);
        measured[name] = bytes.Macs * Products / measured.Best(0.8, () => Repeat(bytes.Run));
        var shorts = new WordOperands(Rows, size, size, accumulate: true);
        measured[words] = shorts.Macs * Products / measured.Best(0.8, () => Repeat(shorts.Run));
    }

    private static void Repeat(Action product)
    {
        for (int i = 0; i < Products; i++) product();
    }
}
