using System.Text.Json;
using WageSim.Tests.CommandLine;
using WageSim.Tests.Support;

namespace WageSim.Tests.Workloads.Compiler;

public sealed class PoolTrafficTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // On chip wide an image of 112 × 112 × 64 sums is larger than the scratchpad, and a burst has 128 of them.
    [Fact]
    public void The_pool_of_a_large_image_moves_its_tensors_in_whole_bursts()
    {
        const long batch = 2, sums = batch * 112 * 112 * 64, pooled = batch * 56 * 56 * 64, images = batch * 224 * 224 * 3;
        string json = folder.File("t.json");
        Cli.Good("time", "--network", "64C7/2-MP3/2-GAP-10CE", "--input", "224x224x3", "--chip", "wide", "--batch", $"{batch}",
            "--json", json);
        var layers = Cli.Json(json).GetProperty("layers").EnumerateArray().Where(layer => layer.GetProperty("name").GetString() == "conv0")
            .ToDictionary(layer => layer.GetProperty("phase").GetString()!, Traffic);
        // Sums written and read; maxima of four bytes, places of one. Weights of four bytes and of one are small.
        Within(images + (8 * sums) + (5 * pooled), layers["forward"]);
        // Errors and places of the maxima read; errors of all sums written, read again and written as operands of two bytes.
        Within((5 * pooled) + (4 + 4 + 2) * sums, layers["error"]);

        static void Within(long needed, long moved) => Assert.InRange(moved, needed, needed * 21 / 20);

        static long Traffic(JsonElement layer) =>
            new[] { "DramReadByte", "DramWriteByte" }.Sum(way => layer.GetProperty("activity").GetProperty(way).GetInt64());
    }
}
