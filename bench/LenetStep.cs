using WageSim.Bench;
using WageSim.Isa;
using WageSim.Models.Golden;
using WageSim.Models.Schemes;
using WageSim.Runs;
using WageSim.Workloads.Datasets;

namespace WageSim.Benchmarks;

/// <summary>What a step of the LeNet finds in DRAM.</summary>
internal static class LenetStep
{
    public static void Prepare(Program program, MachineState state, int batch)
    {
        var parameters = TrainingCase.Lenet;
        var memory = new StepMemory(program, state, parameters);
        var images = new TrainingBatch(batch, new sbyte[batch * parameters.Network.Input.Count], new int[batch]);
        Batches.Gather(EnlargedDigits.Make(batch).Train, [.. Enumerable.Range(0, batch)], images.Inputs, images.Labels);
        memory.SetWeights(WeightInitializer.Draw(parameters, seed: 1));
        memory.SetBatch(images);
        memory.SetScalars(1, 0, 3);
    }
}
