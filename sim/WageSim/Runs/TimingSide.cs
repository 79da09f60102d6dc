using System.Threading.Channels;
using WageSim.Isa;

namespace WageSim.Runs;

/// <summary>
/// The timing side of a run: a thread of its own that takes the steps which the functional side has computed, from a bounded channel,
/// and finds out their time: simulated when a program comes for the first time, the same ever after.
/// </summary>
/// <remarks>The functional side does not wait for it, except where the channel is full or somebody asks for cycles.</remarks>
internal sealed class TimingSide : IDisposable
{
    private const int StepsAhead = 16;

    private readonly Channel<Item> steps =
        Channel.CreateBounded<Item>(new BoundedChannelOptions(StepsAhead) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource stop;
    private readonly Task consumer;
    private readonly HostTime time = new(HostWork.Waiting);

    /// <summary>A step, or a place in the channel that somebody waits for.</summary>
    private readonly record struct Item(StepEngine? Step, TaskCompletionSource? Reached);

    public TimingSide(CancellationToken cancellation)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        consumer = Task.Run(Consume, CancellationToken.None);
    }

    /// <summary>Host time spent on simulating.</summary>
    public TimeSpan Simulating => time[HostWork.Timing];

    /// <summary>A step has been computed.</summary>
    public void Give(StepEngine step) => Write(new(step, null));

    /// <summary>Waits until the time of all steps so far is known; throws what went wrong with one of them.</summary>
    public void CatchUp()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Write(new(null, reached));
        if (Task.WaitAny(reached.Task, consumer) == 1) consumer.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        stop.Cancel();
        steps.Writer.TryComplete();
        Task.WaitAny(consumer);
        stop.Dispose();
    }

    private async Task Consume()
    {
        try
        {
            await foreach (var (step, reached) in steps.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                reached?.SetResult();
                if (step is null or { Timing: not null }) continue;
                time.Enter(HostWork.Timing);
                step.FindTime(stop.Token);
                time.Enter(HostWork.Waiting);
            }
        }
        catch (Exception e)
        {
            steps.Writer.TryComplete(e);
            throw;
        }
    }

    private void Write(Item item)
    {
        while (!steps.Writer.TryWrite(item))
            if (!steps.Writer.WaitToWriteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult()) consumer.GetAwaiter().GetResult();
    }
}
