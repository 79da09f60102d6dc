using WageSim.Isa;
using WageSim.Isa.Execution;
using WageSim.Machine;
using WageSim.Models.Golden;
using WageSim.Models.Hardware;
using WageSim.Models.Schemes;
using WageSim.Workloads.Datasets;
using WageSim.Workloads.Schemes;

namespace WageSim.Runs;

/// <summary>Forward passes of a network on a chip: a program for each number of images that is asked for.</summary>
/// <param name="table">How pixels become input codes.</param>
internal sealed class InferencePasses(
    SchemeParameters parameters, PixelCodes table, Chip chip, Clock clock, Fidelity fidelity, Team team, TimingSide timing)
{
    private readonly Dictionary<int, StepEngine> engines = [];
    private readonly HashSet<StepEngine> loaded = [];
    private int[][] state = [];

    /// <summary>The programs so far.</summary>
    public IReadOnlyCollection<StepEngine> Engines => engines.Values;

    /// <summary>The arrays PE by PE, or none.</summary>
    public IEnumerable<GridArrayModel> Grids => Engines.Select(engine => engine.Grid).OfType<GridArrayModel>();

    /// <summary>A training's state, for all passes that follow.</summary>
    public void SetState(int[][] arrays)
    {
        state = arrays;
        loaded.Clear();
    }

    /// <summary>Runs consecutive images of a set for their values; the time is found out beside it.</summary>
    /// <param name="zeros">What counts the pass's products with a zero operand, or null.</param>
    public Classification Run(ImageSet set, int first, int count, CancellationToken cancellation, ZeroTally? zeros = null)
    {
        var engine = Of(count);
        var work = team.Times[0].Enter(HostWork.Data);
        var batch = Prepare(engine, set, first);
        set.Expect([.. Enumerable.Range(first + count, Math.Clamp(set.Count - first - count, 0, count))]);
        engine.CountZeros(zeros is not null);
        engine.Run(cancellation);
        zeros?.Add(engine.Program, engine.Zeros);
        timing.Give(engine);
        var classes = Classification.Of(engine.Memory.Output(), batch.Labels, parameters.Network.Classes);
        team.Times[0].Enter(work);
        return classes;
    }

    /// <summary>The program for a number of images.</summary>
    public StepEngine Of(int count) => engines.TryGetValue(count, out var engine)
        ? engine
        : engines[count] = new(parameters, chip, new(count, Inference: true), clock, team, fidelity);

    /// <summary>Puts weights and images into the program's memory.</summary>
    public TrainingBatch Prepare(StepEngine engine, ImageSet set, int first)
    {
        if (loaded.Add(engine)) engine.Memory.SetState(state);
        int count = engine.Options.Batch;
        var batch = new TrainingBatch(count, new sbyte[count * parameters.Network.Input.Count], new int[count])
        {
            Exponent = table.Exponent,
        };
        Batches.Centre(set, table, parameters.Network.Input, [.. Enumerable.Range(first, count)], batch.Inputs, batch.Labels);
        engine.Memory.SetBatch(batch, labels: false);
        return batch;
    }

    /// <summary>The same as <see cref="Run"/> on the machine in time, and its last sums compared with the golden model's.</summary>
    /// <returns>The images that are classified wrongly, and the first difference or null.</returns>
    public (Classification Errors, string? Difference) Check(
        ImageSet set, int first, int count, CancellationToken cancellation, ZeroTally? zeros = null)
    {
        var engine = Of(count);
        var batch = Prepare(engine, set, first);
        var work = team.Times[0].Enter(HostWork.Timing);
        engine.CountZeros(zeros is not null);
        engine.RunInTime(cancellation);
        zeros?.Add(engine.Program, engine.Zeros);
        team.Times[0].Enter(work);
        long[] output = engine.Memory.Output();
        int classes = parameters.Network.Classes;
        long[] expected = SchemeCatalogue.Of(parameters).Golden(parameters).Infer(state, batch);
        string? difference = OutputComparison.FirstDifference(expected, output, first, classes);
        return (Classification.Of(output, batch.Labels, classes), difference);
    }

    /// <summary>Time and counts of the passes that all images of a set take, each with how often it is run.</summary>
    public IReadOnlyList<(MachineResult Timing, long Times)> Timings(int images, int batch)
    {
        var passes = new List<(StepEngine Engine, long Times)>();
        if (images / batch > 0) passes.Add((Of(batch), images / batch));
        if (images % batch > 0) passes.Add((Of(images % batch), 1));
        foreach (var (engine, _) in passes) timing.Give(engine);
        timing.CatchUp();
        return [.. passes.Select(pass => (pass.Engine.Timing!, pass.Times))];
    }
}
