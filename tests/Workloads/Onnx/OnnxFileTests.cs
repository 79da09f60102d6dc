using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Tests.Support;
using WageSim.Workloads.Onnx;
using WageSim.Workloads.Topologies;

namespace WageSim.Tests.Workloads.Onnx;

/// <summary>ONNX graphs as networks and as layers to time; faults name node and file.</summary>
public sealed class OnnxFileTests
{
    /// <summary>A small LeNet as exporters write it: biases, Relu before the pool.</summary>
    private static OnnxWriter LeNet(bool packed = true) => new OnnxWriter()
        .Input("x", 0, 1, 28, 28).Output("y")
        .Constant("w0", packed, 32, 1, 5, 5).Constant("b0", packed, 32)
        .Constant("w1", packed, 64, 32, 5, 5)
        .Constant("w2", packed, 512, 3136).Constant("b2", packed, 512)
        .Constant("w3", packed, 512, 10).Constant("b3", packed, 10)
        .Node("Conv", ["x", "w0", "b0"], ["c0"], "first", ("kernel_shape", (int[])[5, 5]), ("pads", (int[])[2, 2, 2, 2]))
        .Node("Relu", ["c0"], ["r0"])
        .Node("MaxPool", ["r0"], ["p0"], "", ("kernel_shape", (int[])[2, 2]), ("strides", (int[])[2, 2]))
        .Node("Conv", ["p0", "w1"], ["c1"], "", ("auto_pad", "SAME_UPPER"))
        .Node("MaxPool", ["c1"], ["p1"], "", ("kernel_shape", (int[])[2, 2]), ("strides", (int[])[2, 2]))
        .Node("Relu", ["p1"], ["r1"])
        .Node("Flatten", ["r1"], ["f"])
        .Node("Gemm", ["f", "w2", "b2"], ["g2"], "", ("transB", 1), ("alpha", 1f))
        .Node("Relu", ["g2"], ["r2"])
        .Node("MatMul", ["r2", "w3"], ["m3"])
        .Node("Add", ["m3", "b3"], ["y"], "logits");

    private static string Refused(OnnxWriter model) =>
        Assert.Throws<InputException>(() => OnnxFile.Network(model.Model(), "m.onnx")).Message;

    private static OnnxWriter Ended(OnnxWriter layers, string value, long features) => layers.Constant("wz", true, features, 3)
        .Node("Relu", [value], ["rz"]).Node("Flatten", ["rz"], ["fz"]).Node("MatMul", ["fz", "wz"], ["z"]).Output("z");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_chain_is_a_network(bool packed)
    {
        var network = OnnxFile.Network(LeNet(packed).Model(), "m.onnx");
        Assert.Equal("32C5-MP2-64C5-MP2-512FC-10SSE", network.Notation);
        Assert.Equal(new ImageShape(28, 28, 1), network.Input);
        Assert.Equal(["3 biases are dropped: the networks here have none"], network.Notes);
        Assert.Equal(10, network.Build().Classes);
    }

    [Fact]
    public void A_Softmax_at_the_end_is_its_loss() =>
        Assert.Equal("32C5-MP2-64C5-MP2-512FC-10CE",
            OnnxFile.Network(LeNet().Node("Softmax", ["y"], ["s"]).Model(), "m.onnx").Notation);

    [Theory]
    [InlineData("8C3v", 6 * 7, "kernel_shape", new[] { 3, 3 })]
    [InlineData("8C3", 8 * 9, "pads", new[] { 1, 1, 1, 1 })]
    [InlineData("8C3p2", 10 * 11, "pads", new[] { 2, 2, 2, 2 })]
    [InlineData("8C3/2v", 3 * 4, "strides", new[] { 2, 2 })]
    public void Pads_and_strides_are_those_of_the_notation(string token, int pixels, string attribute, int[] values)
    {
        var model = new OnnxWriter().Input("x", 1, 2, 8, 9).Constant("w", true, 8, 2, 3, 3)
            .Node("Conv", ["x", "w"], ["c"], "", (attribute, values));
        var network = OnnxFile.Network(Ended(model, "c", pixels * 8).Model(), "m.onnx");
        Assert.Equal($"{token}-3SSE", network.Notation);
        Assert.Equal(pixels * 8, network.Build().Layers[0].Output.Count);
    }

    [Fact]
    public void Groups_and_overlapping_pools_are_kept()
    {
        var model = new OnnxWriter().Input("x", 1, 4, 9, 9).Constant("w", true, 8, 2, 3, 3)
            .Node("Conv", ["x", "w"], ["c"], "", ("group", 2), ("auto_pad", "SAME_UPPER"), ("strides", (int[])[2, 2]))
            .Node("MaxPool", ["c"], ["p"], "", ("kernel_shape", (int[])[3, 3]), ("strides", (int[])[2, 2]));
        Assert.Equal("8C3/2g2-MP3/2-3SSE", OnnxFile.Network(Ended(model, "p", 32).Model(), "m.onnx").Notation);
    }

    [Fact]
    public void Layers_are_timed_with_their_pads()
    {
        var topology = OnnxFile.Topology(LeNet().Model(), "m.onnx");
        Assert.Equal(
        [
            new("first", 32, 32, 5, 5, 1, 32, 1, 1), new("Conv3", 18, 18, 5, 5, 32, 64, 1, 1),
            TopologyLayer.Product("Gemm7", 1, 512, 3136), TopologyLayer.Product("MatMul9", 1, 10, 512),
        ], topology.Layers);
        Assert.Equal(["not timed, as they are no products: 2 MaxPool, 1 Add"], topology.Notes);
    }

