using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Reports;
using WageSim.Tracing;
using WageSim.Workloads.Compiler;
using WageSim.Workloads.Datasets;

namespace WageSim.Runs;

/// <summary>The training loop: batches in, a step on the machine, loss and errors out; then the test images.</summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingPlan plan;
    private readonly StepEngine step;
    private readonly StepCheck check;
    private readonly InferencePasses passes;
    private readonly BatchReader images;
    private readonly sbyte[] codes;
    private readonly int[] labels;
    private readonly TrainingBatch batch;
    private readonly int[][] state;
    private readonly Team team;
    private bool given;
    private readonly TimingSide timing;
    private readonly (long Cycles, double Seconds) gridBefore;

    /// <param name="progress">How far the run is; null at its beginning.</param>
    /// <param name="reached">Arrays of the state at that point; null for those at the start.</param>
    public Trainer(TrainingPlan plan, CancellationToken cancellation, TrainingProgress? progress = null, int[][]? reached = null)
    {
        this.plan = plan;
        Progress = progress ?? new();
        gridBefore = (Progress.GridCycles, Progress.GridSeconds);
        team = new(plan.Settings.Threads);
        timing = new(cancellation);
        try
        {
            var options = new CompileOptions(plan.Batch) { ErrorPass = plan.Settings.ErrorPass, Saved = plan.Saved };
            step = new(plan.Parameters, plan.Chip, options, plan.Settings.Clock, team, plan.Settings.Fidelity);
            check = new(plan, step, team.Times[0]);
        }
        catch
        {
            Dispose();
            throw;
        }
        passes = new(plan.Parameters, plan.InputCodes, plan.Chip, plan.Settings.Clock, plan.Settings.Fidelity, team, timing);
        images = new(plan.Data, plan.InputCodes, plan.Augmentation, plan.Settings.Seed);
        codes = new sbyte[plan.Batch * plan.Network.Input.Count];
        labels = new int[plan.Batch];
        batch = new(plan.Batch, codes, labels) { Exponent = plan.InputCodes.Exponent };
        state = [.. plan.Parameters.State.Select(tensor => new int[tensor.Count])];
        step.Memory.SetState(reached ?? plan.StartState ?? plan.Scheme.StartState(plan.Parameters, plan.Settings.Seed));
    }

    /// <summary>How far the run is; it changes only when a step or a test pass is complete.</summary>
    public TrainingProgress Progress { get; }

    /// <summary>Whether a cancelled run finishes the step that it has begun, so that the weights are those of whole steps.</summary>
    public bool FinishesSteps { get; init; }

    /// <summary>Steps of the run so far.</summary>
    public int Steps => Progress.Epoch * plan.StepsPerEpoch + Progress.Step;

    /// <summary>Steps whose time was simulated, not reused.</summary>
    public int StepsTimed => step.TimesSimulated;

    /// <summary>Time and counts of one step; all steps are alike.</summary>
    public MachineResult StepTiming
    {
        get
        {
            if (step.Timing is null)
            {
                timing.Give(step);
                timing.CatchUp();
            }
            return step.Timing!;
        }
    }

    /// <summary>One step over time; all steps are alike.</summary>
    public TimelineResult Timeline(CancellationToken cancellation) => StepTimeline.Of(plan, step, StepTiming, cancellation);

    /// <summary>A trace of steps; checked, but not written yet.</summary>
    public TraceRun Trace(TraceRequest request, CancellationToken cancellation) => new(
        request, plan.Chip, step.Program, step.TimeAlone(cancellation), plan.Settings.Clock, (long)plan.StepsPerEpoch * plan.Epochs);

    /// <summary>Chip cycles of one test of all test images.</summary>
    public long TestCycles => passes.Timings(plan.Data.Test.Count, plan.Batch).Sum(pass => pass.Timing.Cycles * pass.Times);

    /// <summary>Time and counts of that.</summary>
    public MachineResult TestTiming => TimingSum.Of(passes.Timings(plan.Data.Test.Count, plan.Batch));

    /// <summary>All that training changes, in arrays that the next call fills anew.</summary>
    public int[][] State()
    {
        step.Memory.ReadState(state);
        return state;
    }

    /// <summary>Host time of all threads together, by kind of work.</summary>
    public IReadOnlyDictionary<HostWork, TimeSpan> HostTime => HostTimes.Of(team, timing, Engines);

    private IEnumerable<StepEngine> Engines => passes.Engines.Append(step);

    /// <summary>The rest of the epoch's steps; images that do not fill a batch sit out, another set each epoch.</summary>
    /// <param name="progress">Called with the number of images after each step.</param>
    /// <returns>The first difference from the golden model, or null.</returns>
    public Mismatch? Epoch(Action<double> progress, CancellationToken cancellation)
    {
        int[] order = Batches.Order(plan.Data.Train.Count, plan.Settings.Seed, Progress.Epoch);
        while (Progress.Step < plan.StepsPerEpoch)
        {
            cancellation.ThrowIfCancellationRequested();
            Time.Enter(HostWork.Data);
            images.Train(Progress.Epoch, order.AsSpan(Progress.Step * plan.Batch, plan.Batch), codes, labels);
            if (Progress.Step + 1 < plan.StepsPerEpoch) plan.Data.Train.Expect(order.AsSpan((Progress.Step + 1) * plan.Batch, plan.Batch));
            var mismatch = Step(FinishesSteps ? default : cancellation);
            Time.Enter(HostWork.Other);
            if (mismatch is not null) return mismatch;
            progress(plan.Batch);
        }
        CatchUp();
        return null;
    }

    /// <summary>The rest of the test images.</summary>
    /// <param name="progress">Called with the number of images after each pass.</param>
    public void Test(Action<double> progress, CancellationToken cancellation)
    {
        var set = plan.Data.Test;
        passes.SetState(State());
        while (Progress.Tested < set.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(plan.Batch, set.Count - Progress.Tested);
            var zeros = plan.ZeroSteps == ZeroSteps.All ? Progress.TestZeros : null;
            Progress.TestErrors += passes.Run(set, Progress.Tested, count, cancellation, zeros);
            Progress.Tested += count;
            CountGrids();
            progress(count);
        }
        CatchUp();
    }

    public void Dispose()
    {
        timing.Dispose();
        team.Dispose();
    }

    private HostTime Time => team.Times[0];

    private void CatchUp()
    {
        Time.Enter(HostWork.Waiting);
        timing.CatchUp();
        Time.Enter(HostWork.Other);
    }

    private Mismatch? Step(CancellationToken cancellation)
    {
        bool countsZeros = Steps < plan.ZeroSteps;
        step.CountZeros(countsZeros);
        int number = Steps;
        var rate = plan.Rates.At(Progress.Epoch);
        StepCheck.Outcome? golden = null;
        if (number < plan.Check)
        {
            var outcome = check.Run(number, rate, batch, Prepare, cancellation);
            if (outcome.Mismatch is { } mismatch) return mismatch;
            Progress.TensorsChecked += outcome.Tensors;
            Progress.ValuesChecked += outcome.Values;
            golden = outcome;
        }
        else
        {
            Prepare();
            // While the timing side finds out the step's time, two cores are taken by it and one thread of values.
            bool beingTimed = given && step.Timing is null;
            step.Run(cancellation, alone: beingTimed && team.Threads == 2 && Environment.ProcessorCount == 2);
        }
        var (loss, errors) = plan.Scheme.Loss(plan.Parameters, step.Memory.Output(), step.Memory.OutputExponent(), labels);
        if (golden is { } beside) Progress.Checked.Add(new(number, loss, beside.Loss, errors, beside.Errors));
        Progress.Loss += loss;
        Progress.TrainErrors += errors;
        if (countsZeros)
        {
            Progress.Zeros.Add(step.Program, step.Zeros);
            Progress.EpochZeros.Add(step.Program, step.Zeros);
        }
        Progress.Step++;
        CountGrids();
        timing.Give(step);
        given = true;
        return null;

        void Prepare()
        {
            step.Memory.SetBatch(batch);
            step.Memory.SetScalars(plan.Settings.Seed, (uint)number, rate);
        }
    }

    private void CountGrids()
    {
        if (step.Grid is null) return;
        Progress.GridCycles = gridBefore.Cycles + Engines.Sum(engine => engine.Grid!.Cycles);
        Progress.GridSeconds = gridBefore.Seconds + Engines.Sum(engine => engine.Grid!.Time.TotalSeconds);
    }
}
