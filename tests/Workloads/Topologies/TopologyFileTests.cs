using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Topologies;

namespace WageSim.Tests.Workloads.Topologies;

/// <summary>SCALE-Sim topology files in their variants; each fault names file, line, column, value and what is allowed.</summary>
public sealed class TopologyFileTests
{
    private const string Header = "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n";

    private static TopologyLayer Only(string text) => Assert.Single(TopologyFile.Parse(text, "t.csv").Layers);

    private static string Refused(string text) => Assert.Throws<InputException>(() => TopologyFile.Parse(text, "t.csv")).Message;

    [Theory]
    [InlineData(Header + "c1, 230, 231, 7, 5, 3, 64, 2,\n")]
    [InlineData(Header + "c1,230,231,7,5,3,64,2")]
    [InlineData("Layer Name,IFMAP H,IFMAP W,Filter H,Filter W,Num Channels,Num Filters,Stride\r\nc1,230,231,7,5,3,64,2\r\n\r\n")]
    [InlineData("Layer name,IFMAP height,IFMAP width,Filter height,Filter width,Channels,Num filter,Stride height,Stride width,\n" +
        "c1,230,231,7,5,3,64,2,2,\n")]
    [InlineData("layer,ifmap height,ifmap width,filter height,filter width,channels,num filter,strides,sparsity,\n" +
        "c1,230,231,7,5,3,64,2,1:1,\n")]
    public void Headers_vary(string text) => Assert.Equal(new("c1", 230, 231, 7, 5, 3, 64, 2, 2), Only(text));

    [Fact]
    public void A_layer_has_the_counts_of_its_windows()
    {
        var layer = Only(Header + "c1, 230, 231, 7, 5, 3, 64, 2,\n");
        Assert.Equal((112, 114, 7 * 5 * 3), (layer.OutputHeight, layer.OutputWidth, layer.Reduction));
        Assert.Equal(112L * 114 * 7 * 5 * 3 * 64, layer.Macs);
    }

    [Fact]
    public void Strides_of_two_directions_are_kept_apart() =>
        Assert.Equal((1, 3), Strides(Only(
            "Layer,IFMAP Height,IFMAP Width,Filter Height,Filter Width,Channels,Num Filter,Stride Height,Stride Width\n" +
            "a,9,9,3,3,1,1,1,3\n")));

    private static (int, int) Strides(TopologyLayer layer) => (layer.StrideDown, layer.StrideAcross);

    [Theory]
    [InlineData("Layer, M, N, K,\nq, 100, 30, 20,\n", 1)]
    [InlineData("Layer name,M,N,K\nq,100,30,20\n", 1)]
    [InlineData("Layer,M,N,K,Batch\nq,100,30,20,12\n", 12)]
    [InlineData("Layer,M,N,K,Batch\nq,100,30,20\n", 1)]
    public void Products_are_one_line_of_pixels(string text, int repeats)
    {
        var layer = Only(text);
        Assert.Equal(new("q", 1, 100, 1, 1, 20, 30, 1, 1, repeats), layer);
        Assert.Equal((100, 20, 60_000L * repeats), (layer.Positions, layer.Reduction, layer.Macs));
    }

    [Fact]
    public void Depthwise_layers_run_once_a_channel()
    {
        var layer = Only(Header + "conv2DP, 114, 114, 3, 3, 32, 1, 1,\n");
        Assert.Equal((1, 32, 112L * 112 * 9 * 32), (layer.Channels, layer.Repeats, layer.Macs));
    }

    [Fact]
    public void Sparsity_is_noted()
    {
        var topology = TopologyFile.Parse("Layer,M,N,K,Sparsity\na,1,1,1,1:1\nb,1,1,1,2:4\nc,1,1,1,\n", "t.csv");
        Assert.Equal(["sparsity is not modelled: b is timed dense"], topology.Notes);
    }

