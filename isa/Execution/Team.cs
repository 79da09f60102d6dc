using System.Runtime.ExceptionServices;

namespace WageSim.Isa.Execution;

/// <summary>Host threads that share work: each does a part of it, and none goes on before all are done.</summary>
/// <remarks>Steps follow one another at once, so a member that has nothing to do looks for work for a while before it sleeps.</remarks>
public sealed class Team : IDisposable
{
    private const int LooksBeforeSleep = 20_000;

    private readonly Thread[] members;
    private readonly SemaphoreSlim[] sleeping;
    private readonly int[] asleep;
    private Action<int>? work;
    private Exception? failure;
    private int turn, running;
    private volatile bool closed;

    /// <summary>A team of the calling thread and threads - 1 others.</summary>
    public Team(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        Times = [.. Enumerable.Range(0, threads).Select(i => new HostTime(i == 0 ? HostWork.Other : HostWork.Waiting))];
        asleep = new int[threads];
        sleeping = [.. Enumerable.Range(0, threads).Select(_ => new SemaphoreSlim(0))];
        members = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => Serve(i)) { IsBackground = true, Name = $"team {i}" })];
        foreach (var member in members) member.Start();
    }

    public int Threads { get; }

    /// <summary>Where each member's time goes; the first is the calling thread's.</summary>
    public IReadOnlyList<HostTime> Times { get; }

    /// <summary>Runs body(part) for each part 0 … Threads - 1, the first one on the calling thread.</summary>
    public void Run(Action<int> body)
    {
        if (Threads == 1) { body(0); return; }
        // One that a part left behind while the caller threw itself belongs to the last turn.
        (work, failure) = (body, null);
        Volatile.Write(ref running, Threads - 1);
        Interlocked.Increment(ref turn);
        for (int i = 1; i < Threads; i++)
            if (Interlocked.Exchange(ref asleep[i], 0) == 1) sleeping[i].Release();
        try { body(0); }
        finally
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref running) > 0) spin.SpinOnce(sleep1Threshold: -1);
        }
        if (Interlocked.Exchange(ref failure, null) is { } thrown) ExceptionDispatchInfo.Throw(thrown);
    }

    private void Serve(int index)
    {
        int seen = 0;
        while (true)
        {
            for (int looks = 0; Volatile.Read(ref turn) == seen && !closed; looks++)
            {
                if (looks < LooksBeforeSleep) { Thread.SpinWait(10); continue; }
                Interlocked.Exchange(ref asleep[index], 1);
                // The turn may have come between the last look and going to sleep.
                if (Volatile.Read(ref turn) == seen && !closed) sleeping[index].Wait();
                else if (Interlocked.Exchange(ref asleep[index], 0) == 0) sleeping[index].Wait();
                looks = 0;
            }
            if (closed) return;
            seen = Volatile.Read(ref turn);
            try { work!(index); }
            catch (Exception e) { Interlocked.CompareExchange(ref failure, e, null); }
            Interlocked.Decrement(ref running);
        }
    }

    public void Dispose()
    {
        closed = true;
        foreach (var semaphore in sleeping) semaphore.Release();
        foreach (var member in members) member.Join();
        foreach (var semaphore in sleeping) semaphore.Dispose();
    }
}
