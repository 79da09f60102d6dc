using WageSim.Tests.Support;

namespace WageSim.Tests.CommandLine;

/// <summary>ONNX files wherever a network or a topology is taken.</summary>
public sealed class OnnxCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Model(int side, bool bias = true)
    {
        var model = new OnnxWriter().Input("x", 0, 1, side, side).Constant("w", true, 4, 1, 3, 3).Constant("b", true, 4)
            .Constant("v", true, 10, 4L * side * side)
            .Node("Conv", bias ? ["x", "w", "b"] : ["x", "w"], ["c"], "conv", ("pads", (int[])[1, 1, 1, 1])).Node("Relu", ["c"], ["r"])
            .Node("Flatten", ["r"], ["f"]).Node("Gemm", ["f", "v"], ["y"], "out", ("transB", 1)).Output("y");
        File.WriteAllBytes(folder.File("m.onnx"), model.Model());
        return folder.File("m.onnx");
    }

    [Fact]
    public void Training_on_a_file_is_training_on_its_notation()
    {
        string file = folder.File("a.json"), notation = folder.File("b.json"), model = Model(8);
        string[] rest = ["--limit", "64", "--test-limit", "32", "--epochs", "1", "--batch", "16"];
        string text = Cli.Good(["train", "--network", model, "--json", file, .. rest]).Out;
        Cli.Good(["train", "--network", "4C3-10SSE", "--json", notation, .. rest]);
        Assert.Contains($"note     {model}: 1 bias is dropped: the networks here have none", text);
        foreach (string key in (string[])["network", "cycles", "weightsSha256"])
            Assert.Equal(Cli.Json(notation).GetProperty(key).GetRawText(), Cli.Json(file).GetProperty(key).GetRawText());
    }

    [Fact]
    public void Images_of_another_shape_are_refused() =>
        Assert.Equal("network '4C3-10SSE': its file is for images of 9×9×1; those of digits are 8×8×1",
            Cli.Refused("train", "--network", Model(9, bias: false), "--limit", "64", "--epochs", "1"));

    [Fact]
    public void It_compiles_for_its_own_images_and_its_layers_are_timed()
    {
        string program = folder.File("p.wsp"), json = folder.File("t.json"), model = Model(12);
        Cli.Good("compile", "--network", model, "--out", program, "--json", json);
        Assert.Equal(12, Cli.Json(json).GetProperty("input")[0].GetInt32());
        Cli.Good("time", "--topology", model, "--chip", "edge", "--json", json);
        var layers = Cli.Json(json).GetProperty("layers");
        Assert.Equal(["conv", "out"], layers.EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
        Assert.Equal([144L * 9 * 4, 10L * 4 * 144], layers.EnumerateArray().Select(layer => layer.GetProperty("macs").GetInt64()));
    }

    [Fact]
    public void A_file_that_is_none_is_named()
    {
        File.WriteAllText(folder.File("m.onnx"), "not a model");
        Assert.StartsWith($"{folder.File("m.onnx")}: is not an ONNX model: ", Cli.Refused("train", "--network", folder.File("m.onnx")));
        Assert.StartsWith("none.onnx: cannot be read: ", Cli.Refused("time", "--topology", "none.onnx"));
    }
}
