using WageSim.Models.Networks;

namespace WageSim.Workloads.Compiler;

/// <summary>
/// One of the stride² dense kernels that an error goes back through: input pixels that meet the same taps, every stride-th in both
/// directions.
/// </summary>
/// <remarks>
/// Pixel y meets the taps k with (y + border - k) divisible by the stride, so its error is a convolution of stride 1 with every
/// stride-th tap: no zero is multiplied that lies between the outputs of a strided convolution.
/// </remarks>
internal readonly record struct SubKernel(SubKernel.Side Down, SubKernel.Side Across)
{
    /// <summary>One direction.</summary>
    /// <param name="First">First input pixel.</param>
    /// <param name="Count">Input pixels, a stride apart.</param>
    /// <param name="Tap">First tap of the kernel.</param>
    /// <param name="Taps">Taps, a stride apart.</param>
    /// <param name="Error">Position of the error that the first pixel meets with the last tap; before the first one if negative.</param>
    internal readonly record struct Side(int First, int Count, int Tap, int Taps, int Error)
    {
        /// <summary>The side of each remainder of pixel + border by the stride; those without pixels left out.</summary>
        public static IEnumerable<Side> All(int pixels, int border, int kernel, int stride)
        {
            for (int tap = 0; tap < stride; tap++)
            {
                int first = ((tap - border) % stride + stride) % stride, taps = tap < kernel ? (kernel - tap + stride - 1) / stride : 0;
                if (first < pixels)
                    yield return new(first, (pixels - first + stride - 1) / stride, tap, taps, (first + border) / stride - (taps - 1));
            }
        }
    }

    /// <summary>Input pixels of an image.</summary>
    public int Pixels => Down.Count * Across.Count;

    /// <summary>Taps of the kernel; none where the stride leaves pixels out, whose error is 0.</summary>
    public int Taps => Down.Taps * Across.Taps;

    /// <summary>The first of its pixels in an image.</summary>
    public int FirstPixel(WeightLayer layer) => Down.First * layer.Input.Width + Across.First;

    /// <summary>Its pixels in so many lines: how many there are in a line and lines, and how far they are apart.</summary>
    public (int Count, long Pixels)[] Places(WeightLayer layer, int lines) =>
        [(Across.Count, layer.Stride), (lines, (long)layer.Stride * layer.Input.Width)];

    /// <summary>All sub-kernels of a layer.</summary>
    public static SubKernel[] Of(WeightLayer layer) =>
    [
        .. from down in Side.All(layer.Input.Height, layer.Border.Top, layer.Kernel, layer.Stride)
           from across in Side.All(layer.Input.Width, layer.Border.Left, layer.Kernel, layer.Stride)
           select new SubKernel(down, across),
    ];

    /// <summary>Zeros around the error that all sub-kernels of a layer reach.</summary>
    public static Border Zeros(WeightLayer layer)
    {
        var (top, bottom) = Around(Side.All(layer.Input.Height, layer.Border.Top, layer.Kernel, layer.Stride), layer.Accumulator.Height);
        var (left, right) = Around(Side.All(layer.Input.Width, layer.Border.Left, layer.Kernel, layer.Stride), layer.Accumulator.Width);
        return new(top, bottom, left, right);

        static (int Before, int After) Around(IEnumerable<Side> sides, int errors)
        {
            var used = sides.Where(side => side.Taps > 0).ToList();
            return (Math.Max(0, used.Max(side => -side.Error)),
                Math.Max(0, used.Max(side => side.Error + side.Taps - 1 + side.Count - errors)));
        }
    }
}
