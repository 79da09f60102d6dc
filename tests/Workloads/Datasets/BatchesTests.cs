using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public class BatchesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1437)]
    public void An_order_is_a_permutation(int count) => Assert.Equal(Enumerable.Range(0, count), Batches.Order(count, 5, 3).Order());

    [Fact]
    public void An_order_depends_on_seed_and_epoch_alone()
    {
        Assert.Equal(Batches.Order(100, 1, 2), Batches.Order(100, 1, 2));
        Assert.NotEqual(Batches.Order(100, 1, 2), Batches.Order(100, 1, 3));
        Assert.NotEqual(Batches.Order(100, 1, 2), Batches.Order(100, 2, 2));
        Assert.Empty(Batches.Order(0, 1, 2));
    }

    [Fact]
    public void Every_image_is_about_as_often_at_every_place()
    {
        const int Images = 8, Epochs = 8000;
        int[,] hits = new int[Images, Images];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            int[] order = Batches.Order(Images, 42, epoch);
            for (int place = 0; place < Images; place++) hits[order[place], place]++;
        }
        // 1000 expected in each of 64 cells, standard deviation √(1000 · 7/8) = 30: five of them
        foreach (int count in hits) Assert.InRange(count, 850, 1150);
    }

    [Fact]
    public void A_batch_holds_codes_and_labels_of_its_images()
    {
        var set = new PixelSet(new(1, 2, 1), [0, 127, 128, 255, 10, 20], [7, 8, 9]);
        sbyte[] codes = new sbyte[6];
        int[] labels = new int[3];
        Batches.Gather(set, PixelCodes.SignedUnit, [2, 0, 2], codes, labels);
        Assert.Equal([-118, -108, -127, -1, -118, -108], codes);
        Assert.Equal([9, 7, 9], labels);
    }
}
