using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using WageSim.Isa.Execution;

namespace WageSim.Isa.Functional;

/// <summary>
/// What a program computes, fast and without time: the interpreter's results, with commands grouped into tasks that host threads share.
/// </summary>
/// <remarks>
/// Nothing that a program does depends on data, so the tasks are the same in every run. They are made while the first phases already run,
/// handed over a bounded channel phase by phase, and kept for the next run if there are not too many.
/// </remarks>
/// <param name="worthSharing">Estimated nanoseconds of work below which threads would spend more time on meeting than they save.</param>
public sealed class FunctionalSide(Program program, MachineState machine, Team team, double worthSharing = 2e6)
{
    private const int PhasesAhead = 2;

    // Bytes of a kept plan.
    private const long MostKept = 400 << 20;

    private readonly WorkerMemory[] memories =
        [.. Enumerable.Range(0, team.Threads).Select(_ => new WorkerMemory(machine.Chip.Cols))];
    private PlanPhase[]? plan;
    private bool alone;

    /// <summary>Time spent on reading programs and grouping their commands.</summary>
    public TimeSpan Decoding { get; private set; }

    /// <summary>Runs the program to halt.</summary>
    /// <param name="alone">On the calling thread only.</param>
    public void Run(CancellationToken cancellation, bool alone = false)
    {
        this.alone = alone;
        if (plan is null)
        {
            Build(cancellation);
            return;
        }
        foreach (var phase in plan) phase.Reset();
        Work(plan, cancellation);
    }

    private void Build(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channel = Channel.CreateBounded<PlanPhase>(new BoundedChannelOptions(PhasesAhead) { SingleReader = true, SingleWriter = true });
        var builder = new PlanBuilder(program, machine, team.Threads);
        var building = Task.Run(async () =>
        {
            var time = new HostTime(HostWork.Decode);
            try
            {
                foreach (var phase in builder.Phases(stop.Token))
                {
                    time.Enter(HostWork.Waiting);
                    await channel.Writer.WriteAsync(phase, stop.Token).ConfigureAwait(false);
                    time.Enter(HostWork.Decode);
                }
                channel.Writer.Complete();
            }
            catch (Exception e) { channel.Writer.Complete(e); }
            time.Enter(HostWork.Waiting);
            Decoding += time[HostWork.Decode];
        }, CancellationToken.None);
        var kept = new List<PlanPhase>();
        try
        {
            while (channel.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
                while (channel.Reader.TryRead(out var phase))
                {
                    Work([phase], cancellation);
                    if (builder.Bytes <= MostKept) kept.Add(phase);
                    else kept.Clear();
                }
        }
        finally
        {
            stop.Cancel();
            building.Wait(CancellationToken.None);
        }
        if (builder.Bytes <= MostKept) plan = [.. kept];
    }

    private void Work(IReadOnlyList<PlanPhase> phases, CancellationToken cancellation)
    {
        var abort = new AbortSignal(cancellation);
        if (alone || team.Threads == 1 || phases.Sum(phase => phase.Cost) < worthSharing)
        {
            Work(phases, null, abort);
            return;
        }
        try
        {
            team.Run(part => Work(phases, part, abort));
        }
        catch (OperationCanceledException) when (abort.Failure is { } failure) { ExceptionDispatchInfo.Throw(failure); }
    }

    /// <summary>A thread's part of the phases, or all of it.</summary>
    private void Work(IReadOnlyList<PlanPhase> phases, int? part, AbortSignal abort)
    {
        var (time, memory) = (team.Times[part ?? 0], memories[part ?? 0]);
        var before = time.Enter(HostWork.Waiting);
        try
        {
            foreach (var phase in phases)
                if (part is { } thread) phase.Work(thread, machine, memory, time, abort);
                else phase.WorkAlone(machine, memory, time, abort);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            abort.Fail(e);
            throw;
        }
        finally { time.Enter(before); }
    }
}
