using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Models.Schemes;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Runs;

/// <summary>The training loop: batches in, a step on the machine, loss and errors out; then the test images.</summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingPlan plan;
    private readonly StepEngine step;
    private readonly Dictionary<int, StepEngine> inference = [];
    private readonly GoldenTrainer golden;
    private readonly sbyte[] codes;
    private readonly int[] labels;
    private readonly Team team;
    private readonly TimingSide timing;

    public Trainer(TrainingPlan plan, CancellationToken cancellation)
    {
        this.plan = plan;
        team = new(plan.Settings.Threads);
        timing = new(cancellation);
        try
        {
            step = new(plan.Parameters, plan.Chip, new(plan.Batch), plan.Settings.Clock, team, plan.Settings.Fidelity);
        }
        catch
        {
            Dispose();
            throw;
        }
        golden = new(plan.Parameters);
        codes = new sbyte[plan.Batch * plan.Network.Input.Count];
        labels = new int[plan.Batch];
        step.Memory.SetWeights(WeightInitializer.Draw(plan.Parameters, plan.Settings.Seed));
    }

    /// <summary>Steps run so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Steps whose time was simulated, not reused.</summary>
    public int StepsTimed => step.TimesSimulated;

    /// <summary>Steps that were compared with the golden model.</summary>
    public int StepsChecked { get; private set; }

    /// <summary>Tensors and values compared in those steps.</summary>
    public int TensorsChecked { get; private set; }
    public long ValuesChecked { get; private set; }

    /// <summary>Time and counts of one step; all steps are alike.</summary>
    public MachineResult StepTiming => step.Timing!;

    /// <summary>Chip cycles of all test passes.</summary>
    public long TestCycles { get; private set; }

    public int[][] Weights => step.Memory.Weights();

    /// <summary>The arrays PE by PE, of training and test steps, or none.</summary>
    public IEnumerable<GridArrayModel> Grids => inference.Values.Append(step).Select(engine => engine.Grid).OfType<GridArrayModel>();

    /// <summary>Host time of all threads together, by kind of work.</summary>
    public IReadOnlyDictionary<HostWork, TimeSpan> HostTime
    {
        get
        {
            var sums = Enum.GetValues<HostWork>().ToDictionary(
                work => work, work => TimeSpan.FromTicks(team.Times.Sum(time => time[work].Ticks)));
            foreach (var engine in inference.Values.Append(step)) sums[HostWork.Decode] += engine.Decoding;
            sums[HostWork.Timing] += timing.Simulating;
            return sums;
        }
    }

    /// <summary>What one epoch of training saw.</summary>
    public readonly record struct EpochSums(double Loss, int Errors, int Images);

    /// <summary>One epoch; images that do not fill a batch sit out, another set each epoch.</summary>
    /// <returns>The sums, or the first difference from the golden model.</returns>
    public (EpochSums Sums, Mismatch? Mismatch) Epoch(int epoch, Action<double> progress, CancellationToken cancellation)
    {
        int[] order = Batches.Order(plan.Data.Train.Count, plan.Settings.Seed, epoch);
        var sums = new EpochSums();
        for (int i = 0; i < plan.StepsPerEpoch; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Batches.Gather(plan.Data.Train, order.AsSpan(i * plan.Batch, plan.Batch), codes, labels);
            if (Step(plan.Rates.Log2At(epoch), cancellation) is { } mismatch) return (sums, mismatch);
            var (loss, errors) = LossAndErrors();
            sums = new(sums.Loss + loss, sums.Errors + errors, sums.Images + plan.Batch);
            progress(plan.Batch);
        }
        timing.CatchUp();
        return (sums, null);
    }

    /// <summary>
    /// Test images that are classified wrongly, with ties counted as wrong unless the class comes first, and with ties counted as right.
    /// </summary>
    public (int FirstLargest, int TiesCorrect) Test(CancellationToken cancellation)
    {
        var set = plan.Data.Test;
        int first = 0, ties = 0, classes = plan.Network.Classes;
        int[][] weights = Weights;
        var passes = new List<StepEngine>();
        for (int start = 0; start < set.Count; start += plan.Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(plan.Batch, set.Count - start);
            var engine = Inference(count);
            engine.Memory.SetWeights(weights);
            var batch = new TrainingBatch(count, new sbyte[count * set.Shape.Count], new int[count]);
            Batches.Gather(set, [.. Enumerable.Range(start, count)], batch.Inputs, batch.Labels);
            engine.Memory.SetBatch(batch, labels: false);
            engine.Run(cancellation);
            timing.Give(engine);
            passes.Add(engine);
            long[] output = engine.Memory.Output();
            for (int b = 0; b < count; b++)
            {
                var row = output.AsSpan(b * classes, classes);
                long largest = row[FirstLargest(row)];
                if (FirstLargest(row) != batch.Labels[b]) first++;
                if (row[batch.Labels[b]] != largest) ties++;
            }
        }
        timing.CatchUp();
        TestCycles += passes.Sum(pass => pass.Timing!.Cycles);
        return (first, ties);
    }

    public void Dispose()
    {
        timing.Dispose();
        team.Dispose();
    }

    private StepEngine Inference(int count)
    {
        if (inference.TryGetValue(count, out var engine)) return engine;
        var options = new CompileOptions(count, Inference: true);
        return inference[count] = new(plan.Parameters, plan.Chip, options, plan.Settings.Clock, team, plan.Settings.Fidelity);
    }

    private Mismatch? Step(int rateLog2, CancellationToken cancellation)
    {
        int number = Steps;
        bool check = number < plan.Check;
        int[][]? before = check ? Weights : null;
        var probes = check ? new ProbeRecorder(step.Program, plan.Network, plan.Batch) : null;
        Prepare();
        Steps++;
        if (!check)
        {
            step.Run(cancellation);
            timing.Give(step);
            return null;
        }
        var work = team.Times[0].Enter(HostWork.Timing);
        step.RunInTime(cancellation, probes);
        team.Times[0].Enter(work);

        int[][] weights = [.. before!.Select(layer => (int[])layer.Clone())];
        var expected = golden.Step(weights, new(plan.Batch, codes, labels), rateLog2, Draws);
        var difference = TensorComparison.FirstDifference(
            expected.Tensors, tensor => step.Memory.Tensor(tensor.Kind, tensor.Layer, probes!));
        if (difference is not var (wanted, actual, index))
        {
            StepsChecked++;
            TensorsChecked += expected.Tensors.Count;
            ValuesChecked += expected.Tensors.Sum(tensor => (long)tensor.Values.Length);
            return null;
        }
        return TensorComparison.Explain(step, Restore, number, wanted, actual, index);

        ushort[] Draws(int layer) => WeightDraws.Of(plan.Settings.Seed, (uint)number, layer, plan.Network.Layers[layer].WeightCount);

        void Restore()
        {
            step.Memory.SetWeights(before!);
            Prepare();
        }

        void Prepare()
        {
            step.Memory.SetBatch(new(plan.Batch, codes, labels));
            step.Memory.SetScalars(plan.Settings.Seed, (uint)number, rateLog2);
        }
    }

    // The last layer's errors are its sums minus the targets: the host reads loss and classes off them.
    private (double Loss, int Errors) LossAndErrors()
    {
        long[] e = step.Memory.Output();
        int classes = plan.Network.Classes, errors = 0;
        long target = 1L << plan.Parameters.TargetLog2;
        double squares = 0;
        for (int b = 0; b < plan.Batch; b++)
        {
            var row = e.AsSpan(b * classes, classes);
            foreach (long value in row) squares += (double)value * value;
            row[labels[b]] += target;
            if (FirstLargest(row) != labels[b]) errors++;
        }
        return (Math.ScaleB(squares, -2 * plan.Parameters.TargetLog2 - 1), errors);
    }

    private static int FirstLargest(ReadOnlySpan<long> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[best]) best = i;
        return best;
    }
}
