using WageSim.Models;
using WageSim.Models.Networks;
using WageSim.Models.Schemes;
using WageSim.Models.Schemes.Niti;
using WageSim.Models.Schemes.Wage;
using WageSim.Models.Traces;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Traces;

public sealed class WeightFileTests : IDisposable
{
    private static readonly Network network = Network.Parse("3C3-MP2-5FC-4SSE", new(6, 7, 2));
    private static readonly WageParameters parameters = WageParameters.Default(network, BitWidths.Paper);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Path => folder.File("w.npz");

    private static int[][] Codes(int seed)
    {
        var random = new Random(seed);
        return [.. network.Layers.Select(layer => Enumerable.Range(0, layer.WeightCount).Select(_ => random.Next(-127, 128)).ToArray())];
    }

    [Fact]
    public void Weights_come_back_as_they_were_and_equal_weights_give_equal_files()
    {
        int[][] codes = Codes(1);
        File.WriteAllBytes(Path, WeightFile.ToBytes(parameters, codes));
        Assert.Equal(codes, WeightFile.Read(Path, parameters));
        Assert.Equal(File.ReadAllBytes(Path), WeightFile.ToBytes(parameters, WeightFile.Read(Path, parameters)));
        using var archive = NpzFile.Open(Path);
        Assert.Equal(["weight/0", "weight/1", "weight/2"], archive.Names);
        Assert.Equal(("i2", "3,3,2,3"), (archive.Read("weight/0").Type, string.Join(',', archive.Read("weight/0").Shape)));
        Assert.Equal("27,5", string.Join(',', archive.Read("weight/1").Shape));
    }

    [Fact]
    public void Other_arrays_may_stand_beside_the_weights()
    {
        int[][] codes = Codes(2);
        NpzFile.Write(Path, [.. Arrays(codes), ("label/0", new("i4", [2], [1, 2]))]);
        Assert.Equal(codes, WeightFile.Read(Path, parameters));
    }

    [Fact]
    public void Weights_of_another_network_width_or_type_are_refused()
    {
        var good = Arrays(Codes(3));
        var (_, first) = good[0];
        Refused(good[1..], "array 'weight/0' is missing; the file has 2 arrays");
        Refused([.. good, ("weight/3", new("i2", [1], [0]))],
            "array 'weight/3' is there; network '3C3-MP2-5FC-4SSE' has 3 layers with weights");
        Refused([("weight/0", first with { Shape = [3, 3, 3, 2] }), .. good[1..]],
            "array 'weight/0' has shape (3, 3, 3, 2); (3, 3, 2, 3) is expected");
        Refused([("weight/0", first with { Type = "i4" }), .. good[1..]], "array 'weight/0' has dtype i4; weights of scheme wage are i2");
        first.Values[4] = 128;
        Refused(good, "array 'weight/0': 128 at [0, 0, 1, 1] is outside -127..127");
        first.Values[4] = -128;
        Refused(good, "array 'weight/0': -128 at [0, 0, 1, 1] is outside -127..127");

        void Refused((string, NpyArray)[] arrays, string message)
        {
            NpzFile.Write(Path, arrays);
            Assert.Equal($"{Path}: {message}", Assert.Throws<InputException>(() => WeightFile.Read(Path, parameters)).Message);
        }
    }

    [Fact]
    public void Each_scheme_has_the_type_of_its_traces_and_refuses_the_other_s()
    {
        var niti = NitiParameters.Default(Network.Parse("3C3-MP2-5FC-4CE", new(6, 7, 2)));
        int[][] codes = Codes(5);
        File.WriteAllBytes(Path, WeightFile.ToBytes(niti, codes));
        Assert.Equal(codes, WeightFile.Read(Path, niti));
        Assert.Equal($"{Path}: array 'weight/0' has dtype i1; weights of scheme wage are i2", Refusal(parameters));
        File.WriteAllBytes(Path, WeightFile.ToBytes(parameters, codes));
        Assert.Equal($"{Path}: array 'weight/0' has dtype i2; weights of scheme niti are i1", Refusal(niti));

        string Refusal(SchemeParameters asked) => Assert.Throws<InputException>(() => WeightFile.Read(Path, asked)).Message;
    }

    [Fact]
    public void A_byte_that_changes_is_noticed_or_changes_no_weight()
    {
        int[][] codes = Codes(4);
        byte[] file = WeightFile.ToBytes(parameters, codes);
        int noticed = 0;
        for (int i = 0; i < file.Length; i++)
        {
            file[i] ^= 0x10;
            File.WriteAllBytes(Path, file);
            try
            {
                Assert.Equal(codes, WeightFile.Read(Path, parameters)); // such as a date in the archive
            }
            catch (InputException error)
            {
                Assert.StartsWith(Path, error.Message);
                Assert.DoesNotContain('\n', error.Message);
                noticed++;
            }
            file[i] ^= 0x10;
        }
        Assert.True(noticed > file.Length / 2);
    }

    private static (string, NpyArray)[] Arrays(int[][] codes) => [.. network.Layers.Select(layer => (
        $"weight/{layer.Index}", new NpyArray("i2", layer.WeightDimensions, Array.ConvertAll(codes[layer.Index], code => (long)code))))];
}
