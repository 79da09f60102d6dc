using WageSim.Isa;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Models.Golden.Wage;
using WageSim.Models.Hardware;
using WageSim.Models.Networks;
using WageSim.Models.Schemes.Wage;
using WageSim.Runs;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Schemes;

namespace WageSim.Tests.EndToEnd;

/// <summary>Operands that are all extreme: sums reach their proven bounds, and are still those of the golden model.</summary>
public sealed class WorstCaseTests
{
    // Inputs of 127; class 0 has weights of 1, so its output 5 · 127 = 635 is above the target 512 and its error, more than Shift(635) =
    // 512, is clipped to the largest code; class 1 has weights of 0 and the smallest code.
    [Theory]
    [InlineData("3-8-8-8", 1000, int.MaxValue, false, 1)]
    [InlineData("3-8-8-8", 40, 127 * 127 * 12, false, 4)]
    [InlineData("3-8-8-16", 600, int.MaxValue, true, 1)]
    [InlineData("3-8-8-12", 65_000, int.MaxValue, true, 1)]
    [InlineData("3-8-8-12", 40, 255 * 127 * 8, true, 5)]
    [InlineData("3-8-8-16", 33, 32767 * 127 * 11L, false, 3, "arrays=2")]
    public void A_gradient_reaches_its_bound(string bits, int batch, long limit, bool apart, int turns, params string[] changes)
    {
        var network = Network.Parse("2SSE", new(1, 1, 5));
        var parameters = WageParameters.Default(network, BitWidths.Parse(bits));
        var chip = ChipFile.Load("base", [.. changes]);
        var options = new CompileOptions(batch, SumLimit: limit);
        var program = SchemeCompiler.Compile(parameters, chip, options, out var sums);
        var held = sums.Single(sum => sum.Bound.Phase == "gradient");
        // Bytes apart are cheaper than turns; with two arrays, each sums the images of its own.
        if (changes.Length == 0) Assert.Equal((apart, turns), (held.Form.Apart, held.Turns));
        var images = new TrainingBatch(batch, [.. Enumerable.Repeat((sbyte)127, batch * 5)], [.. Enumerable.Repeat(1, batch)]);
        int[][] weights = [[.. Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? 1 << parameters.WeightShift : 0)]];

        var machine = new MachineState(chip, program.DramBytes);
        var memory = new StepMemory(program, machine, parameters);
        memory.SetState(weights);
        memory.SetBatch(images);
        memory.SetScalars(1, 0, 3);
        new Accelerator(chip, program, machine, new() { CheckHazards = true }).Run();

        ushort[] Draws(int layer) => WeightDraws.Of(1, 0, layer, network.Layers[layer].WeightCount);
        var expected = new WageTrainer(parameters).Step(weights, images, 3, Draws).Tensors;
        foreach (var tensor in expected.Where(tensor => tensor.Kind is TensorKind.Error or TensorKind.Gradient or TensorKind.Weight))
            Assert.Equal(tensor.Values, memory.Tensor(tensor.Kind, tensor.Layer, null)!.Values);
        long largest = expected.Single(tensor => tensor.Kind == TensorKind.Gradient).Values.Max(Math.Abs);
        Assert.Equal((long)new Bounds(parameters, options).Gradient(network.Layers[0]).Worst, largest);
    }

    [Theory]
    [InlineData("2-8-8-8")]
    [InlineData("5-8-12-16")]
    public void A_forward_sum_reaches_its_bound(string bits)
    {
        var network = Network.Parse("3FC-2SSE", new(3, 3, 7));
        var parameters = WageParameters.Default(network, BitWidths.Parse(bits));
        int largest = (1 << parameters.Bits.Weight - 1) - 1;
        int[][] weights = [.. network.Layers.Select(layer =>
            Enumerable.Repeat(largest << parameters.WeightShift, layer.WeightCount).ToArray())];
        var images = new TrainingBatch(1, [.. Enumerable.Repeat((sbyte)127, 63)], [0]);
        var step = new WageTrainer(parameters).Step(weights, images, 0, layer => new ushort[network.Layers[layer].WeightCount]);
        var bounds = new Bounds(parameters, new(1));
        var sums = step.Tensors.First(tensor => tensor.Kind == TensorKind.Accumulator);
        Assert.All(sums.Values, sum => Assert.Equal((long)bounds.Forward(network.Layers[0]).Worst, sum));
    }
}
