using WageSim.Models.Networks;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public sealed class BatchReaderTests
{
    private const Augmentation Both = Augmentation.Crop | Augmentation.Flip;
    private const int Count = 40;
    private static readonly ImageShape shape = new(6, 5, 3);
    private static readonly DataSet set = Make();

    // No pixel is 0: what is, is border.
    private static DataSet Make()
    {
        byte[] pixels = new byte[Count * shape.Count], labels = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 10))];
        var random = new Random(3);
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.Next(1, 256);
        var images = new PixelSet(shape, pixels, labels);
        return new("made", 10, images, images);
    }

    private static sbyte[] Train(DataSet data, Augmentation augmentation, uint seed, int epoch, params int[] indices)
    {
        sbyte[] codes = new sbyte[indices.Length * data.Input.Count];
        int[] labels = new int[indices.Length];
        new BatchReader(data, PixelCodes.SignedUnit, augmentation, seed).Train(epoch, indices, codes, labels);
        Assert.Equal(indices.Select(data.Train.Label), labels);
        return codes;
    }

    [Fact]
    public void Without_augmentation_images_are_whole()
    {
        int[] all = [.. Enumerable.Range(0, Count)];
        sbyte[] codes = new sbyte[Count * shape.Count];
        Batches.Gather(set.Train, PixelCodes.SignedUnit, all, codes, new int[Count]);
        Assert.Equal(codes, Train(set, Augmentation.None, 1, 7, all));
    }

    [Fact]
    public void An_image_of_an_epoch_looks_the_same_in_any_batch_order_and_thread()
    {
        int[] all = [.. Enumerable.Range(0, Count)];
        sbyte[] together = Train(set, Both, 5, 2, all);
        Parallel.ForEach(all.Reverse(), i =>
            Assert.Equal(together.AsSpan(i * shape.Count, shape.Count).ToArray(), Train(set, Both, 5, 2, i)));
    }

    [Fact]
    public void Seed_epoch_and_image_choose_the_window()
    {
        var windows = new HashSet<string>();
        for (int other = 0; other < 50; other++)
        {
            windows.Add($"{string.Join(' ', Windows(1, other))}");
            windows.Add($"{string.Join(' ', Windows((uint)other + 2, 0))}");
        }
        Assert.Equal(100, windows.Count);

        static IEnumerable<CropWindow> Windows(uint seed, int epoch) =>
            Enumerable.Range(0, Count).Select(i => new BatchReader(set, PixelCodes.SignedUnit, Both, seed).Window(epoch, i));
    }

    [Fact]
    public void Every_place_is_about_as_likely_and_every_second_image_is_mirrored()
    {
        var reader = new BatchReader(set, PixelCodes.SignedUnit, Both, 11);
        int[,] places = new int[9, 9];
        int mirrored = 0;
        const int Draws = 81_000;
        for (int i = 0; i < Draws; i++)
        {
            var window = reader.Window(i / 1000, i % 1000);
            places[window.Top + 4, window.Left + 4]++;
            if (window.Mirrored) mirrored++;
        }
        // 1000 expected in each of 81, standard deviation 31; of 81,000 flips it is 142.
        foreach (int count in places) Assert.InRange(count, 840, 1160);
        Assert.InRange(mirrored, Draws / 2 - 710, Draws / 2 + 710);
    }

    [Fact]
    public void A_crop_alone_is_never_mirrored_and_a_flip_alone_never_moved()
    {
        for (int i = 0; i < 500; i++)
        {
            Assert.False(new BatchReader(set, PixelCodes.SignedUnit, Augmentation.Crop, 1).Window(0, i).Mirrored);
            var flip = new BatchReader(set, PixelCodes.SignedUnit, Augmentation.Flip, 1).Window(0, i);
            Assert.Equal((0, 0), (flip.Top, flip.Left));
        }
    }

    [Fact]
    public void The_border_has_the_code_of_pixel_0()
    {
        var reader = new BatchReader(set, PixelCodes.SignedUnit, Augmentation.Crop, 9);
        for (int i = 0; i < Count; i++)
        {
            var window = reader.Window(0, i);
            int rows = shape.Height - Math.Abs(window.Top), columns = shape.Width - Math.Abs(window.Left);
            // Pixel 1 has the same code, but is rare; the made pixels here that are 1 are counted.
            byte[] seen = new byte[shape.Count];
            window.Copy(set.Train.Read(i, default), shape, seen, shape);
            int border = seen.Count(pixel => pixel == 0);
            Assert.Equal(shape.Count - rows * columns * 3, border);
            Assert.Equal(border + seen.Count(pixel => pixel == 1), Train(set, Augmentation.Crop, 9, 0, i).Count(code => code == -127));
        }
    }

    // As it is drawn into the border, not as code 0: -64, -63, -55 for black.
    [Fact]
    public void The_border_of_a_normalised_image_is_black_too()
    {
        var table = PixelCodes.Normalised(PixelStatistics.Cifar10);
        var reader = new BatchReader(set, table, Augmentation.Crop, 9);
        int i = Enumerable.Range(0, Count).First(i => reader.Window(0, i) is { Top: < 0, Left: > 0 });
        sbyte[] codes = new sbyte[shape.Count];
        reader.Train(0, [i], codes, new int[1]);
        var window = reader.Window(0, i);
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                int row = y + window.Top, column = x + window.Left;
                bool inside = row >= 0 && column < shape.Width;
                for (int c = 0; c < 3; c++)
                {
                    byte pixel = inside ? set.Train.Read(i, default)[(row * shape.Width + column) * 3 + c] : (byte)0;
                    Assert.Equal(table[c, pixel], codes[(y * shape.Width + x) * 3 + c]);
                }
            }
        }
        Assert.Equal(new sbyte[] { -64, -63, -55 }, codes[..3]);
    }

    [Fact]
    public void A_window_smaller_than_the_image_moves_inside_of_it()
    {
        var small = set with { Input = new(4, 4, 3), CropBorder = 0 };
        var seen = new HashSet<(int, int)>();
        var reader = new BatchReader(small, PixelCodes.SignedUnit, Both, 1);
        for (int i = 0; i < 500; i++)
        {
            var window = reader.Window(0, i);
            seen.Add((window.Top, window.Left));
        }
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)], seen.Order());
        Assert.DoesNotContain((sbyte)0, Train(small, Both, 1, 0, 3, 4));
        sbyte[] test = new sbyte[small.Input.Count];
        Batches.Centre(small.Test, PixelCodes.SignedUnit, small.Input, [0], test, new int[1]);
        byte[] pixels = new byte[small.Input.Count];
        new CropWindow(1, 0, false).Copy(small.Test.Read(0, default), shape, pixels, small.Input);
        sbyte[] expected = new sbyte[pixels.Length];
        PixelCodes.SignedUnit.Encode(pixels, expected);
        Assert.Equal(expected, test);
    }
}
