using WageSim.Models.Numerics;

namespace WageSim.Workloads.Datasets;

/// <summary>Images to train on as input codes, augmented: a pure function of seed, epoch and image.</summary>
public sealed class BatchReader(DataSet data, PixelCodes table, Augmentation augmentation, uint seed)
{
    // Tensors of a network are numbered from 0, and 2^32 - 1 is the order of the images.
    private const uint WindowTensor = 0xffff_fffe;

    private const int DrawsPerImage = 3;

    /// <summary>Copies images to train on, given by their indices, as they look in an epoch.</summary>
    public void Train(int epoch, ReadOnlySpan<int> indices, Span<sbyte> codes, Span<int> labels) =>
        Batches.Windows(data.Train, table, data.Input, indices, index => Window(epoch, index), codes, labels);

    /// <summary>
    /// The window of a training image: top = ⌊d₀ · (H + 2 · border − h + 1) / 2^16⌋ − border, left likewise of d₁, mirrored where
    /// d₂ ≥ 2^15; dᵢ is draw 3 · index + i of the key (seed, epoch, 2^32 − 2).
    /// </summary>
    public CropWindow Window(int epoch, int index)
    {
        var (from, to) = (data.Train.Shape, data.Input);
        uint key = RandomBits.Key(seed, (uint)epoch, WindowTensor);
        var window = CropWindow.Centre(from, to);
        if (augmentation.HasFlag(Augmentation.Crop))
            window = new(Offset(0, from.Height - to.Height), Offset(1, from.Width - to.Width), false);
        return window with { Mirrored = augmentation.HasFlag(Augmentation.Flip) && Draw(2) >= 1 << 15 };

        int Draw(uint i) => RandomBits.Draw(key, unchecked(DrawsPerImage * (uint)index + i));
        int Offset(uint i, int room) => (int)((long)Draw(i) * (room + 2 * data.CropBorder + 1) >> 16) - data.CropBorder;
    }
}