    [Fact]
    public void A_residual_block_is_timed_and_not_trained()
    {
        var model = new OnnxWriter().Input("x", 1, 2, 8, 8).Constant("w", true, 2, 2, 3, 3)
            .Node("Conv", ["x", "w"], ["c"], "branch", ("auto_pad", "SAME_UPPER")).Node("Add", ["c", "x"], ["a"], "join");
        Assert.Equal(10, Assert.Single(OnnxFile.Topology(model.Model(), "m.onnx").Layers).Height);
        Assert.Equal("m.onnx: node 1 'join' ('Add'): adds two values; only chains of layers can be trained",
            Refused(Ended(model, "a", 128)));
    }

    private static OnnxWriter OneConvolution(params (string, object)[] attributes) =>
        new OnnxWriter().Input("x", 1, 2, 8, 8).Constant("w", true, 4, 2, 3, 3).Node("Conv", ["x", "w"], ["c"], "c0", attributes);

    [Fact]
    public void Unsupported_operators_are_named_with_their_node() =>
        Assert.Equal("m.onnx: node 1 'norm' ('BatchNormalization'): the operator is not supported; known are " +
            "Conv, Gemm, MatMul, Relu, MaxPool, Add, Flatten, Softmax",
            Refused(OneConvolution().Node("BatchNormalization", ["c"], ["n"], "norm")));

    [Fact]
    public void Faults_of_attributes_and_shapes_name_their_node()
    {
        const string node = "m.onnx: node 0 'c0' ('Conv'): ";
        Assert.Equal(node + "dilations are not supported", Refused(OneConvolution(("dilations", (int[])[2, 2]))));
        Assert.Equal(node + "strides is 0, 1; two numbers 1..65536 are expected", Refused(OneConvolution(("strides", (int[])[0, 1]))));
        Assert.Equal(node + "group 3 does not divide 2 channels read and 4 made", Refused(OneConvolution(("group", 3))));
        Assert.Equal(node + "its weights read 2 channels in 2 groups; its input has 2", Refused(OneConvolution(("group", 2))));
        Assert.Equal(node + "kernel_shape is 5×5, its weights' 3×3", Refused(OneConvolution(("kernel_shape", (int[])[5, 5]))));
        Assert.Equal(node + "auto_pad is 'ODD'; NOTSET, VALID, SAME_UPPER or SAME_LOWER is expected",
            Refused(OneConvolution(("auto_pad", "ODD"))));
        Assert.Equal("m.onnx: node 2 ('Gemm'): its matrix reads 9 features; its input has 144",
            Refused(OneConvolution().Constant("v", true, 9, 3).Node("Flatten", ["c"], ["f"]).Node("Gemm", ["f", "v"], ["g"])));
        Assert.Equal("m.onnx: node 1 ('Gemm'): it reads an image; a Flatten before it is expected",
            Refused(OneConvolution().Constant("v", true, 9, 3).Node("Gemm", ["c", "v"], ["g"])));
        Assert.Equal("m.onnx: node 1 ('Relu'): it reads 'q', which nothing before it makes",
            Refused(OneConvolution().Node("Relu", ["q"], ["r"])));
        Assert.Equal("m.onnx: input 'x': its shape is 1×2×0×8; images N×C×H×W, or N×features, " +
            "with numbers 1..65536 behind N are expected",
            Refused(new OnnxWriter().Input("x", 1, 2, 0, 8)));
        Assert.Equal("m.onnx: the graph has 0 inputs; one, the images, is expected", Refused(new OnnxWriter()));
        Assert.Equal("m.onnx: node 1 ('Add'): it adds 6×6×4 and 8×8×2", Refused(OneConvolution().Node("Add", ["c", "x"], ["a"])));
    }

    [Fact]
    public void Chains_that_are_not_ours_name_the_node()
    {
        Assert.Equal("m.onnx: node 1 ('Conv'): the layer before it has no Relu; every layer but the last has one here",
            Refused(OneConvolution().Constant("v", true, 4, 4, 1, 1).Node("Conv", ["c", "v"], ["d"])));
        Assert.StartsWith("m.onnx: node 0 'c0' ('Conv'): is last; the last layer is expected to be a Gemm or MatMul",
            Refused(OneConvolution()));
        Assert.Equal("m.onnx: node 11 ('Relu'): is last, behind a Relu; the last layer has none",
            Refused(LeNet().Node("Relu", ["y"], ["r"])));
        Assert.Equal("m.onnx: node 1 ('Relu'): branches off; only chains of layers can be trained",
            Refused(OneConvolution().Node("Relu", ["x"], ["r"])));
        var odd = OneConvolution(("pads", (int[])[0, 1, 0, 1]));
        Assert.Equal("m.onnx: node 0 'c0' ('Conv'): pads are 0, 1, 0, 1; SAME, none, or as many on every side are expected", Refused(odd));
    }

    [Fact]
    public void A_model_damaged_at_any_byte_is_read_or_refused_in_one_line()
    {
        byte[] good = LeNet().Model();
        for (int i = 0; i < good.Length; i++)
        {
            foreach (byte other in (byte[])[0, 0xff, (byte)(good[i] ^ 1), (byte)(good[i] ^ 0x80), (byte)(good[i] + 8)])
                Try([.. good[..i], other, .. good[(i + 1)..]]);
            Try(good[..i]);
        }

        static void Try(byte[] model)
        {
            foreach (Action read in (Action[])[() => OnnxFile.Network(model, "m.onnx"), () => OnnxFile.Topology(model, "m.onnx")])
                try
                {
                    read();
                }
                catch (InputException error)
                {
                    Assert.DoesNotContain('\n', error.Message);
                }
        }
    }
}
