namespace WageSim.Isa.Functional;

/// <summary>Tells threads that wait for each other that one of them has failed, or that the run is cancelled.</summary>
internal sealed class AbortSignal(CancellationToken cancellation)
{
    private const int LooksBeforeYield = 100;

    private Exception? failure;

    /// <summary>What went wrong first.</summary>
    public Exception? Failure => Volatile.Read(ref failure);

    public void Fail(Exception exception) => Interlocked.CompareExchange(ref failure, exception, null);

    public void Check()
    {
        if (Failure is not null) throw new OperationCanceledException("another thread failed");
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Waits until a counter has come so far.</summary>
    public void Await(ref int counter, int target)
    {
        for (int looks = 0; Volatile.Read(ref counter) < target; looks++)
        {
            if (looks < LooksBeforeYield) { Thread.SpinWait(4); continue; }
            Check();
            Thread.Yield();
        }
    }
}
