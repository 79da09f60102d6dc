using WageSim.Isa;
using WageSim.Models.Golden;

namespace WageSim.Runs;

/// <summary>Runs training steps on the machine, values and time together, and compares every tensor with the golden model.</summary>
/// <param name="time">The calling thread's time.</param>
internal sealed class StepCheck(TrainingPlan plan, StepEngine step, HostTime time)
{
    private readonly IGoldenTrainer golden = plan.Scheme.Golden(plan.Parameters);

    /// <summary>What was compared, the golden model's loss and errors, and the first difference or null.</summary>
    public readonly record struct Outcome(int Tensors, long Values, double Loss, int Errors, Mismatch? Mismatch);

    /// <summary>One step from the state in the machine's memory.</summary>
    /// <param name="prepare">Puts batch and scalars into the machine's memory.</param>
    public Outcome Run(int number, StepRate rate, TrainingBatch batch, Action prepare, CancellationToken cancellation)
    {
        int[][] before = step.Memory.State();
        var probes = new ProbeRecorder(step.Program, plan.Network, plan.Batch);
        prepare();
        var work = time.Enter(HostWork.Timing);
        step.RunInTime(cancellation, probes);
        time.Enter(HostWork.Other);

        int[][] state = [.. before.Select(array => (int[])array.Clone())];
        var expected = golden.Step(state, batch, rate, plan.Scheme.Draws(plan.Parameters, plan.Settings.Seed, (uint)number, plan.Batch));
        var difference = TensorComparison.FirstDifference(
            expected.Tensors, tensor => step.Memory.Tensor(tensor.Kind, tensor.Layer, probes));
        var mismatch = difference is var (wanted, actual, index)
            ? TensorComparison.Explain(step, Restore, number, wanted, actual, index)
            : null;
        var compared = step.Memory.Left(expected.Tensors, probes).ToList();
        long values = compared.Sum(tensor => (long)tensor.Values.Length);
        time.Enter(work);
        return new(compared.Count, values, expected.Loss, expected.TrainErrors, mismatch);

        void Restore()
        {
            step.Memory.SetState(before);
            prepare();
        }
    }
}