    [Theory]
    [InlineData("", "t.csv: is empty; a header and a line for each layer are expected")]
    [InlineData("\n \n", "t.csv: is empty; a header and a line for each layer are expected")]
    [InlineData(Header, "t.csv: has a header and no layer")]
    [InlineData("Layer,M,N\n", "t.csv: line 1: the header has no column 'K'; expected are Layer name and IFMAP Height,")]
    [InlineData("M,N,K\na,1,1\n", "t.csv: line 1, column 1: 'M' is not the layers' names; ")]
    [InlineData("Layer,M,N,K,Colour\n", "t.csv: line 1, column 5: 'Colour' is unknown; did you mean ")]
    [InlineData("Layer,M,N,K,N\n", "t.csv: line 1, column 5: 'N' comes twice")]
    [InlineData("Layer,M,N,K\na,1,2\n", "t.csv: line 2, column 4 (K): '': a whole number 1..16777215 is expected")]
    [InlineData("Layer,M,N,K\n\na,1,2,-3\n", "t.csv: line 3, column 4 (K): '-3': a whole number 1..16777215 is expected")]
    [InlineData("Layer,M,N,K\na,1,2,3.5\n", "t.csv: line 2, column 4 (K): '3.5': a whole number 1..16777215 is expected")]
    [InlineData("Layer,M,N,K\na,1,2,99999999999\n", "t.csv: line 2, column 4 (K): '99999999999': a whole number 1..16777215 is expected")]
    [InlineData("Layer,M,N,K\na,1,2,3,4\n", "t.csv: line 2, column 5: '4': there is no such column in the header")]
    [InlineData("Layer,M,N,K\n,1,2,3\n", "t.csv: line 2, column 1 (Layer name): '': a name is expected")]
    [InlineData("Layer,M,N,K,Sparsity\na,1,2,3,4:2\n",
        "t.csv: line 2, column 5 (Sparsity): '4:2': a ratio N:M of whole numbers is expected")]
    [InlineData(Header + "c, 5, 5, 6, 3, 1, 1, 1,\n",
        "t.csv: line 2, column 4 (Filter Height): '6': is more than the 5 lines of the IFMAP")]
    [InlineData(Header + "c, 5, 5, 3, 6, 1, 1, 1,\n",
        "t.csv: line 2, column 5 (Filter Width): '6': is more than the 5 pixels of an IFMAP's line")]
    [InlineData(Header + "c, 5, 5, 3, 3, 1, 1, 0,\n", "t.csv: line 2, column 8 (Strides): '0': a whole number 1..65536 is expected")]
    [InlineData(Header + "\"c, 5, 5, 3, 3, 1, 1, 0,\n", "t.csv: up to line 3: a quotation mark is not closed, or stands within a cell")]
    public void Faults_name_their_place(string text, string message) => Assert.StartsWith(message, Refused(text));

    [Fact]
    public void A_file_damaged_at_any_byte_is_read_or_refused_in_one_line()
    {
        string good = Header + "c1, 230, 230, 7, 7, 3, 64, 2,\nDPx, 5, 5, 3, 3, 1, 1, 1,\n";
        for (int i = 0; i < good.Length; i++)
            foreach (char other in "\0\n\",;9-x\u00e9")
                try
                {
                    TopologyFile.Parse(string.Concat(good.AsSpan(0, i), [other], good.AsSpan(i + 1)), "t.csv");
                }
                catch (InputException error)
                {
                    Assert.StartsWith("t.csv: ", error.Message);
                    Assert.DoesNotContain('\n', error.Message);
                }
    }

    [Theory]
    [InlineData("resnet18.csv", 21, 1_814_073_344)]
    [InlineData("cifar10-vgg.csv", 8, 615_917_568)]
    [InlineData("cifar10-vgg-products.csv", 8, 615_917_568)]
    public void The_samples_are_the_networks_they_are_named_for(string file, int layers, long macs)
    {
        var topology = TopologyFile.Read(Path.Combine(Repository.Folder, "workloads", "Topologies", "samples", file));
        Assert.Equal((layers, macs), (topology.Layers.Count, topology.Layers.Sum(layer => layer.Macs)));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.StartsWith("none.csv: cannot be read: ", Assert.Throws<InputException>(() => TopologyFile.Read("none.csv")).Message);
}
