using WageSim.Machine;
using WageSim.Models.Hardware;
using WageSim.Tests.Support;
using WageSim.Workloads.Topologies;

namespace WageSim.Tests.Workloads.Topologies;

/// <summary>
/// Where memories never limit, a layer's whole program lies between folds that never overlap and folds whose weights are preloaded while
/// the array runs.
/// </summary>
public sealed class IdealChipTests
{
    // M, N, K of CIFAR-10 VGG inference of one image.
    private static readonly (string Name, int M, int N, int K)[] vgg =
    [
        ("conv0", 1024, 128, 27), ("conv1", 1024, 128, 1152), ("conv2", 256, 256, 1152), ("conv3", 256, 256, 2304),
        ("conv4", 64, 512, 2304), ("conv5", 64, 512, 4608), ("fc6", 1, 1024, 8192), ("fc7", 1, 10, 1024),
    ];

    public static TheoryData<string, string> Layers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string file in (string[])["cifar10-vgg.csv", "cifar10-vgg-products.csv"])
                foreach (var layer in vgg) data.Add(file, layer.Name);
            return data;
        }
    }

    private static TopologyLayer Layer(string file, string name) =>
        TopologyFile.Read(Path.Combine(Repository.Folder, "workloads", "Topologies", "samples", file)).Layers
            .Single(layer => layer.Name == name);

    private static long Cycles(TopologyLayer layer, Dataflow dataflow)
    {
        var chip = ChipFile.Load("ideal", []);
        return new Accelerator(chip, LayerCompiler.Compile(layer, chip, new(dataflow)), null).Run().Cycles;
    }

    [Theory, MemberData(nameof(Layers))]
    public void Every_layer_lies_between_the_bounds(string file, string name)
    {
        var layer = Layer(file, name);
        var (_, m, n, k) = vgg.Single(known => known.Name == name);
        Assert.Equal((m, n, k), (layer.Positions, layer.Filters, layer.Reduction));
        const int r = 32, c = 32;
        long folds = (k + r - 1L) / r * ((n + c - 1) / c);
        Assert.InRange(Cycles(layer, Dataflow.WeightStationary),
            2 * r - 1 + folds * Math.Max(m, r) + r + c - 2, folds * (2 * r + c + m - 2));
    }

    [Theory, MemberData(nameof(Layers))]
    public void Output_stationary_folds_overlap_too_where_there_are_several(string file, string name)
    {
        // A fold's drain of up to R rows needs the ports that the next one's needs: K < R or one fold leave nothing to overlap.
        var layer = Layer(file, name);
        var (_, m, n, k) = vgg.Single(known => known.Name == name);
        long folds = (m + 31L) / 32 * ((n + 31) / 32), steady = folds * Math.Max(k, Math.Min(m, 32));
        Assert.InRange(Cycles(layer, Dataflow.OutputStationary), steady + 62, Math.Max(folds * (k + 62L), steady + 62) + 200);
    }

    [Fact]
    public void Formulas_give_the_published_totals()
    {
        Assert.Equal(1_795_184, vgg.Sum(layer => PublishedCycles.Printed(Dataflow.WeightStationary, layer.M, layer.N, layer.K, 32, 32)));
        Assert.Equal(886_262, vgg.Sum(layer => PublishedCycles.Printed(Dataflow.OutputStationary, layer.M, layer.N, layer.K, 32, 32)));
    }

    [Fact]
    public void A_layer_the_size_of_the_array_is_one_fold_and_what_loads_and_stores_take()
    {
        long cold = PublishedCycles.Fold(Dataflow.WeightStationary, 32, 32, 32, 32);
        Assert.Equal(126, cold);
        Assert.InRange(Cycles(TopologyLayer.Product("p", 32, 32, 32), Dataflow.WeightStationary), cold, cold + 150);
    }
}
