using WageSim.Models;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wageubn;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wageubn;
using WageSim.Models.Traces;
using WageSim.Runs;
using WageSim.Tests.Models.Golden.Wageubn;
using WageSim.Tests.Support;

namespace WageSim.Tests.Models.Schemes.Wageubn;

public sealed class WageubnStateTests
{
    private static readonly WageubnParameters parameters = new(Network.Parse("3C3-R4/2-B1-GAP-3CE", new(5, 4, 2)));

    [Fact]
    public void The_state_s_tensors_are_named_and_shaped_as_its_arrays()
    {
        var state = RandomWageubn.State(parameters, 5);
        int[][] arrays = state.Arrays;
        Assert.Equal(arrays.Select(array => array.Length), parameters.State.Select(tensor => tensor.Count));
        int layers = parameters.Network.Layers.Count, norms = parameters.Residual.Norms.Count;
        Assert.Equal(2 * layers + 6 * norms, arrays.Length);
        string[] names = [.. parameters.State.Select(tensor => tensor.Name)];
        Assert.Equal(["weight/0", "momentum/1", "gamma/0", "beta/0", "gamma_momentum/0", "beta_momentum/0",
                "running_mean/0", "running_std/0"],
            [names[0], names[layers + 1], .. Enumerable.Range(0, 6).Select(kind => names[2 * layers + kind * norms])]);
        var again = WageubnState.Of(parameters.Residual, arrays);
        foreach (var kind in WageubnState.OfLayers.Concat(WageubnState.OfNorms)) Assert.Equal(state[kind], again[kind]);
        Assert.Same(arrays[0], again[TensorKind.Weight][0]);
    }

    [Fact]
    public void A_step_through_the_interface_of_all_schemes_is_the_step_of_the_state()
    {
        var (state, batch) = (RandomWageubn.State(parameters, 6), RandomWageubn.Batch(parameters.Residual, 3, 6));
        int[][] arrays = state.Copy().Arrays;
        IGoldenTrainer trainer = new WageubnTrainer(parameters);
        var draws = new StepDraws(parameters.Network.Layers.ToDictionary(layer => WeightDraws.TensorName(layer.Index),
            layer => WeightDraws.Of(9, 4, layer.Index, layer.WeightCount)));
        var made = trainer.Step(arrays, batch, new WageubnRate(17, 32).Step, draws);
        var expected = new WageubnTrainer(parameters).Step(state, batch, new(17, 32), RandomWageubn.Draws(parameters.Residual, 9, 4));
        Assert.Equal(expected.Tensors.Select(tensor => tensor.Values), made.Tensors.Select(tensor => tensor.Values));
        Assert.Equal(state.Arrays, arrays);
        Assert.Equal(new WageubnTrainer(parameters).Infer(state, batch.Inputs, 3), trainer.Infer(arrays, batch));
    }

    [Fact]
    public void A_file_holds_all_arrays_and_one_that_misses_some_is_refused()
    {
        using var folder = new TemporaryFolder();
        int[][] arrays = RandomWageubn.State(parameters, 7).Arrays;
        string file = folder.File("state.npz");
        File.WriteAllBytes(file, WeightFile.ToBytes(parameters, arrays));
        Assert.Equal(arrays, WeightFile.Read(file, parameters));
        NpzFile.Write(file, [("weight/0", new("i4", parameters.State[0].Dimensions, [.. arrays[0].Select(w => (long)w)]))]);
        Assert.Equal($"{file}: array 'weight/1' is missing; the file has 1 arrays",
            Assert.Throws<InputException>(() => WeightFile.Read(file, parameters)).Message);
    }

    [Fact]
    public void Any_value_that_changes_changes_the_hash()
    {
        int[][] arrays = RandomWageubn.State(parameters, 8).Arrays;
        string hash = WeightHash.Sha256(parameters, arrays);
        foreach (int[] array in arrays)
        {
            array[^1] ^= 1;
            Assert.NotEqual(hash, WeightHash.Sha256(parameters, arrays));
            array[^1] ^= 1;
        }
        Assert.Equal(hash, WeightHash.Sha256(parameters, arrays));
    }

    [Theory]
    [InlineData(1023, 11)]
    [InlineData(1024, 12)]
    [InlineData(255, 9)]
    [InlineData(1, 9)]
    [InlineData(null, 16)]
    public void Activations_have_the_width_of_their_clip(int? clip, int bits) =>
        Assert.Equal(new(8, bits, 8, 15), (parameters with { ActivationClip = clip }).Bits);
}
